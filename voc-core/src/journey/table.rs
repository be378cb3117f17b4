//! An event log out of a table: which column is what, and what a cell becomes.

use super::details::{Details, Information};
use super::log::{Coded, EventLog, LogColumns};
use crate::document::{Read, read_json};
use crate::error::{Code, Error};
use crate::signal::{Cell, Coder, Series, Table, text, time};
use crate::zone::Zone;
use serde::Deserialize;
use std::borrow::Cow;

/// The names that process mining gives to the columns of an event log (XES, and pm4py after it).
const USUAL: [&str; 3] = ["case:concept:name", "concept:name", "time:timestamp"];
/// The same for the unit that acted, the first that a table has.
const USUAL_UNITS: [&str; 2] = ["org:group", "org:resource"];

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
    /// The column of units; `org:group`, else `org:resource`, if not said and one of them is there.
    #[serde(default)]
    pub unit: Option<String>,
    /// A column of numbers that customers answered.
    #[serde(default)]
    pub score: Option<String>,
    /// A column that says which events are concerns: yes or no, or 1 and 0.
    #[serde(default)]
    pub concern: Option<String>,
    /// The column of channels.
    #[serde(default)]
    pub channel: Option<String>,
    /// The column of customers' segments.
    #[serde(default)]
    pub segment: Option<String>,
    /// Columns of information that may be lost from unit to unit: whatever cell is not empty is there.
    #[serde(default)]
    pub information: Vec<String>,
}

/// A column that is read, by its place and its name.
type Place<'n> = (usize, &'n str);

/// What a column is, and the column.
type Named<'n> = (&'static str, Place<'n>);

impl LogTable {
    /// Reads it from a JSON object.
    ///
    /// # Errors
    /// Text that is no such object.
    pub fn from_json(text: &str) -> Result<Self, Error> {
        read_json(text)
    }

    /// The places of the columns that are read among those of a table: instance, activity, instant, and
    /// what else there is.
    ///
    /// # Errors
    /// A column that is not there.
    pub fn columns<S: AsRef<str>>(&self, names: &[S]) -> Result<Vec<usize>, Error> {
        let places = self.places(names)?;
        Ok(places.iter().map(|(_, (place, _))| *place).collect())
    }

    fn places<'n, S: AsRef<str>>(&self, names: &'n [S]) -> Result<Vec<Named<'n>>, Error> {
        let known = || names.iter().map(AsRef::as_ref);
        let find = |ours: &'static str, name: &str| {
            let place = known().enumerate().find(|(_, known)| *known == name);
            let place = place.ok_or_else(|| {
                Error::new(Code::Missing, format!("there is no column `{name}`"))
                    .at(ours)
                    .nearest(name, known())
            });
            place.map(|place| (ours, place))
        };
        let [instance, activity, at] = USUAL;
        let usual_unit = USUAL_UNITS
            .into_iter()
            .find(|usual| known().any(|name| name == *usual));
        let wanted = [
            ("instance", self.instance.as_deref().or(Some(instance))),
            ("activity", self.activity.as_deref().or(Some(activity))),
            ("at", self.at.as_deref().or(Some(at))),
            ("order", self.order.as_deref()),
            ("unit", self.unit.as_deref().or(usual_unit)),
            ("score", self.score.as_deref()),
            ("concern", self.concern.as_deref()),
            ("channel", self.channel.as_deref()),
            ("segment", self.segment.as_deref()),
        ];
        let wanted = wanted.into_iter();
        let wanted = wanted.filter_map(|(ours, name)| Some((ours, name?)));
        let information = self.information.iter();
        let wanted = wanted.chain(information.map(|name| ("information", name.as_str())));
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
        let all = |ours: &'static str| {
            let its = places.iter().filter(move |(what, _)| *what == ours);
            its.map(|(_, place)| *place)
        };
        let one = |ours| all(ours).next();
        let (Some(instance), Some(activity), Some(at)) =
            (one("instance"), one("activity"), one("at"))
        else {
            return Ok(Self::default());
        };
        let instance = texts(table, instance)?;
        let activity = texts(table, activity)?;
        let at = instants(table, at, zone.as_ref())?;
        let order = one("order").map(|order| wholes(table, order)).transpose()?;
        let some = |ours| one(ours).map(|place| texts(table, place)).transpose();
        let (unit, channel, segment) = (some("unit")?, some("channel")?, some("segment")?);
        let score = one("score")
            .map(|place| numbers(table, place))
            .transpose()?;
        let concern = one("concern")
            .map(|place| flags(table, place))
            .transpose()?;
        let there = all("information").map(|place| Ok((place.1, there(table, place)?)));
        let there: Vec<(&str, Vec<bool>)> = there.collect::<Result<_, Error>>()?;
        let information = there
            .iter()
            .map(|(name, there)| Information { name, there });
        let information: Vec<Information<'_>> = information.collect();
        let columns = LogColumns {
            instance: coded(&instance),
            activity: coded(&activity),
            at: &at,
            order: order.as_deref(),
        };
        let details = Details {
            score: score.as_deref(),
            concern: concern.as_deref(),
            unit: unit.as_ref().map(coded),
            channel: channel.as_ref().map(coded),
            segment: segment.as_ref().map(coded),
            information: &information,
        };
        Self::read_coded(&columns, &details, instance.is_as_met)
    }
}

fn coded<'c, 't>(texts: &'c Texts<'t>) -> Coded<'c, Cow<'t, str>> {
    Coded {
        codes: &texts.codes,
        texts: &texts.texts,
    }
}

/// A code for each row, and the text of each code.
struct Texts<'t> {
    codes: Cow<'t, [u32]>,
    texts: Vec<Cow<'t, str>>,
    /// Whether each code has another text, in the order in which the rows name them.
    is_as_met: bool,
}

fn texts<'t>(table: &'t dyn Table, (column, name): Place<'_>) -> Result<Texts<'t>, Error> {
    let rows = table.len();
    let mut coder = Coder::new(rows, true);
    match table.series(column) {
        Series::Text { codes, texts } => {
            // An empty text is none.
            let texts: Vec<Cow<'t, str>> = texts.into_iter().map(Cow::Borrowed).collect();
            if !texts.iter().any(|text| text.is_empty()) {
                return Ok(Texts {
                    codes: Cow::Borrowed(codes),
                    texts,
                    is_as_met: false,
                });
            }
            let some = |code: &u32| match texts.get(*code as usize) {
                Some(text) if text.is_empty() => u32::MAX,
                _ => *code,
            };
            let codes = codes.iter().map(some).collect();
            return Ok(Texts {
                codes,
                texts,
                is_as_met: false,
            });
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
        None => Ok(Texts {
            codes: Cow::Owned(made.codes),
            texts: made.texts,
            is_as_met: true,
        }),
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

/// Numbers; what is not one where there is none.
fn numbers(table: &dyn Table, score: Place<'_>) -> Result<Vec<f64>, Error> {
    let mut numbers = Vec::with_capacity(table.len());
    each(table, score, &mut |cell| {
        let number = match cell {
            None => Some(f64::NAN),
            Some(Cell::Number(number)) => Some(number),
            #[expect(clippy::cast_precision_loss, reason = "a score is far smaller")]
            Some(Cell::Int(int)) => Some(int as f64),
            Some(cell) => text(cell)?.parse().ok(),
        };
        let number = number.ok_or_else(|| Error::new(Code::WrongType, "this is no number"))?;
        numbers.push(number);
        Ok(())
    })?;
    Ok(numbers)
}

/// Yes or no; no where nothing is said.
fn flags(table: &dyn Table, concern: Place<'_>) -> Result<Vec<bool>, Error> {
    let mut flags = Vec::with_capacity(table.len());
    each(table, concern, &mut |cell| {
        let flag = match cell {
            None | Some(Cell::Int(0)) => Some(false),
            Some(Cell::Bool(flag)) => Some(flag),
            Some(Cell::Int(1)) => Some(true),
            Some(cell) => match &*cell.to_text().to_ascii_lowercase() {
                "true" | "1" => Some(true),
                "false" | "0" => Some(false),
                _ => None,
            },
        };
        let flag = flag.ok_or_else(|| {
            let error = Error::new(Code::WrongType, "this says neither yes nor no");
            error.hint("true or false, or 1 or 0")
        })?;
        flags.push(flag);
        Ok(())
    })?;
    Ok(flags)
}

/// Which cells hold something.
fn there(table: &dyn Table, information: Place<'_>) -> Result<Vec<bool>, Error> {
    let mut there = Vec::with_capacity(table.len());
    each(table, information, &mut |cell| {
        there.push(cell.is_some());
        Ok(())
    })?;
    Ok(there)
}
