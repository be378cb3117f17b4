//! RE2's syntax, in the little that every engine reads alike: characters, classes of ranges, groups,
//! repetitions, and four assertions. Flags and folding are written out, names and laziness are left
//! out, since all that is asked is whether there is a match.

use super::pattern::{
    PATTERN_DEPTH_MAX, PATTERN_LENGTH_MAX, PATTERN_REPEAT_MAX, PATTERN_SIZE_MAX, bad, limit,
};
use super::ranges::{Ranges, perl};
use super::re2_class::{class, plain_escape};
use crate::error::Error;

/// The same pattern as the engines read it; what RE2 does not have is an error.
pub(super) fn translate(source: &str) -> Result<String, Error> {
    if source.len() > PATTERN_LENGTH_MAX {
        let message = format!("the pattern is longer than {PATTERN_LENGTH_MAX} bytes");
        return Err(limit(message));
    }
    let mut all = Translation {
        rest: source.chars(),
        out: String::with_capacity(source.len() + 16),
        flags: Flags::default(),
        open: Vec::new(),
        names: Vec::new(),
        within: false,
        cost: 0,
        last: 0,
        repeatable: Repeatable::Nothing,
    };
    while let Some(next) = all.rest.next() {
        all.one(next)?;
    }
    if !all.open.is_empty() {
        return Err(bad("a group has no `)`"));
    }
    if all.within {
        // `regex` finds a `\B` between the bytes of one letter, and then looks no further. From the
        // beginning it goes letter by letter.
        return Ok(format!(r"\A[\x{{0}}-\x{{10FFFF}}]*(?:{})", all.out));
    }
    Ok(all.out)
}

struct Translation<'p> {
    rest: std::str::Chars<'p>,
    out: String,
    flags: Flags,
    /// Of each open group: the flags around it, and what stood before it costs.
    open: Vec<(Flags, u64)>,
    names: Vec<&'p str>,
    /// Whether there is a `\B`.
    within: bool,
    /// The steps of the innermost open group so far, and of the last thing in it.
    cost: u64,
    last: u64,
    /// Whether something stands before that a `*` could repeat, and is not repeated yet.
    repeatable: Repeatable,
}

#[derive(Default, Clone, Copy)]
struct Flags {
    fold: bool,
    lines: bool,
    dot_all: bool,
}

#[derive(PartialEq, Eq, Clone, Copy)]
enum Repeatable {
    Nothing,
    Yes,
    Repeated,
}

impl<'p> Translation<'p> {
    fn take(&mut self, wanted: char) -> bool {
        let found = self.rest.as_str().starts_with(wanted);
        if found {
            self.rest.next();
        }
        found
    }

    fn one(&mut self, next: char) -> Result<(), Error> {
        match next {
            '\\' => self.escape(),
            '[' => {
                let ranges = class(&mut self.rest, self.flags.fold)?;
                self.ranges(&ranges)
            }
            '(' => self.group(),
            ')' => self.close(),
            '|' => {
                self.out.push('|');
                self.repeatable = Repeatable::Nothing;
                self.costs(1)
            }
            '*' | '+' | '?' => self.repeat(&next.to_string(), 1),
            '{' => match self.count()? {
                Some((count, times)) => self.repeat(&count, times),
                None => self.literal('{'),
            },
            '^' if self.flags.lines => self.assertion("(?m:^)"),
            '^' => self.assertion("(?:\\A)"),
            '$' if self.flags.lines => self.assertion("(?m:$)"),
            '$' => self.assertion("(?:\\z)"),
            '.' if self.flags.dot_all => self.ranges(&Ranges::of(&[('\0', char::MAX)])),
            '.' => self.ranges(&Ranges::of(&[('\n', '\n')]).negated()),
            other => self.literal(other),
        }
    }

    fn literal(&mut self, c: char) -> Result<(), Error> {
        let ranges = Ranges::of(&[(c, c)]).named(self.flags.fold, false);
        self.ranges(&ranges)
    }

    fn ranges(&mut self, ranges: &Ranges) -> Result<(), Error> {
        ranges.write(&mut self.out);
        self.repeatable = Repeatable::Yes;
        self.costs(ranges.cost())
    }

    fn assertion(&mut self, written: &str) -> Result<(), Error> {
        self.out.push_str(written);
        self.repeatable = Repeatable::Yes;
        self.costs(1)
    }

    fn costs(&mut self, cost: u64) -> Result<(), Error> {
        self.last = cost;
        self.cost = self.cost.saturating_add(cost);
        if self.cost <= PATTERN_SIZE_MAX {
            return Ok(());
        }
        let message = format!(
            "the pattern takes more than {PATTERN_SIZE_MAX} steps, its repetitions written out"
        );
        Err(limit(message))
    }

    fn repeat(&mut self, how: &str, times: u32) -> Result<(), Error> {
        match self.repeatable {
            Repeatable::Nothing => return Err(bad("there is nothing to repeat")),
            Repeatable::Repeated => return Err(bad("what repeats cannot be repeated")),
            Repeatable::Yes => self.repeatable = Repeatable::Repeated,
        }
        self.out.push_str(how);
        self.take('?');
        // The first of them is counted already.
        let more = u64::from(times.saturating_sub(1)).saturating_mul(self.last);
        self.costs(more.saturating_add(1))
    }

    /// `{3}`, `{3,}`, `{3,5}` behind the brace, and how often that is at most; anything else counts
    /// nothing.
    fn count(&mut self) -> Result<Option<(String, u32)>, Error> {
        let rest = self.rest.as_str();
        let Some((inner, after)) = rest.split_once('}') else {
            return Ok(None);
        };
        let (least, most) = inner.split_once(',').unwrap_or((inner, inner));
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if least.is_empty() || !digits(least) || !digits(most) {
            return Ok(None);
        }
        let number = |text: &str| {
            let number = text.parse().ok();
            number
                .filter(|n: &u32| *n <= PATTERN_REPEAT_MAX)
                .ok_or_else(|| bad(&format!("it repeats more than {PATTERN_REPEAT_MAX} times")))
        };
        let low = number(least)?;
        let (written, times) = if most.is_empty() {
            (format!("{{{low},}}"), low)
        } else {
            let high = number(most)?;
            if high < low {
                return Err(bad("it repeats at most fewer times than at least"));
            }
            (format!("{{{low},{high}}}"), high)
        };
        self.rest = after.chars();
        Ok(Some((written, times)))
    }

    fn group(&mut self) -> Result<(), Error> {
        let around = self.flags;
        if self.take('?') {
            let rest = self.rest.as_str();
            if let Some(named) = rest.strip_prefix("P<").or_else(|| rest.strip_prefix('<')) {
                self.name(named)?;
            } else if !self.set_flags()? {
                self.repeatable = Repeatable::Nothing;
                return Ok(());
            }
        }
        let depth = u32::try_from(self.open.len()).unwrap_or(u32::MAX);
        if depth >= PATTERN_DEPTH_MAX {
            let message = format!("the pattern has groups more than {PATTERN_DEPTH_MAX} deep");
            return Err(limit(message));
        }
        self.out.push_str("(?:");
        self.open.push((around, self.cost));
        self.cost = 1;
        self.repeatable = Repeatable::Nothing;
        Ok(())
    }

    fn name(&mut self, named: &'p str) -> Result<(), Error> {
        let Some((name, after)) = named.split_once('>') else {
            return Err(bad("no such group"));
        };
        let letters = name.chars().all(|c| c == '_' || c.is_alphanumeric());
        if name.is_empty() || !letters {
            return Err(bad("no such group"));
        }
        if self.names.contains(&name) {
            return Err(bad(&format!("two groups are named `{name}`")));
        }
        self.names.push(name);
        self.rest = after.chars();
        Ok(())
    }

    /// Whether the flags are for a group that begins here, not for the rest of the one around.
    fn set_flags(&mut self) -> Result<bool, Error> {
        let mut on = true;
        let mut dangling = false;
        loop {
            let next = self.rest.next();
            match next {
                Some('i') => self.flags.fold = on,
                Some('m') => self.flags.lines = on,
                Some('s') => self.flags.dot_all = on,
                // What is lazy finds the same.
                Some('U') => {}
                Some('-') if on => on = false,
                Some(c @ (':' | ')')) if !dangling => return Ok(c == ':'),
                _ => return Err(bad("no such group")),
            }
            dangling = next == Some('-');
        }
    }

    fn close(&mut self) -> Result<(), Error> {
        let Some((flags, before)) = self.open.pop() else {
            return Err(bad("a `)` closes nothing"));
        };
        self.out.push(')');
        self.flags = flags;
        self.repeatable = Repeatable::Yes;
        let cost = std::mem::replace(&mut self.cost, before);
        self.costs(cost)
    }

    fn escape(&mut self) -> Result<(), Error> {
        let Some(next) = self.rest.next() else {
            return Err(bad("a backslash ends it"));
        };
        if let Some(class) = perl(next, self.flags.fold) {
            return self.ranges(&class);
        }
        match next {
            'b' => self.assertion("(?-u:\\b)"),
            'B' => {
                self.within = true;
                self.assertion("(?-u:\\B)")
            }
            'A' => self.assertion("(?:\\A)"),
            'z' => self.assertion("(?:\\z)"),
            'Q' => {
                let rest = self.rest.as_str();
                let (quoted, after) = rest.split_once("\\E").unwrap_or((rest, ""));
                self.rest = after.chars();
                quoted.chars().try_for_each(|c| self.literal(c))
            }
            other => {
                let literal = plain_escape(other, &mut self.rest)?;
                self.literal(literal)
            }
        }
    }
}
