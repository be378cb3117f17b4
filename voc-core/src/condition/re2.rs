//! RE2's syntax in that of the `regex` crate.

use super::pattern::{PATTERN_REPEAT_MAX, bad};
use crate::error::Error;

/// The same pattern as the `regex` crate writes it; what RE2 does not have is an error.
pub(super) fn translate(source: &str) -> Result<String, Error> {
    Translation::of(source)
}

struct Translation<'p> {
    rest: std::str::Chars<'p>,
    out: String,
    /// Whether something stands before that a `*` could repeat, and is not repeated yet.
    repeatable: Repeatable,
}

#[derive(PartialEq, Eq, Clone, Copy)]
enum Repeatable {
    Nothing,
    Yes,
    Repeated,
}

impl<'p> Translation<'p> {
    fn of(source: &'p str) -> Result<String, Error> {
        let mut all = Self {
            rest: source.chars(),
            out: String::with_capacity(source.len() + 16),
            repeatable: Repeatable::Nothing,
        };
        while let Some(next) = all.rest.next() {
            all.one(next)?;
        }
        Ok(all.out)
    }

    fn take(&mut self, wanted: char) -> bool {
        let found = self.rest.as_str().starts_with(wanted);
        if found {
            self.rest.next();
        }
        found
    }

    fn one(&mut self, next: char) -> Result<(), Error> {
        match next {
            '\\' => return self.escape(),
            '[' => self.class()?,
            '(' => return self.group(),
            '|' => {
                self.out.push('|');
                self.repeatable = Repeatable::Nothing;
                return Ok(());
            }
            '*' | '+' | '?' => return self.repeat(&next.to_string()),
            '{' => match self.count()? {
                Some(count) => return self.repeat(&count),
                None => self.out.push_str("\\{"),
            },
            ')' | '^' | '$' | '.' => self.out.push(next),
            other => self.literal(other),
        }
        self.repeatable = Repeatable::Yes;
        Ok(())
    }

    fn literal(&mut self, c: char) {
        if c.is_ascii_punctuation() {
            self.out.push('\\');
        }
        self.out.push(c);
    }

    fn repeat(&mut self, how: &str) -> Result<(), Error> {
        match self.repeatable {
            Repeatable::Nothing => return Err(bad("there is nothing to repeat")),
            Repeatable::Repeated => return Err(bad("what repeats cannot be repeated")),
            Repeatable::Yes => self.repeatable = Repeatable::Repeated,
        }
        self.out.push_str(how);
        if self.take('?') {
            self.out.push('?');
        }
        Ok(())
    }

    /// `{3}`, `{3,}`, `{3,5}` behind the brace; anything else counts nothing.
    fn count(&mut self) -> Result<Option<String>, Error> {
        let rest = self.rest.as_str();
        let Some((inner, _)) = rest.split_once('}') else {
            return Ok(None);
        };
        let (least, most) = inner.split_once(',').unwrap_or((inner, inner));
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if least.is_empty() || !digits(least) || !digits(most) {
            return Ok(None);
        }
        for number in [least, most] {
            let small = number.parse().is_ok_and(|n: u32| n <= PATTERN_REPEAT_MAX);
            if !number.is_empty() && !small {
                return Err(bad(&format!(
                    "it repeats more than {PATTERN_REPEAT_MAX} times"
                )));
            }
        }
        let count = format!("{{{inner}}}");
        self.rest.nth(inner.len());
        Ok(Some(count))
    }

    fn group(&mut self) -> Result<(), Error> {
        self.out.push('(');
        self.repeatable = Repeatable::Nothing;
        if !self.take('?') {
            return Ok(());
        }
        self.out.push('?');
        if self.rest.as_str().starts_with(['P', '<']) {
            // A name: the two agree, and look-behind is refused further on.
            return Ok(());
        }
        loop {
            match self.rest.next() {
                Some(c @ ('i' | 'm' | 's' | 'U' | '-')) => self.out.push(c),
                Some(c @ (':' | ')')) => {
                    self.out.push(c);
                    return Ok(());
                }
                _ => return Err(bad("no such group")),
            }
        }
    }

    fn escape(&mut self) -> Result<(), Error> {
        let Some(next) = self.rest.next() else {
            return Err(bad("a backslash ends it"));
        };
        if let Some(class) = perl(next) {
            self.out.push('[');
            self.out.push_str(class);
            self.out.push(']');
        } else {
            match next {
                'b' => self.out.push_str("(?-u:\\b)"),
                // Also between the bytes of one letter, which no text ends at.
                'B' => self.out.push_str("(?-u:\\B)"),
                'A' => self.out.push_str("\\A"),
                'z' => self.out.push_str("\\z"),
                'Q' => {
                    let rest = self.rest.as_str();
                    let (quoted, after) = rest.split_once("\\E").unwrap_or((rest, ""));
                    quoted.chars().for_each(|c| self.literal(c));
                    self.rest = after.chars();
                    self.repeatable = if quoted.is_empty() {
                        self.repeatable
                    } else {
                        Repeatable::Yes
                    };
                    return Ok(());
                }
                other => {
                    let literal = self.plain_escape(other)?;
                    self.literal_code(literal);
                }
            }
        }
        self.repeatable = Repeatable::Yes;
        Ok(())
    }

    fn literal_code(&mut self, c: char) {
        if c.is_control() {
            for part in ["\\x{", &format!("{:X}", u32::from(c)), "}"] {
                self.out.push_str(part);
            }
        } else {
            self.literal(c);
        }
    }

    /// The character that an escape stands for, the backslash and `c` taken.
    fn plain_escape(&mut self, c: char) -> Result<char, Error> {
        Ok(match c {
            'a' => '\x07',
            'f' => '\x0C',
            't' => '\t',
            'n' => '\n',
            'r' => '\r',
            'v' => '\x0B',
            'x' => return self.hexadecimal(),
            'p' | 'P' => return Err(bad("Unicode classes are not part of this version")),
            c if c.is_ascii_punctuation() => c,
            _ => return Err(bad(&format!("`\\{c}` is no escape"))),
        })
    }

    fn hexadecimal(&mut self) -> Result<char, Error> {
        let rest = self.rest.as_str();
        let (digits, taken) = match rest.strip_prefix('{') {
            Some(inner) => match inner.split_once('}') {
                Some((digits, _)) => (digits, digits.len() + 2),
                None => return Err(bad("`\\x{` has no end")),
            },
            None => (rest.get(..2).unwrap_or_default(), 2),
        };
        let valid = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        let code = u32::from_str_radix(digits, 16).ok().filter(|_| valid);
        let found = code.and_then(char::from_u32);
        self.rest = rest.get(taken..).unwrap_or_default().chars();
        found.ok_or_else(|| bad("`\\x` takes two digits, or braces"))
    }

    fn class(&mut self) -> Result<(), Error> {
        const NO_END: &str = "a class has no `]`";
        self.out.push('[');
        if self.take('^') {
            self.out.push('^');
        }
        let mut first = true;
        loop {
            if !first && self.take(']') {
                self.out.push(']');
                return Ok(());
            }
            first = false;
            if self.posix()? {
                continue;
            }
            let next = self.rest.next().ok_or_else(|| bad(NO_END))?;
            let Some(low) = self.member(next)? else {
                continue;
            };
            self.literal_code(low);
            let mut ahead = self.rest.clone();
            if ahead.next() == Some('-') && ahead.next().is_some_and(|after| after != ']') {
                self.rest.next();
                let next = self.rest.next().ok_or_else(|| bad(NO_END))?;
                let high = self.member(next)?.ok_or_else(|| bad("no such range"))?;
                if high < low {
                    return Err(bad("a range ends before it begins"));
                }
                self.out.push('-');
                self.literal_code(high);
            }
        }
    }

    /// One character of a class; absent where it was a class of its own, which is written out.
    fn member(&mut self, next: char) -> Result<Option<char>, Error> {
        if next != '\\' {
            return Ok(Some(next));
        }
        let escaped = self.rest.next().ok_or_else(|| bad("a backslash ends it"))?;
        let Some(class) = perl(escaped) else {
            return self.plain_escape(escaped).map(Some);
        };
        self.out.push('[');
        self.out.push_str(class);
        self.out.push(']');
        Ok(None)
    }

    /// `[:alpha:]` within a class.
    fn posix(&mut self) -> Result<bool, Error> {
        let rest = self.rest.as_str();
        let Some(named) = rest.strip_prefix("[:") else {
            return Ok(false);
        };
        let Some((name, after)) = named.split_once(":]") else {
            return Ok(false);
        };
        let plain = name.strip_prefix('^').unwrap_or(name);
        if !plain.bytes().all(|byte| byte.is_ascii_lowercase()) {
            return Err(bad("no such class"));
        }
        for part in ["[:", name, ":]"] {
            self.out.push_str(part);
        }
        self.rest = after.chars();
        Ok(true)
    }
}

/// The classes with a letter of their own, in ASCII as RE2 has them.
fn perl(letter: char) -> Option<&'static str> {
    Some(match letter {
        'd' => "0-9",
        'D' => "^0-9",
        'w' => "0-9A-Za-z_",
        'W' => "^0-9A-Za-z_",
        's' => r"\t\n\x0C\r ",
        'S' => r"^\t\n\x0C\r ",
        _ => return None,
    })
}
