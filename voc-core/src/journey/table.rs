//! An event log out of a table: which column is what, and what a cell becomes.

use super::log::{Coded, EventLog, LogColumns};
use crate::document::{Read, read_json};
use crate::error::{Code, Error};
use crate::signal::{Cell, Coder, Series, Table, text, time};
use crate::zone::Zone;
use serde::Deserialize;
use std::borrow::Cow;

/// The names that process mining gives to the columns of an event log (XES, and pm4py after it).
const USUAL: [&str; 3] = ["case:concept:name", "concept:name", "time:timestamp"];

/// Which column of a table is what.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Read)]
#[serde(deny_unknown_fields)]
pub struct LogTable {
    /// The column of instances; `case:concept:name` if not said.
    #[serde(default)]
    pub instance: Option<String>,
    /// The column of activities; `concept:name` if not said.
    #[serde(default)]
    pub activity: Option<String>,
    /// The column of instants; `time:timestamp` if not said.
    #[serde(default)]
    pub at: Option<String>,
    /// A column of whole numbers that orders the events of one instance and instant; the order of the
    /// rows does, if not said.
    #[serde(default)]
    pub order: Option<String>,
    /// The zone of times that do not say theirs.
    #[serde(default)]
    pub time_zone: Option<String>,
}

/// A column that is read, by its place and its name.
type Place<'n> = (usize, &'n str);

impl LogTable {
    /// Reads it from a JSON object.
    ///
    /// # Errors
    /// Text that is no such object.
    pub fn from_json(text: &str) -> Result<Self, Error> {
        read_json(text)
    }

    /// The places of the columns that are read among those of a table: instance, activity, instant, and
    /// order where there is one.
    ///
    /// # Errors
    /// A column that is not there.
    pub fn columns<S: AsRef<str>>(&self, names: &[S]) -> Result<Vec<usize>, Error> {
        let places = self.places(names)?;
        Ok(places.iter().map(|(place, _)| *place).collect())
    }

    fn places<'n, S: AsRef<str>>(&self, names: &'n [S]) -> Result<Vec<Place<'n>>, Error> {
        let find = |ours: &str, name: &str| {
            let known = || names.iter().map(AsRef::as_ref);
            let place = known().enumerate().find(|(_, known)| *known == name);
            place.ok_or_else(|| {
                Error::new(Code::Missing, format!("there is no column `{name}`"))
                    .at(ours)
                    .nearest(name, known())
            })
        };
        let [instance, activity, at] = USUAL;
        let wanted = [
            ("instance", self.instance.as_deref().or(Some(instance))),
            ("activity", self.activity.as_deref().or(Some(activity))),
            ("at", self.at.as_deref().or(Some(at))),
            ("order", self.order.as_deref()),
        ];
        let wanted = wanted.into_iter();
        let wanted = wanted.filter_map(|(ours, name)| Some((ours, name?)));
        wanted.map(|(ours, name)| find(ours, name)).collect()
    }
}

impl EventLog {
    /// Reads an event log out of the columns of a table that `of` names. An empty text is none, and so is
    /// a number that is not one.
    ///
    /// # Errors
    /// A column that is not there, or a cell that cannot be read: the place says in which column and row,
    /// counted from 1.
    pub fn of_table<S: AsRef<str>>(
        names: &[S],
        table: &dyn Table,
        of: &LogTable,
    ) -> Result<Self, Error> {
        let zone = match &of.time_zone {
            None => None,
            Some(name) => Some(Zone::named(name).ok_or_else(|| {
                let message = format!("unknown time zone `{name}`");
                Error::new(Code::Unknown, message)
                    .at("time_zone")
                    .hint("an IANA name such as Europe/London")
            })?),
        };
        let places = of.places(names)?;
        let [instance, activity, at, order @ ..] = places.as_slice() else {
            return Ok(Self::default());
        };
        let (instances, instance_texts) = texts(table, *instance)?;
        let (activities, activity_texts) = texts(table, *activity)?;
        let at = instants(table, *at, zone.as_ref())?;
        let order = order.first().map(|order| wholes(table, *order));
        let order = order.transpose()?;
        Self::read(&LogColumns {
            instance: Coded {
                codes: &instances,
                texts: &instance_texts,
            },
            activity: Coded {
                codes: &activities,
                texts: &activity_texts,
            },
            at: &at,
            order: order.as_deref(),
        })
    }
}

/// A code for each row, and the text of each code.
type Texts<'t> = (Cow<'t, [u32]>, Vec<Cow<'t, str>>);

fn texts<'t>(table: &'t dyn Table, (column, name): Place<'_>) -> Result<Texts<'t>, Error> {
    let rows = table.len();
    let mut coder = Coder::new(rows, true);
    match table.series(column) {
        Series::Text { codes, texts } => {
            // An empty text is none.
            let texts = texts.into_iter().map(Cow::Borrowed);
            let texts: Vec<Cow<'t, str>> = texts.collect();
            if !texts.iter().any(|text| text.is_empty()) {
                return Ok((Cow::Borrowed(codes), texts));
            }
            let some = |code: &u32| match texts.get(*code as usize) {
                Some(text) if text.is_empty() => u32::MAX,
                _ => *code,
            };
            return Ok((codes.iter().map(some).collect(), texts));
        }
        Series::Texts => table.texts(column, &mut coder),
        _ => {
            each(table, (column, name), &mut |cell| {
                match cell {
                    Some(cell) => coder.text(Cow::Owned(text(cell)?)),
                    None => coder.absent(),
                }
                Ok(())
            })?;
        }
    }
    let made = coder.coded(rows);
    match made.unread.first() {
        Some(row) => Err(Error::new(Code::Malformed, "this is no text in UTF-8")
            .at(format!("{name}.{}", u64::from(*row) + 1))),
        None => Ok((Cow::Owned(made.codes), made.texts)),
    }
}

/// Calls `read` with each cell, and with nothing where it holds none.
fn each<'t>(
    table: &'t dyn Table,
    (column, name): Place<'_>,
    read: &mut dyn FnMut(Option<Cell<'t>>) -> Result<(), Error>,
) -> Result<(), Error> {
    let reader = table.reader(column);
    for row in 0..table.len() {
        let cell = Some(reader(row)).filter(|cell| !cell.to_text().is_empty());
        read(cell).map_err(|error| error.at(format!("{name}.{}", row + 1)))?;
    }
    Ok(())
}

fn instants<'t>(
    table: &'t dyn Table,
    at: Place<'_>,
    zone: Option<&Zone>,
) -> Result<Cow<'t, [i64]>, Error> {
    if let Series::Time {
        values,
        valid: None,
    } = table.series(at.0)
    {
        return Ok(Cow::Borrowed(values));
    }
    let mut instants = Vec::with_capacity(table.len());
    each(table, at, &mut |cell| {
        let instant = cell.map(|cell| time(&cell, zone)).transpose()?;
        instants.push(instant.map_or(i64::MIN, crate::time::Time::micros));
        Ok(())
    })?;
    Ok(Cow::Owned(instants))
}

fn wholes<'t>(table: &'t dyn Table, order: Place<'_>) -> Result<Cow<'t, [i64]>, Error> {
    if let Series::Int {
        values,
        valid: None,
    } = table.series(order.0)
    {
        return Ok(Cow::Borrowed(values));
    }
    let mut wholes = Vec::with_capacity(table.len());
    each(table, order, &mut |cell| {
        // What has no place of its own comes first.
        let whole = match cell {
            None => Some(i64::MIN),
            Some(Cell::Int(int)) => Some(int),
            Some(cell) => text(cell)?.parse().ok(),
        };
        let whole = whole.ok_or_else(|| Error::new(Code::WrongType, "this is no whole number"))?;
        wholes.push(whole);
        Ok(())
    })?;
    Ok(Cow::Owned(wholes))
}
