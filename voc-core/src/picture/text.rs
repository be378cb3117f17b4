//! Names brought into lines that fit.

use super::widths::{is_mark, of};

/// At most so many lines of one name; the whole name stands in the title of its group.
const LINES_MAX: usize = 6;
const ELLIPSIS: char = '…';

/// A size and weight of letters.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Font {
    /// In pixels.
    pub(super) size: f64,
    /// Whether it is bold.
    pub(super) bold: bool,
}

impl Font {
    /// From one line to the next.
    pub(super) fn pitch(self) -> f64 {
        (self.size * 1.35).ceil()
    }

    /// How wide a text is at most, in pixels.
    pub(super) fn width(self, text: &str) -> f64 {
        let all: f64 = text.chars().map(|one| of(one, self.bold)).sum();
        all * self.size
    }

    /// A text in lines of at most this width. Words are kept whole where they fit on a line, and broken
    /// where they do not.
    pub(super) fn lines(self, text: &str, width: f64) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        let mut line = String::new();
        for word in text.split(' ').filter(|word| !word.is_empty()) {
            let longer = if line.is_empty() {
                word.to_owned()
            } else {
                format!("{line} {word}")
            };
            if self.width(&longer) <= width {
                line = longer;
                continue;
            }
            if !line.is_empty() {
                lines.push(std::mem::take(&mut line));
            }
            let mut parts = self.parts(word, width);
            line = parts.pop().unwrap_or_default();
            lines.append(&mut parts);
        }
        if !line.is_empty() {
            lines.push(line);
        }
        self.shortened(lines, width)
    }

    /// A word in parts of at most this width, each of at least one character.
    fn parts(self, word: &str, width: f64) -> Vec<String> {
        let mut parts = Vec::new();
        let mut part = String::new();
        let mut taken = 0.0;
        for one in word.chars() {
            let wide = of(one, self.bold) * self.size;
            while taken + wide > width && !part.is_empty() && !is_mark(one) {
                let rest = after_break(&mut part);
                taken = self.width(&rest);
                parts.push(std::mem::replace(&mut part, rest));
            }
            part.push(one);
            taken += wide;
        }
        parts.push(part);
        parts
    }

    fn shortened(self, mut lines: Vec<String>, width: f64) -> Vec<String> {
        if lines.len() > LINES_MAX {
            lines.truncate(LINES_MAX);
            if let Some(last) = lines.last_mut() {
                let room = width - of(ELLIPSIS, self.bold) * self.size;
                while self.width(last) > room && last.pop().is_some() {}
                last.push(ELLIPSIS);
            }
        }
        lines
    }
}

/// Takes what comes after the last place to break off a part that is too long; nothing where it has none
/// in its second half.
fn after_break(part: &mut String) -> String {
    let breaks = ['-', '_', '/', '.'];
    match part.rfind(breaks) {
        Some(place) if place * 2 > part.len() && place + 1 < part.len() => {
            part.split_off(place + 1)
        }
        _ => String::new(),
    }
}

/// A name as it can be drawn: one space between words, and nothing that XML or the direction of other
/// texts would suffer from.
pub(super) fn clean(text: &str) -> String {
    let harmful = |one: char| matches!(u32::from(one), 0x202a..=0x202e | 0x2066..=0x2069 | 0xfeff | 0xfffe | 0xffff);
    let kept = text.chars().filter(|one| !harmful(*one));
    let plain: String = kept
        .map(|one| if one.is_control() { ' ' } else { one })
        .collect();
    let words: Vec<&str> = plain.split_whitespace().collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const FONT: Font = Font {
        size: 12.0,
        bold: false,
    };

    #[test]
    fn words_stay_whole_where_they_fit() {
        // "aaaa" is 4 × 0.62 × 12 = 29.76 wide, a space 3.84: two of them are 63.36.
        assert_eq!(FONT.lines("aaaa aaaa aaaa", 64.0), ["aaaa aaaa", "aaaa"]);
        assert_eq!(FONT.lines("aaaa aaaa aaaa", 63.0), ["aaaa", "aaaa", "aaaa"]);
    }

    #[test]
    fn long_words_are_broken_best_after_a_hyphen() {
        assert_eq!(FONT.lines("aaaaaaaa", 30.0), ["aaaa", "aaaa"]);
        assert_eq!(FONT.lines("aaa-aaaa", 40.0), ["aaa-", "aaaa"]);
    }

    #[test]
    fn what_harms_is_gone() {
        assert_eq!(clean(" a\n\u{202e}b\u{0}c\t "), "a b c");
        assert_eq!(clean("\u{2028}\u{feff}"), "");
    }

    proptest! {
        #[test]
        fn lines_fit_and_lose_nothing(text in "\\PC{0,80}", width in 20.0_f64..200.0) {
            let text = clean(&text);
            let lines = FONT.lines(&text, width);
            for line in &lines {
                prop_assert!(FONT.width(line) <= width + 1e-9 || line.chars().filter(|one| !is_mark(*one)).count() <= 2);
            }
            let letters = |text: &str| text.chars().filter(|one| *one != ' ').collect::<String>();
            let all: String = lines.concat();
            if lines.len() < LINES_MAX {
                prop_assert_eq!(letters(&all), letters(&text));
            }
        }
    }
}
