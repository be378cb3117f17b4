//! Patterns of `matches`: the syntax and meaning of RE2, put into words of the `regex` crate.
//!
//! The two agree on most things. Where they do not, the pattern is rewritten: `\d \w \s \b` are
//! ASCII, `\Q…\E` quotes, a `[` in a class is itself, a `{` that counts nothing is itself. What is
//! not RE2's is refused, and so are Unicode classes (`\pL`), whose tables would double the engine.

use super::re2::translate;
use crate::error::{Code, Error};
use regex::{Regex, RegexBuilder};
use std::sync::Arc;

/// The longest pattern, in bytes.
pub const PATTERN_LENGTH_MAX: usize = 1_000;
/// The largest pattern once compiled, in bytes of the automaton.
pub const PATTERN_SIZE_MAX: usize = 256 * 1024;
/// The deepest nesting of a pattern.
pub const PATTERN_DEPTH_MAX: u32 = 50;
/// The most repetitions that `{n}` may ask for, as in RE2.
pub const PATTERN_REPEAT_MAX: u32 = 1_000;

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
        if source.len() > PATTERN_LENGTH_MAX {
            let message = format!("the pattern is longer than {PATTERN_LENGTH_MAX} bytes");
            return Err(Error::new(Code::Limit, message));
        }
        let translated = translate(source)?;
        let built = RegexBuilder::new(&translated)
            .size_limit(PATTERN_SIZE_MAX)
            .dfa_size_limit(PATTERN_SIZE_MAX)
            .nest_limit(PATTERN_DEPTH_MAX)
            .build();
        match built {
            Ok(regex) => Ok(Self(Arc::new((source.to_owned(), regex)))),
            Err(regex::Error::CompiledTooBig(_)) => {
                let message = format!("the pattern takes more than {PATTERN_SIZE_MAX} bytes");
                Err(Error::new(Code::Limit, message))
            }
            Err(error) => {
                let told = error.to_string();
                let last = told.lines().last().unwrap_or_default();
                Err(bad(last.trim_start_matches("error: ")))
            }
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    fn finds(pattern: &str, text: &str) -> bool {
        Pattern::compile(pattern).unwrap().is_match(text)
    }

    #[test]
    fn letters_digits_and_words_are_ascii_as_in_re2() {
        for (pattern, text, expected) in [
            (r"^\d+$", "42", true),
            (r"^\d+$", "٤٢", false),
            (r"^\w+$", "Zoë", false),
            (r"^\W$", "ë", true),
            (r"\bno\b", "no, noë", true),
            (r"^.$", "é", true),
            (r"^[^a]$", "é", true),
            (r"^\s$", "\u{A0}", false),
            (r"^\s$", "\u{B}", false),
            (r"(?i)straße", "STRASSE STRAßE", true),
            (r"(?i)ΟΔΌΣ", "οδός", true),
            (r"\Qa.b\E+", "a.bb", true),
            (r"\Qa.b\E", "axb", false),
            (r"^[[a]]$", "[]", true),
            (r"^[]a]$", "]", true),
            (r"^[a&&b]$", "&", true),
            (r"^[\d-]+$", "1-2", true),
            (r"^[+--]$", ",", true),
            (r"^a{,2}$", "a{,2}", true),
            (r"^a{2}$", "aa", true),
            (r"^x{$", "x{", true),
            (r"^[[:alpha:]]+$", "abc", true),
            (r"\<", "a<b", true),
            (r"^[^\D5]$", "4", true),
            (r"a\Bb", "ab", true),
            (r"^\x41\x{e9}$", "Aé", true),
            ("", "", true),
        ] {
            assert_eq!(finds(pattern, text), expected, "{pattern} {text}");
        }
    }

    #[test]
    fn what_re2_does_not_have_is_refused_and_limits_are_named() {
        for (pattern, part) in [
            ("a**", "repeated"),
            ("*a", "nothing to repeat"),
            ("(?=a)", "no such group"),
            ("(?x)a", "no such group"),
            ("(?<=a)b", "pattern"),
            (r"\pL", "Unicode classes"),
            (r"\1", "no escape"),
            (r"\Z", "no escape"),
            ("a{1001}", "1000 times"),
            ("(a{1000}){1000}", "262144 bytes"),
            ("[a", "no `]`"),
            ("[b-a]", "range"),
            ("(a", "pattern"),
            ("a\\", "backslash"),
        ] {
            let error = Pattern::compile(pattern).unwrap_err();
            assert!(error.message.contains(part), "{pattern}: {error}");
        }
        let long = Pattern::compile(&"a".repeat(1001)).unwrap_err();
        assert!(long.message.contains("1000 bytes"));
        let deep = Pattern::compile(&format!("{}a{}", "(".repeat(60), ")".repeat(60)));
        assert!(deep.is_err());
    }

    proptest::proptest! {
        #[test]
        fn no_pattern_makes_it_panic(pattern in "\\PC{0,30}|[a-c\\[\\]\\\\(){}*+?|^$.,:=<>0-9QEdwsbBxpi-]{0,30}") {
            if let Ok(found) = Pattern::compile(&pattern) {
                found.is_match("abc 123 Zoë");
            }
        }
    }
}
