//! A place in a text that is known to be JSON, and the steps from one part to the next.

use super::Position;

pub(super) struct Cursor<'t> {
    text: &'t str,
    offset: usize,
    /// Where `counted` is, in lines and columns.
    place: Position,
    counted: usize,
}

impl<'t> Cursor<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self {
            text,
            offset: 0,
            place: Position::new(1, 1),
            counted: 0,
        }
    }

    /// The line and the column; counted on from the last time that anybody asked.
    pub(super) fn place(&mut self) -> Position {
        for letter in self.between(self.counted, self.offset).chars() {
            if letter == '\n' {
                self.place = Position::new(self.place.line as usize + 1, 1);
            } else {
                self.place.column = self.place.column.saturating_add(1);
            }
        }
        self.counted = self.offset;
        self.place
    }

    pub(super) fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.offset).copied()
    }

    /// Goes behind this byte, where it comes next.
    pub(super) fn take(&mut self, byte: u8) -> bool {
        let is_next = self.peek() == Some(byte);
        self.offset += usize::from(is_next);
        is_next
    }

    /// Goes behind white space.
    pub(super) fn space(&mut self) {
        self.pass(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r'));
    }

    /// Goes to the next part of a list or an object; none comes before this bracket, which it goes behind.
    pub(super) fn next_of(&mut self, bracket: u8) -> bool {
        self.pass(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | b','));
        self.peek().is_some() && !self.take(bracket)
    }

    /// Goes behind a word or a number.
    pub(super) fn word(&mut self) -> &'t str {
        let start = self.offset;
        self.pass(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'));
        self.between(start, self.offset)
    }

    /// Goes behind a text in quotes; absent where it names half a character.
    pub(super) fn text(&mut self) -> Option<String> {
        let raw = self.quoted();
        let Some((plain, mut rest)) = raw.split_once('\\') else {
            return Some(raw.to_owned());
        };
        let mut text = plain.to_owned();
        loop {
            let (letter, behind) = escaped(rest)?;
            text.push(letter);
            let Some((plain, next)) = behind.split_once('\\') else {
                text.push_str(behind);
                return Some(text);
            };
            text.push_str(plain);
            rest = next;
        }
    }

    /// Goes behind a value.
    pub(super) fn skip(&mut self) -> &'t str {
        let start = self.offset;
        let mut depth = 0_usize;
        loop {
            match self.peek() {
                None => break,
                Some(b'"') => {
                    self.quoted();
                }
                Some(b'[' | b'{') => {
                    depth += 1;
                    self.offset += 1;
                }
                Some(b']' | b'}') => {
                    depth = depth.saturating_sub(1);
                    self.offset += 1;
                }
                Some(b' ' | b'\t' | b'\n' | b'\r' | b',' | b':') => self.offset += 1,
                Some(_) => {
                    self.word();
                }
            }
            if depth == 0 {
                break;
            }
        }
        self.between(start, self.offset)
    }

    /// Goes behind a text in quotes, which is given as it is written.
    fn quoted(&mut self) -> &'t str {
        self.take(b'"');
        let start = self.offset;
        let mut is_escaped = false;
        self.pass(|byte| {
            let ends = byte == b'"' && !is_escaped;
            is_escaped = byte == b'\\' && !is_escaped;
            !ends
        });
        let end = self.offset;
        self.take(b'"');
        self.between(start, end)
    }

    fn pass(&mut self, mut is_part: impl FnMut(u8) -> bool) {
        let rest = self.text.as_bytes().get(self.offset..).unwrap_or_default();
        let end = rest.iter().position(|byte| !is_part(*byte));
        self.offset += end.unwrap_or(rest.len());
    }

    fn between(&self, start: usize, end: usize) -> &'t str {
        self.text.get(start..end).unwrap_or_default()
    }
}

/// The letter that stands behind a backslash, and what comes behind it.
fn escaped(rest: &str) -> Option<(char, &str)> {
    let mut letters = rest.chars();
    let letter = match letters.next()? {
        'b' => '\u{8}',
        'f' => '\u{c}',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'u' => return unicode(letters.as_str()),
        other => other,
    };
    Some((letter, letters.as_str()))
}

/// Four hexadecimal digits, or twice four with `\u` between them.
fn unicode(rest: &str) -> Option<(char, &str)> {
    let (high, rest) = four_digits(rest)?;
    if let Some(letter) = char::from_u32(high) {
        return Some((letter, rest));
    }
    let (low, rest) = four_digits(rest.strip_prefix("\\u")?)?;
    let is_pair = high < 0xDC00 && (0xDC00..0xE000).contains(&low);
    let code = 0x1_0000 + ((high & 0x3FF) << 10) + (low & 0x3FF);
    Some((char::from_u32(code).filter(|_| is_pair)?, rest))
}

fn four_digits(rest: &str) -> Option<(u32, &str)> {
    let (digits, rest) = rest.split_at_checked(4)?;
    Some((u32::from_str_radix(digits, 16).ok()?, rest))
}
