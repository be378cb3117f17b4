//! Simple case folding, from the tables that `std` has: runs of letters that fold alike.

use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

struct Run {
    first: u32,
    last: u32,
    /// The distance of one letter to the next: 0 for a single one.
    step: u32,
    to: i64,
}

/// Writes `fold.rs`, an array of `run(first, last, step, to)`.
pub(super) fn write(folder: &Path) -> Result<(), Box<dyn Error>> {
    let mut runs: Vec<Run> = Vec::new();
    for c in '\u{80}'..=char::MAX {
        let code = u32::from(c);
        let to = i64::from(u32::from(fold(c))) - i64::from(code);
        if to == 0 {
            continue;
        }
        match runs.last_mut() {
            Some(run) if run.takes(code, to) => {
                run.step = code - run.last;
                run.last = code;
            }
            _ => runs.push(Run {
                first: code,
                last: code,
                step: 0,
                to,
            }),
        }
    }
    let mut table = String::from("[\n");
    for run in runs {
        let step = run.step.max(1);
        let (first, last) = (hex(run.first), hex(run.last));
        writeln!(table, "run({first}, {last}, {step}, {}),", run.to)?;
    }
    table.push_str("]\n");
    fs::write(folder.join("fold.rs"), table)?;
    Ok(())
}

fn hex(code: u32) -> String {
    format!("0x{:x}_{:04x}", code >> 16, code & 0xFFFF)
}

impl Run {
    fn takes(&self, code: u32, to: i64) -> bool {
        let step = code - self.last;
        self.to == to && (self.step == step || self.step == 0 && step <= 2)
    }
}

/// The lower case of the upper case: letters that differ in case alone come out the same.
fn fold(c: char) -> char {
    // Simple folding leaves the dotless i apart from i, and has three pairs that share no single
    // upper case.
    match c {
        'ı' => return c,
        '\u{1FD3}' => return '\u{390}',
        '\u{1FE3}' => return '\u{3B0}',
        '\u{FB05}' => return '\u{FB06}',
        _ => {}
    }
    let upper = only(c.to_uppercase()).unwrap_or(c);
    only(upper.to_lowercase()).unwrap_or(upper)
}

fn only(mut chars: impl Iterator<Item = char>) -> Option<char> {
    chars.next().filter(|_| chars.next().is_none())
}
