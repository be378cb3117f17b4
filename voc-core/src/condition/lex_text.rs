//! Texts in quotes, with the escapes of CEL.

use super::Problem;
use super::lex::{Lexer, hinted, problem};
use crate::error::Code;

const KNOWN: &str = "known: \\a \\b \\f \\n \\r \\t \\v \\\\ \\? \\\" \\' \\` \\x41 \\u0041 \\U00000041 \\101; in r\"…\" a backslash is itself";

impl Lexer {
    /// A text, from its first quote on.
    pub(super) fn text(&mut self, raw: bool) -> Result<String, Problem> {
        let start = self.at;
        let quote = self.peek(0).unwrap_or('"');
        let triple = quote.to_string().repeat(3);
        let long = self.starts_with(&triple);
        let end = if long { triple } else { quote.to_string() };
        self.at += end.len();
        let mut text = String::new();
        loop {
            if self.starts_with(&end) {
                self.at += end.len();
                return Ok(text);
            }
            let next = self.peek(0);
            match next {
                None => return Err(unclosed(start)),
                Some('\n' | '\r') if !long => return Err(unclosed(start)),
                Some('\\') if !raw => text.push(self.escape()?),
                Some('\\') => {
                    // It hides the quote behind it, and stays.
                    text.push('\\');
                    self.at += 1;
                    match self.peek(0) {
                        Some(c) if c == quote || c == '\\' => {
                            text.push(c);
                            self.at += 1;
                        }
                        _ => {}
                    }
                }
                Some(c) => {
                    text.push(c);
                    self.at += 1;
                }
            }
        }
    }

    fn escape(&mut self) -> Result<char, Problem> {
        let start = self.at;
        let unknown = || {
            hinted(
                problem(Code::Malformed, "unknown escape in text", start),
                KNOWN,
            )
        };
        let letter = self.peek(1).ok_or_else(unknown)?;
        self.at += 2;
        let plain = match letter {
            'a' => '\x07',
            'b' => '\x08',
            'f' => '\x0C',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'v' => '\x0B',
            '\\' | '"' | '\'' | '`' | '?' => letter,
            'x' | 'X' => return self.code(2, 16).ok_or_else(unknown),
            'u' => return self.code(4, 16).ok_or_else(unknown),
            'U' => return self.code(8, 16).ok_or_else(unknown),
            '0'..='3' => {
                self.at -= 1;
                return self.code(3, 8).ok_or_else(unknown);
            }
            _ => return Err(unknown()),
        };
        Ok(plain)
    }

    fn code(&mut self, digits: usize, radix: u32) -> Option<char> {
        let mut code = 0;
        for ahead in 0..digits {
            code = code * radix + self.peek(ahead)?.to_digit(radix)?;
        }
        self.at += digits;
        char::from_u32(code)
    }
}

fn unclosed(start: usize) -> Problem {
    problem(Code::Malformed, "this text has no closing quote", start)
}
