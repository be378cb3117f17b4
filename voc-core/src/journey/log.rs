//! Instances of a journey with their events in order, made of columns in any order.

use super::details::{Details, Kept};
use super::names::{Instance, Names};
use super::texts::Texts;
use crate::error::{Code, Error};
use crate::time::Time;
use serde::Serialize;
use std::ops::Range;

/// What stands for no text in a column of codes.
pub(super) const ABSENT: u32 = u32::MAX;

/// A column of texts: a code for each row, and the text of each code. `u32::MAX` is no text. A text may
/// stand behind several codes.
#[derive(Debug, Clone, Copy)]
pub struct Coded<'c, T> {
    /// By row.
    pub codes: &'c [u32],
    /// By code.
    pub texts: &'c [T],
}

/// The columns of an event log, a row for each event, in any order.
#[derive(Debug, Clone, Copy)]
pub struct LogColumns<'c, T> {
    /// The instance that the event belongs to: in process mining, the case.
    pub instance: Coded<'c, T>,
    /// What happened.
    pub activity: Coded<'c, T>,
    /// When, in microseconds since 1970; absent where there is `i64::MIN`.
    pub at: &'c [i64],
    /// What orders the events of one instance and one instant; the order of the rows, if not said.
    pub order: Option<&'c [i64]>,
}

/// One event of an instance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Event {
    /// When.
    pub at: Time,
    /// What happened, by its place in [`EventLog::activity_names`].
    pub activity: u32,
}

/// Rows that are in no instance, by what they lack. A row counts once.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LeftOut {
    /// Rows without an instance.
    pub no_instance: u64,
    /// Rows with an instance and without an activity.
    pub no_activity: u64,
    /// Rows with both and without an instant.
    pub no_time: u64,
}

/// Instances of a journey, each with its events in order of time.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EventLog {
    names: Names,
    activities: Vec<String>,
    /// Where the events of each instance end.
    ends: Vec<usize>,
    events: Vec<Event>,
    left_out: LeftOut,
    details: Kept,
}

impl EventLog {
    /// Reads an event log. Instances stand in the order of their first rows, activities in that of their
    /// names. A row that lacks its instance, its activity or its time is left out and counted.
    ///
    /// # Errors
    /// Columns of different lengths, a code without a text, more rows than a `u32` counts.
    pub fn read<T: AsRef<str>>(columns: &LogColumns<'_, T>) -> Result<Self, Error> {
        Self::read_with(columns, &Details::default())
    }

    /// Reads an event log as [`EventLog::read`] does, with what else is known of its events.
    ///
    /// # Errors
    /// As there; a score beyond [`super::SCORE_MAX`], more columns of information than
    /// [`super::INFORMATION_MAX`].
    pub fn read_with<T: AsRef<str>>(
        columns: &LogColumns<'_, T>,
        details: &Details<'_, T>,
    ) -> Result<Self, Error> {
        Self::read_coded(columns, details, false)
    }

    /// The same; `is_as_met` says that the codes of instances are in the order in which the rows name them,
    /// each with another text.
    pub(super) fn read_coded<T: AsRef<str>>(
        columns: &LogColumns<'_, T>,
        details: &Details<'_, T>,
        is_as_met: bool,
    ) -> Result<Self, Error> {
        columns.check()?;
        details.check(columns.rows())?;
        let activities = Texts::sorted(&columns.activity);
        let instances = if is_as_met {
            Texts::as_they_are(&columns.instance)
        } else {
            Texts::as_met(&columns.instance)
        };
        let mut left_out = LeftOut::default();
        let rows = columns.rows();
        // Rows by instance, each in the order in which they came: counted first, then laid in their places.
        let mut places = vec![0_usize; instances.names.len()];
        let mut of = Vec::with_capacity(rows);
        for row in 0..rows {
            let instance = instances.of(&columns.instance, row);
            let activity = activities.of(&columns.activity, row);
            let at = columns.at.get(row).copied().unwrap_or(i64::MIN);
            let missing = match (instance, activity) {
                (None, _) => Some(&mut left_out.no_instance),
                (_, None) => Some(&mut left_out.no_activity),
                _ if at == i64::MIN => Some(&mut left_out.no_time),
                _ => None,
            };
            if let Some(missing) = missing {
                *missing += 1;
                of.push(ABSENT);
                continue;
            }
            let instance = instance.unwrap_or(ABSENT);
            if let Some(count) = places.get_mut(instance as usize) {
                *count += 1;
            }
            of.push(instance);
        }
        let (names, ends) = standing(instances.names, &mut places);
        let nothing = Laid {
            at: 0,
            activity: ABSENT,
            row: 0,
        };
        let mut laid = vec![nothing; ends.last().copied().unwrap_or(0)];
        for (row, instance) in (0_u32..).zip(&of) {
            let Some(place) = places.get_mut(*instance as usize) else {
                continue;
            };
            let index = row as usize;
            if let Some(laid) = laid.get_mut(*place) {
                *laid = Laid {
                    at: columns.at.get(index).copied().unwrap_or(i64::MIN),
                    activity: activities.of(&columns.activity, index).unwrap_or(ABSENT),
                    row,
                };
            }
            *place += 1;
        }
        order(columns, &ends, &mut laid);
        let event = |laid: &Laid| Event {
            at: Time::clamped(laid.at),
            activity: laid.activity,
        };
        Ok(Self {
            events: laid.iter().map(event).collect(),
            details: Kept::of(details, &laid),
            names: Names::Read(names),
            activities: activities.names,
            ends,
            left_out,
        })
    }

    /// A log of instances whose events are in order; `ends` is where the events of each end.
    pub(super) fn of_parts(
        names: Names,
        activities: Vec<String>,
        ends: Vec<usize>,
        events: Vec<Event>,
        details: Kept,
    ) -> Self {
        Self {
            names,
            activities,
            ends,
            events,
            details,
            left_out: LeftOut::default(),
        }
    }

    /// The instances.
    pub fn instances(&self) -> impl ExactSizeIterator<Item = Instance<'_>> + Clone {
        let mut from = 0;
        let ends = self.ends.iter().enumerate();
        ends.map(move |(place, end)| {
            let start = std::mem::replace(&mut from, *end);
            Instance {
                names: &self.names,
                place,
                events: self.events.get(start..*end).unwrap_or_default(),
            }
        })
    }

    /// The instances, each with the place of its first event among all.
    pub(super) fn placed(&self) -> impl ExactSizeIterator<Item = (usize, Instance<'_>)> + Clone {
        let mut from = 0;
        self.instances().map(move |one| {
            let start = from;
            from += one.events.len();
            (start, one)
        })
    }

    /// The instances that are wanted, by the places of their events; what was left out stays told.
    pub(super) fn of_instances(&self, wants: &mut dyn FnMut(Range<usize>) -> bool) -> Self {
        let (mut kept, mut ends, mut places) = (Vec::new(), Vec::new(), Vec::new());
        for (start, one) in self.placed() {
            let own = start..start + one.events.len();
            if wants(own.clone()) {
                kept.push(one.place);
                places.extend(own);
                ends.push(places.len());
            }
        }
        let events = places.iter().filter_map(|place| self.events.get(*place));
        Self {
            events: events.copied().collect(),
            details: self.details.part(&places),
            names: self.names.part(&kept),
            activities: self.activities.clone(),
            ends,
            left_out: self.left_out,
        }
    }

    /// What else is known of its events.
    pub(super) fn details(&self) -> &Kept {
        &self.details
    }

    /// The number of an activity.
    ///
    /// # Errors
    /// A name that the log does not have; `ours` is what the caller calls it.
    pub(super) fn number_of(&self, name: &str, ours: &str) -> Result<u32, Error> {
        let found = self
            .activities
            .binary_search_by(|known| known.as_str().cmp(name));
        let found = found.ok().and_then(|place| u32::try_from(place).ok());
        found.ok_or_else(|| {
            let known = self.activities.iter().map(String::as_str);
            let message = format!("the log has no activity `{name}`");
            Error::new(Code::Unknown, message)
                .at(ours)
                .nearest(name, known)
        })
    }

    /// How many events there are.
    pub fn events(&self) -> usize {
        self.events.len()
    }

    /// The names of activities, in their order.
    pub fn activity_names(&self) -> &[String] {
        &self.activities
    }

    /// The name of an activity.
    pub fn activity(&self, activity: u32) -> &str {
        let name = self.activities.get(activity as usize);
        name.map_or("", String::as_str)
    }

    /// The rows that are in no instance.
    pub fn left_out(&self) -> LeftOut {
        self.left_out
    }
}

/// The names of the instances that have events, and where those end; `places` is where each begins, by
/// the instance's code.
fn standing(all: Vec<String>, places: &mut [usize]) -> (Vec<String>, Vec<usize>) {
    let (mut names, mut ends) = (Vec::with_capacity(all.len()), Vec::with_capacity(all.len()));
    let mut next = 0;
    for (name, place) in all.into_iter().zip(places) {
        let count = std::mem::replace(place, next);
        if count > 0 {
            next += count;
            names.push(name);
            ends.push(next);
        }
    }
    (names, ends)
}

/// A row in its place among those of its instance.
#[derive(Clone, Copy)]
pub(super) struct Laid {
    at: i64,
    activity: u32,
    pub(super) row: u32,
}

/// Brings the rows of each instance into the order of time.
fn order<T>(columns: &LogColumns<'_, T>, ends: &[usize], laid: &mut [Laid]) {
    let key = |laid: &Laid| {
        let order = columns.order.and_then(|order| order.get(laid.row as usize));
        (laid.at, order.copied(), laid.row)
    };
    let mut rest = laid;
    let mut from = 0;
    for end in ends {
        let Some((own, after)) = rest.split_at_mut_checked(end - from) else {
            return;
        };
        if !own.is_sorted_by_key(key) {
            own.sort_unstable_by_key(key);
        }
        (rest, from) = (after, *end);
    }
}

impl<T> LogColumns<'_, T> {
    fn rows(&self) -> usize {
        self.at.len()
    }

    fn check(&self) -> Result<(), Error> {
        let rows = self.rows();
        let order = self.order.map_or(rows, <[i64]>::len);
        let lengths = [
            ("instance", self.instance.codes.len()),
            ("activity", self.activity.codes.len()),
            ("order", order),
        ];
        if let Some((name, length)) = lengths.into_iter().find(|(_, length)| *length != rows) {
            let message = format!("{length} rows, and {rows} instants");
            return Err(Error::new(Code::OutOfRange, message).at(name));
        }
        if rows >= ABSENT as usize {
            let message = format!("{rows} rows are more than an event log holds");
            return Err(Error::new(Code::Limit, message).at("at"));
        }
        self.instance.check("instance")?;
        self.activity.check("activity")
    }
}

impl<T> Coded<'_, T> {
    /// Whether each code has its text.
    pub(super) fn check(&self, name: &str) -> Result<(), Error> {
        let texts = self.texts.len();
        let unknown = |code: &&u32| **code != ABSENT && **code as usize >= texts;
        let Some(code) = self.codes.iter().find(unknown) else {
            return Ok(());
        };
        let message = format!("there is no text for the code {code}");
        Err(Error::new(Code::OutOfRange, message).at(name))
    }
}
