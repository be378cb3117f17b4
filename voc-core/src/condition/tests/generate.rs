//! Random typed conditions and rows. A tape of bytes makes the choices: shortened or zeroed, as
//! proptest shrinks it, it gives a smaller condition.

use super::super::{Scope, Type};

pub(super) const NAMES: [(&str, Type); 11] = [
    ("b1", Type::Bool),
    ("b2", Type::Bool),
    ("i1", Type::Int),
    ("i2", Type::Int),
    ("n1", Type::Number),
    ("n2", Type::Number),
    ("t1", Type::Text),
    ("t2", Type::Text),
    ("customer.tier", Type::Text),
    ("w1", Type::Time),
    ("w2", Type::Time),
];

pub(super) struct Generated;

impl Scope for Generated {
    fn type_of(&self, name: &str) -> Option<Type> {
        NAMES
            .iter()
            .find(|known| known.0 == name)
            .map(|known| known.1)
    }
    fn texts_of(&self, _: &str) -> Option<Vec<String>> {
        None
    }
    fn names(&self) -> Vec<String> {
        NAMES.iter().map(|known| known.0.to_owned()).collect()
    }
    fn segments(&self) -> Vec<String> {
        vec!["gold".into(), "never".into()]
    }
    fn topics(&self) -> Vec<String> {
        vec!["payout".into()]
    }
}

pub(super) const GOLD: &str = "customer.tier == 'a' || i1 > 3";

/// What the other engine has no word for is left out with `common`.
pub(super) struct Tape<'t> {
    bytes: std::slice::Iter<'t, u8>,
    pub(super) common: bool,
}

impl<'t> Tape<'t> {
    pub(super) fn new(bytes: &'t [u8], common: bool) -> Self {
        Self {
            bytes: bytes.iter(),
            common,
        }
    }

    fn byte(&mut self) -> usize {
        usize::from(self.bytes.next().copied().unwrap_or(0))
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.byte() % from.len()]
    }

    fn name(&mut self, of: Type) -> String {
        let fitting: Vec<&str> = NAMES
            .iter()
            .filter(|known| known.1 == of)
            .map(|known| known.0)
            .collect();
        self.pick(&fitting).to_owned()
    }

    fn joined(&mut self, of: Type, signs: &[&str], depth: usize) -> String {
        let (left, right) = (self.expr(of, depth), self.expr(of, depth));
        let sign = self.pick(signs);
        if self.byte() % 4 == 3 {
            format!("{left} {sign} {right}")
        } else {
            format!("({left} {sign} {right})")
        }
    }

    fn choice(&mut self, of: Type, depth: usize) -> String {
        let condition = self.expr(Type::Bool, depth);
        let (yes, no) = (self.expr(of, depth), self.expr(of, depth));
        format!("({condition} ? {yes} : {no})")
    }

    pub(super) fn expr(&mut self, of: Type, depth: usize) -> String {
        let Some(depth) = depth.checked_sub(1) else {
            return self.small(of);
        };
        match of {
            Type::Bool => self.bool(depth),
            Type::Int => self.int(depth),
            Type::Number => match self.byte() % 8 {
                0..4 => self.small(of),
                // The other engine takes a comparison with NaN for an error.
                4 if self.common => format!("({} / 2.5)", self.expr(of, depth)),
                5 if self.common => self.joined(of, &["+", "-", "*"], depth),
                4 | 5 => self.joined(of, &["+", "-", "*", "/"], depth),
                6 => format!("double({})", self.expr(Type::Int, depth)),
                _ => self.choice(of, depth),
            },
            Type::Text => match self.byte() % 8 {
                0..6 => self.small(of),
                6 => self.joined(of, &["+"], depth),
                _ => self.choice(of, depth),
            },
            Type::Time => match self.byte() % 8 {
                0..5 => self.small(of),
                5 | 6 => {
                    let (time, length) = (self.small(of), self.expr(Type::Duration, depth));
                    format!("({time} {} {length})", self.pick(&["+", "-"]))
                }
                _ => self.choice(of, depth),
            },
            Type::Duration => match self.byte() % 8 {
                0..4 => self.small(of),
                4 | 5 => self.joined(of, &["+", "-"], depth),
                6 => format!("({} - {})", self.small(Type::Time), self.small(Type::Time)),
                _ => self.choice(of, depth),
            },
        }
    }

    fn small(&mut self, of: Type) -> String {
        if self.byte().is_multiple_of(2) && of != Type::Duration {
            return self.name(of);
        }
        let literals: &[&str] = match of {
            Type::Bool => &["true", "false"],
            // It compares large ints with doubles as doubles, whose last digits are lost.
            Type::Int if self.common => &[
                "0",
                "1",
                "-1",
                "2",
                "3",
                "5",
                "9223372036854775807",
                "-9223372036854775808",
            ],
            Type::Int => &[
                "0",
                "1",
                "-1",
                "2",
                "3",
                "5",
                "9007199254740993",
                "9223372036854775807",
                "-9223372036854775808",
            ],
            Type::Number if self.common => &["0.0", "1.0", "-1.5", "2.5", "9007199254740992.0"],
            Type::Number => &[
                "0.0",
                "1.0",
                "-1.5",
                "2.5",
                "3.0",
                "-0.0",
                "1e300",
                "9007199254740992.0",
            ],
            Type::Text => &["''", "'a'", "\"ab\"", "'b'", "r'a'", "'é'", "'abc'"],
            // It takes parts of an instant in the zone that it was written in, not in UTC.
            Type::Time if self.common => &[
                "timestamp('2026-03-01T00:00:00Z')",
                "timestamp('9999-12-31T23:59:59Z')",
            ],
            Type::Time => &[
                "timestamp('2026-03-01T00:00:00Z')",
                "timestamp('2026-03-01T01:30:00.5+01:00')",
                "timestamp('9999-12-31T23:59:59Z')",
            ],
            Type::Duration => &[
                "duration('1h')",
                "duration('-90m')",
                "duration('1.5s')",
                "duration('0s')",
            ],
        };
        self.pick(literals).to_owned()
    }

    fn bool(&mut self, depth: usize) -> String {
        const RELATIONS: [&str; 6] = ["==", "!=", "<", "<=", ">", ">="];
        match self.byte() % 20 {
            0 | 1 => self.small(Type::Bool),
            2 => self.joined(Type::Int, &RELATIONS, depth),
            3 => self.joined(Type::Number, &RELATIONS, depth),
            4 => self.joined(Type::Text, &RELATIONS, depth),
            5 => self.joined(Type::Time, &RELATIONS, depth),
            6 => self.joined(Type::Duration, &RELATIONS, depth),
            7 => {
                let (name, sign) = (self.name(Type::Int), self.pick(&RELATIONS));
                format!("({name} {sign} {})", self.small(Type::Int))
            }
            8 => {
                let (left, right) = (self.small(Type::Int), self.small(Type::Number));
                let sign = self.pick(&RELATIONS);
                match self.byte() % 2 {
                    0 => format!("({left} {sign} {right})"),
                    _ => format!("({right} {sign} {left})"),
                }
            }
            9 => {
                let needle = self.small(Type::Text);
                let list = self.pick(&["['a']", "[]", "['a', 'b', '']", "['b', 'a']"]);
                format!("({needle} in {list})")
            }
            10 => {
                let needle = self.small(Type::Int);
                let list = self.pick(&["[1]", "[3, 1, 2]", "[1, 5, 9]", "[1.0, 2.5]", "[]"]);
                format!("({needle} in {list})")
            }
            11 => {
                let text = self.small(Type::Text);
                let method = self.pick(&["contains", "startsWith", "endsWith", "matches"]);
                let piece = match method {
                    "matches" => self
                        .pick(&["'a'", "'^a?b'", "'[ab]c$'", "'(a|é)+'"])
                        .to_owned(),
                    _ => self.small(Type::Text),
                };
                format!("{text}.{method}({piece})")
            }
            12 | 13 => format!("!{}", self.expr(Type::Bool, 0)),
            14 => format!("!({})", self.expr(Type::Bool, depth)),
            15 | 16 => self.joined(Type::Bool, &["&&", "||"], depth),
            17 => match self.byte() % 4 {
                1 if !self.common => "segment('gold')".into(),
                2 if !self.common => "topic('payout')".into(),
                3 if !self.common => format!("has({})", self.name(Type::Int)),
                _ => "has(customer.tier)".into(),
            },
            18 => self.choice(Type::Bool, depth),
            _ => {
                let chain: Vec<String> = (0..3).map(|_| self.expr(Type::Bool, depth)).collect();
                format!("({})", chain.join(self.pick(&[" && ", " || "])))
            }
        }
    }

    fn int(&mut self, depth: usize) -> String {
        match self.byte() % 12 {
            0..5 => self.small(Type::Int),
            5..8 => self.joined(Type::Int, &["+", "-", "*", "/", "%"], depth),
            8 => format!("size({})", self.expr(Type::Text, depth)),
            9 => format!("(-({}))", self.expr(Type::Int, depth)),
            10 => self.choice(Type::Int, depth),
            _ => {
                let part = self.pick(&[
                    "getHours()",
                    "getFullYear()",
                    "getMonth()",
                    "getDayOfWeek('Europe/London')",
                    "getHours('+01:30')",
                    "getDayOfYear()",
                ]);
                format!("{}.{part}", self.small(Type::Time))
            }
        }
    }
}
