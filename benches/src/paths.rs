//! Event logs: a real one and a made one, what their paths are, and how what was found is compared.

use crate::timing::Finds;
use std::cell::OnceCell;
use std::collections::HashMap;
use std::fmt::Write;
use std::path::Path;
use voc_core::Error;
use voc_core::journey::{self, Coded, EventLog, LogColumns, TransitionRow};
use voc_workload::{AlertSet, Random};

/// What separates the parts of a key.
const BETWEEN: char = '\u{1f}';
const SECOND: i64 = 1_000_000;
const DAY: i64 = 86_400 * SECOND;
/// 1 January 2026.
const FROM: i64 = 1_767_225_600 * SECOND;
const SEED: u64 = 11;
/// What a made instance may go through, and what may follow, the likelier first; the last ends it.
const STEPS: [(&str, [usize; 3]); 12] = [
    ("order", [1, 1, 2]),
    ("confirm", [3, 3, 4]),
    ("ask", [1, 5, 4]),
    ("pick", [6, 6, 5]),
    ("wait", [3, 5, 2]),
    ("call", [4, 6, 10]),
    ("send", [7, 7, 4]),
    ("deliver", [8, 9, 11]),
    ("rate", [11, 11, 5]),
    ("return", [4, 11, 10]),
    ("complain", [5, 11, 9]),
    ("close", [11, 11, 11]),
];

/// Columns of an event log, in order of time.
#[derive(Debug, Clone, Default)]
pub struct PathLog {
    /// By event.
    pub instances: Vec<u32>,
    /// By number.
    pub instance_names: Vec<String>,
    /// By event.
    pub activities: Vec<u32>,
    /// By number.
    pub activity_names: Vec<String>,
    /// By event, in microseconds since 1970.
    pub at: Vec<i64>,
}

/// Paths by their activities, and pairs that follow each other directly, each with how often.
#[derive(Debug, Clone, Default)]
pub struct Counted {
    /// Activities by number.
    pub variants: HashMap<Vec<u32>, u64>,
    /// Pairs of activities.
    pub edges: HashMap<(u32, u32), u64>,
}

/// What our own log answers.
pub type Ours<'l> = (Vec<journey::Path<'l>>, Vec<TransitionRow>);

/// What a run gave, made comparable once the clock has stopped.
pub struct Read<T, F> {
    of: T,
    make: F,
    made: OnceCell<AlertSet>,
}

impl<T, F: Fn(&T) -> AlertSet> Read<T, F> {
    /// What a run gave, and how it is made comparable.
    pub fn new(of: T, make: F) -> Self {
        Self {
            of,
            make,
            made: OnceCell::new(),
        }
    }
}

impl<T, F: Fn(&T) -> AlertSet> Finds for Read<T, F> {
    fn alerts(&self) -> &AlertSet {
        self.made.get_or_init(|| (self.make)(&self.of))
    }
}

/// The key of a path with its number, or of a pair: FNV-1a of the text, even.
pub fn key<'t>(what: &str, names: impl Iterator<Item = &'t str>, count: u64) -> u64 {
    let mut text = what.to_owned();
    for name in names {
        text.push(BETWEEN);
        text.push_str(name);
    }
    // Writing to a string does not fail.
    let _ = write!(text, "{BETWEEN}{count}");
    let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    hash & !1
}

/// What our own log says, made comparable.
pub fn of_ours<'l>(log: &'l EventLog, (paths, transitions): &Ours<'l>) -> AlertSet {
    let variants = paths.iter().map(|path| {
        let count = path.durations.n.unsigned_abs();
        key("path", path.names(log), count)
    });
    let edges = transitions.iter().map(|row| {
        let names = [row.from.as_str(), row.to.as_str()].into_iter();
        key("pair", names, row.n.unsigned_abs())
    });
    AlertSet {
        keys: variants.chain(edges).collect(),
    }
}

impl PathLog {
    /// So many instances, of about thirteen events each, over a year.
    pub fn made(instances: u32) -> Self {
        let mut random = Random::new(SEED);
        let mut events: Vec<(i64, u32, u32)> = Vec::new();
        for instance in 0..instances {
            let mut at = FROM + i64::from(random.below(365)) * DAY;
            at += i64::from(random.below(86_400)) * SECOND;
            let mut step = 0;
            loop {
                events.push((at, instance, step as u32));
                if step == STEPS.len() - 1 {
                    break;
                }
                at += i64::from(1 + random.below(200_000)) * SECOND;
                let choice = [0, 0, 0, 0, 1, 1, 1, 2, 2, 2][random.below(10) as usize];
                step = STEPS[step].1[choice];
            }
        }
        events.sort_unstable();
        Self {
            instances: events.iter().map(|event| event.1).collect(),
            instance_names: (0..instances).map(|it| format!("case-{it:07}")).collect(),
            activities: events.iter().map(|event| event.2).collect(),
            activity_names: STEPS.iter().map(|step| step.0.to_owned()).collect(),
            at: events.iter().map(|event| event.0).collect(),
        }
    }

    /// The service desk's log of `../shared/data`, beside the project or above; none where it is not
    /// there. Its minutes are made exact, since several changes may stand in one.
    pub fn incidents() -> Option<Self> {
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        let name = Path::new("shared/data/incident-log.csv");
        let path = here.ancestors().map(|folder| folder.join(name));
        let text = path.filter_map(|path| std::fs::read_to_string(path).ok());
        let text = text.into_iter().next()?;
        let mut events: Vec<(&str, i64, i64, &str)> = Vec::new();
        for line in text.lines().skip(1) {
            let cells: Vec<&str> = line.split(',').collect();
            let change = cells.get(5)?.parse().ok()?;
            events.push((
                cells.first()?,
                minute(cells.get(13)?)?,
                change,
                cells.get(1)?,
            ));
        }
        events.sort_by_key(|(number, minute, change, _)| (*number, *minute, *change));
        let mut log = Self::default();
        let mut last = ("", 0, 0);
        for (number, minute, _, state) in events {
            let place = if (last.0, last.1) == (number, minute) {
                last.2 + 1
            } else {
                0
            };
            last = (number, minute, place);
            log.push(number, state, minute * 60 * SECOND + place);
        }
        Some(log)
    }

    /// Reads what [`PathLog::csv`] writes.
    pub fn read(text: &str) -> Self {
        let mut log = Self::default();
        let (mut of_instances, mut of_activities): (HashMap<String, u32>, HashMap<String, u32>) =
            <_>::default();
        for line in text.lines().skip(1) {
            let mut cells = line.split(',');
            let (Some(instance), Some(activity), Some(at)) =
                (cells.next(), cells.next(), cells.next())
            else {
                continue;
            };
            let [instance, activity] = [
                (&mut of_instances, &mut log.instance_names, instance),
                (&mut of_activities, &mut log.activity_names, activity),
            ]
            .map(|(codes, names, name)| {
                *codes.entry(name.to_owned()).or_insert_with(|| {
                    names.push(name.to_owned());
                    names.len() as u32 - 1
                })
            });
            log.instances.push(instance);
            log.activities.push(activity);
            log.at.push(at.parse().unwrap_or_default());
        }
        log
    }

    /// As text: instance, activity, microseconds.
    pub fn csv(&self) -> String {
        let mut out = String::from("instance,activity,at\n");
        for (instance, activity, at) in self.events() {
            let _ = writeln!(out, "{instance},{activity},{at}");
        }
        out
    }

    /// Each event by its names.
    pub fn events(&self) -> impl Iterator<Item = (&str, &str, i64)> {
        (0..self.at.len()).map(|row| {
            let instance = &self.instance_names[self.instances[row] as usize];
            let activity = &self.activity_names[self.activities[row] as usize];
            (instance.as_str(), activity.as_str(), self.at[row])
        })
    }

    /// Reads it as our own log.
    ///
    /// # Errors
    /// None in practice.
    pub fn ours(&self) -> Result<EventLog, Error> {
        EventLog::read(&LogColumns {
            instance: Coded {
                codes: &self.instances,
                texts: &self.instance_names,
            },
            activity: Coded {
                codes: &self.activities,
                texts: &self.activity_names,
            },
            at: &self.at,
            order: None,
        })
    }

    /// Paths and pairs by loops and hash tables, as one would write them by hand.
    pub fn counted(&self) -> Counted {
        let mut by_instance: Vec<Vec<(i64, u32)>> = vec![Vec::new(); self.instance_names.len()];
        for (row, instance) in self.instances.iter().enumerate() {
            by_instance[*instance as usize].push((self.at[row], self.activities[row]));
        }
        let mut counted = Counted::default();
        for events in &mut by_instance {
            // What happened at one instant stays in the order of its rows.
            events.sort_by_key(|event| event.0);
            let path: Vec<u32> = events.iter().map(|event| event.1).collect();
            for pair in path.windows(2) {
                *counted.edges.entry((pair[0], pair[1])).or_default() += 1;
            }
            *counted.variants.entry(path).or_default() += 1;
        }
        counted
    }

    /// What was counted, made comparable.
    pub fn set(&self, counted: &Counted) -> AlertSet {
        let name = |code: &u32| self.activity_names[*code as usize].as_str();
        let variants = counted.variants.iter();
        let variants = variants.map(|(path, count)| key("path", path.iter().map(name), *count));
        let edges = counted.edges.iter();
        let edges = edges.map(|((from, to), count)| {
            let names = [name(from), name(to)].into_iter();
            key("pair", names, *count)
        });
        AlertSet {
            keys: variants.chain(edges).collect(),
        }
    }

    fn push(&mut self, instance: &str, activity: &str, at: i64) {
        let code = |names: &mut Vec<String>, name: &str| {
            // Rows come instance by instance, and there are few activities.
            let known = names.iter().rposition(|known| known == name);
            known.unwrap_or_else(|| {
                names.push(name.to_owned());
                names.len() - 1
            }) as u32
        };
        self.instances
            .push(code(&mut self.instance_names, instance));
        self.activities
            .push(code(&mut self.activity_names, activity));
        self.at.push(at);
    }
}

/// Minutes since 1970 of a text such as `29-02-2016 01:23`.
fn minute(text: &str) -> Option<i64> {
    let part = |from: usize, to: usize| text.get(from..to)?.parse::<i64>().ok();
    let (day, month, year) = (part(0, 2)?, part(3, 5)?, part(6, 10)?);
    // Days since 1970 by the calendar's own rule (H. Hinnant, "chrono-compatible low-level date algorithms").
    let year = if month <= 2 { year - 1 } else { year };
    let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let days = era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468;
    Some((days * 24 + part(11, 13)?) * 60 + part(14, 16)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn minutes_are_those_of_the_calendar() {
        // 29 February 2016 is day 16,860.
        assert_eq!(minute("29-02-2016 01:23"), Some(16_860 * 1_440 + 83));
        assert_eq!(minute("01-01-1970 00:00"), Some(0));
    }

    #[test]
    fn what_is_written_is_read_and_found_again() {
        let log = PathLog::made(500);
        let again = PathLog::read(&log.csv());
        assert!(log.at.len() > 2_000);
        assert_eq!(log.csv(), again.csv());
        let expected = log.set(&log.counted()).found();
        assert_eq!(again.set(&again.counted()).found(), expected);
        let ours = again.ours().unwrap();
        assert_eq!(
            of_ours(&ours, &(ours.paths(), ours.transitions())).found(),
            expected
        );
    }
}
