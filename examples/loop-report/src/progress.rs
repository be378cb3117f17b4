//! How far it is, on a terminal; nothing where there is none.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// How many steps pass between two looks at the clock.
const STEPS: u64 = 1024;

/// A bar on standard error.
pub(crate) struct Progress {
    bar: ProgressBar,
    steps: u64,
}

impl Progress {
    /// A bar for so many bytes.
    pub(crate) fn bytes(what: &'static str, length: u64) -> Self {
        Self::new(
            what,
            length,
            "{msg:9} {bar:32} {bytes} of {total_bytes}, {eta} left",
        )
    }

    /// A bar for so many things.
    pub(crate) fn count(what: &'static str, length: u64) -> Self {
        Self::new(
            what,
            length,
            "{msg:9} {bar:32} {human_pos} of {human_len}, {eta} left",
        )
    }

    fn new(what: &'static str, length: u64, template: &str) -> Self {
        let style =
            ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
        let bar = ProgressBar::with_draw_target(Some(length), ProgressDrawTarget::stderr());
        bar.set_style(style);
        bar.set_message(what);
        Self { bar, steps: 0 }
    }

    /// Says where it stands; cheap enough for every row.
    pub(crate) fn at(&mut self, position: impl FnOnce() -> u64) {
        self.steps += 1;
        if self.steps.is_multiple_of(STEPS) {
            self.bar.set_position(position());
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
