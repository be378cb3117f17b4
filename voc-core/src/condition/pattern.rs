//! Patterns of `matches`: the syntax and meaning of RE2, by an engine that knows neither.
//!
//! A pattern is put into words that leave an engine nothing to choose (`re2`), and is counted there:
//! what is refused is refused everywhere. In a browser the engine is `regex-lite`, whose code is small,
//! elsewhere `regex`. Unicode classes (`\pL`) are refused: their tables would double the engine.

use super::re2::translate;
use crate::error::{Code, Error};
#[cfg(not(target_family = "wasm"))]
use regex::{Regex, RegexBuilder};
#[cfg(target_family = "wasm")]
use regex_lite::{Regex, RegexBuilder};
use std::sync::Arc;

/// The longest pattern, in bytes.
pub const PATTERN_LENGTH_MAX: usize = 1_000;
/// The largest pattern, in steps, its repetitions written out: a character is one, a class one for
/// each range and eight for a range that reaches beyond ASCII (`.` is nine).
pub const PATTERN_SIZE_MAX: u64 = 10_000;
/// The deepest nesting of groups in a pattern.
pub const PATTERN_DEPTH_MAX: u32 = 50;
/// The most repetitions that `{n}` may ask for, as in RE2.
pub const PATTERN_REPEAT_MAX: u32 = 1_000;

/// Room for every pattern within the limits above. An engine's own count differs by platform.
const ENGINE_SIZE: usize = 16 << 20;
/// A group is a few levels to an engine: the alternation and the sequence in it, what repeats it.
const ENGINE_DEPTH: u32 = 5 * PATTERN_DEPTH_MAX;
/// Where a pattern asks for more, `regex` goes another way.
#[cfg(not(target_family = "wasm"))]
const ENGINE_CACHE: usize = 256 * 1024;

/// A pattern, compiled. Two are equal where their texts are. A copy shares the scratch space, which a
/// copy of a `Regex` would make anew.
#[derive(Debug, Clone)]
pub(super) struct Pattern(Arc<(String, Regex)>);

impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        self.0.0 == other.0.0
    }
}

impl Pattern {
    pub(super) fn compile(source: &str) -> Result<Self, Error> {
        let mut builder = RegexBuilder::new(&translate(source)?);
        builder.size_limit(ENGINE_SIZE).nest_limit(ENGINE_DEPTH);
        #[cfg(not(target_family = "wasm"))]
        builder.dfa_size_limit(ENGINE_CACHE);
        let built = builder.build();
        let regex = built.map_err(|_| limit("the pattern is too large".to_owned()))?;
        Ok(Self(Arc::new((source.to_owned(), regex))))
    }

    pub(super) fn is_match(&self, text: &str) -> bool {
        self.0.1.is_match(text)
    }
}

pub(super) fn bad(why: &str) -> Error {
    Error::new(
        Code::Malformed,
        format!("this pattern cannot be read: {why}"),
    )
}

pub(super) fn limit(message: String) -> Error {
    Error::new(Code::Limit, message)
}

#[cfg(test)]
#[path = "pattern_tests.rs"]
mod tests;
