//! What a picture is drawn on.

use super::text::clean;
use crate::document::Read;
use crate::error::{Code, Error};
use crate::program::Label;
use serde::{Deserialize, Serialize};

/// The widths that can be drawn, in pixels.
const WIDTHS: std::ops::RangeInclusive<u32> = 280..=4000;
/// Up to this width a picture is drawn one below the other.
const PHONE: u32 = 480;

/// What a picture is drawn on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Canvas {
    /// The width in pixels, 280 to 4000; 800 if not said. The height is what the picture needs.
    #[serde(default = "default_width")]
    pub width: u32,
    /// What the ids of the picture begin with, so that they are unique on a page: a letter, then letters,
    /// digits, `-` and `_`; `voc` if not said.
    #[serde(default = "default_prefix")]
    pub id_prefix: String,
    /// The language of labels that are given in several, such as `en` or `de-CH`; `en` if not said. Where
    /// a label has no text in it, its first one stands.
    #[serde(default = "default_language")]
    pub language: String,
}

fn default_width() -> u32 {
    800
}

fn default_prefix() -> String {
    "voc".to_owned()
}

fn default_language() -> String {
    "en".to_owned()
}

impl Default for Canvas {
    fn default() -> Self {
        Self {
            width: default_width(),
            id_prefix: default_prefix(),
            language: default_language(),
        }
    }
}

impl Canvas {
    /// A canvas of a width in pixels, with ids that begin with `voc`.
    pub fn of_width(width: u32) -> Self {
        Self {
            width,
            ..Self::default()
        }
    }

    pub(super) fn check(&self) -> Result<(), Error> {
        if !WIDTHS.contains(&self.width) {
            let message = format!("{} pixels cannot be drawn on", self.width);
            let (least, most) = (WIDTHS.start(), WIDTHS.end());
            return Err(Error::new(Code::OutOfRange, message)
                .at("width")
                .hint(format!("from {least} to {most}")));
        }
        let letter = |one: char| one.is_ascii_alphabetic();
        let more = |one: char| one.is_ascii_alphanumeric() || one == '-' || one == '_';
        if !(self.id_prefix.starts_with(letter) && self.id_prefix.chars().all(more)) {
            let message = format!("no id can begin with `{}`", self.id_prefix);
            return Err(Error::new(Code::Malformed, message)
                .at("id_prefix")
                .hint("a letter, then letters, digits, `-` and `_`"));
        }
        Ok(())
    }

    /// Whether to draw one below the other.
    pub(super) fn is_narrow(&self) -> bool {
        self.width <= PHONE
    }

    /// A label's text in the canvas' language.
    pub(super) fn text(&self, label: &Label) -> String {
        let text = clean(label.text(&self.language));
        if text.is_empty() {
            return "(no name)".to_owned();
        }
        text
    }

    /// The texts of several labels, with commas.
    pub(super) fn texts(&self, labels: &[Label]) -> String {
        let texts: Vec<String> = labels.iter().map(|label| self.text(label)).collect();
        texts.join(", ")
    }
}
