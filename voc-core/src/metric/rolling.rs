//! Metrics that go along with time: the *rolling metric*, made anew of the answers in a window, and the
//! *rolling average*, the mean of the numbers of periods.

use super::estimate::{Estimate, Method};
use super::plan::CellKey;
use super::query::{Asked, Group, MetricQuery, MetricRow, Sum, start};
use super::watch::{last_day, window};
use super::withheld::Withholds;
use crate::error::{Code, Error};
use crate::ordered::Map;
use crate::program::Period;
use crate::time::{DAY, Span};
use chrono::NaiveDate;

/// Refuses a rolling metric or average that makes no sense.
pub(super) fn check(query: &MetricQuery, withholds: &Withholds) -> Result<(), Error> {
    let (key, what) = match (query.rolling, query.average_of) {
        (None, None) => return Ok(()),
        (Some(_), Some(_)) => {
            let message =
                "a rolling metric is made of answers, a rolling average of periods: ask for one";
            return Err(Error::new(Code::Ambiguous, message).at("average_of"));
        }
        (Some(_), None) if withholds.any() => {
            let message =
                "windows that overlap show by their differences how few answered on a day";
            return Err(Error::new(Code::NotAllowed, message)
                .at("rolling")
                .hint("where small groups are withheld, ask for periods or their average"));
        }
        (Some(over), None) => {
            let days = over.fixed().is_none_or(|micros| micros % DAY == 0);
            if over.is_zero() || !days {
                let message = format!("`{over}` is no window: it has whole days, or months");
                return Err(Error::new(Code::OutOfRange, message).at("rolling"));
            }
            ("rolling", "a rolling metric is told at the ends of periods")
        }
        (None, Some(periods)) => {
            if periods < 2 {
                let message = format!("{periods} periods have no average: 2 at least");
                return Err(Error::new(Code::OutOfRange, message).at("average_of"));
            }
            ("average_of", "a rolling average is of periods")
        }
    };
    if query.every.is_none() {
        let message = format!("{what}, and `every` says none");
        return Err(Error::new(Code::Missing, message)
            .at("every")
            .hint(format!("beside `{key}`: P1D, P7D, P1M, P3M or P1Y")));
    }
    Ok(())
}

/// The rows, where something rolling is asked for.
pub(super) fn rows<T: Sum>(
    asked: &Asked<'_>,
    cells: &Map<CellKey, T>,
) -> Option<Result<Vec<MetricRow>, Error>> {
    let every = asked.period?;
    if let Some(over) = asked.query.rolling {
        return Some(metric(asked, cells, every, over));
    }
    let periods = asked.query.average_of?;
    Some(average(asked, cells, every, periods))
}

/// The last day of each period from the one of `first` to that of `last`.
fn ends(every: Period, first: NaiveDate, last: NaiveDate) -> impl Iterator<Item = NaiveDate> {
    let following = move |end: &NaiveDate| {
        let next = last_day(every, end.succ_opt()?);
        (*end < last).then_some(next)
    };
    std::iter::successors(Some(last_day(every, first)), following)
}

/// Numbers by the period that they are told at the end of, and by group.
type Told = Map<(NaiveDate, Group), MetricRow>;

fn listed(asked: &Asked<'_>, told: Told) -> Vec<MetricRow> {
    let rows = told.into_iter();
    rows.map(|((start, group), row)| asked.row(Some(start), group, row))
        .collect()
}

/// At the end of each period from the first to the last that has answers, the metric of its window.
fn metric<T: Sum>(
    asked: &Asked<'_>,
    cells: &Map<CellKey, T>,
    every: Period,
    over: Span,
) -> Result<Vec<MetricRow>, Error> {
    let mut days: Map<(Group, NaiveDate), T> = Map::new();
    let mut known: Map<Group, ()> = Map::new();
    let (mut first, mut last) = (NaiveDate::MAX, NaiveDate::MIN);
    for (key, group, sum) in asked.cells(cells) {
        (first, last) = (first.min(key.day), last.max(key.day));
        days.or_default(&(group.clone(), key.day)).add(sum);
        known.insert(group, ());
    }
    let mut told = Told::new();
    if known.is_empty() {
        return Ok(Vec::new());
    }
    for (group, ()) in &known {
        for end in ends(every, first, last) {
            let window = window(over, end);
            let from = (group.clone(), window.first);
            let within = days.range(from..);
            let mut within = within
                .take_while(|((other, day), _)| other == group && *day <= window.last)
                .peekable();
            if within.peek().is_none() {
                continue;
            }
            let mut sum = T::default();
            within.for_each(|(_, part)| sum.add(part));
            let row = MetricRow {
                from: Some(window.first.to_string()),
                to: Some(window.last.to_string()),
                ..sum.row(asked.reading, asked.query.confidence)?
            };
            told.insert((start(every, end), group.clone()), row);
        }
    }
    Ok(listed(asked, told))
}

/// At the end of each period from the first to the last that has answers, the mean of the numbers of the last
/// periods, as far as they have one.
fn average<T: Sum>(
    asked: &Asked<'_>,
    cells: &Map<CellKey, T>,
    every: Period,
    periods: u32,
) -> Result<Vec<MetricRow>, Error> {
    let mut numbers: Map<(Group, NaiveDate), Option<Estimate>> = Map::new();
    let mut known: Map<Group, ()> = Map::new();
    let (mut keys, mut rows) = (Vec::new(), Vec::new());
    for ((start, group), sum) in asked.sums(cells) {
        let Some(start) = start else { continue };
        let row = sum.row(asked.reading, asked.query.confidence)?;
        rows.push(asked.row(Some(start), group.clone(), row));
        keys.push((group.clone(), start));
        known.insert(group, ());
    }
    // Made of what is shown of the periods alone, an average tells nothing more.
    for (key, row) in keys.into_iter().zip(asked.withholds.rows(rows)?) {
        numbers.insert(key, row.estimate);
    }
    let starts = numbers.keys().map(|(_, start)| *start);
    let (Some(first), Some(last)) = (starts.clone().min(), starts.max()) else {
        return Ok(Vec::new());
    };
    let starts: Vec<NaiveDate> = ends(every, first, last)
        .map(|end| start(every, end))
        .collect();
    let mut told = Told::new();
    for (group, ()) in &known {
        for (index, start) in starts.iter().enumerate() {
            let length = index.min(periods as usize - 1);
            let window = starts.get(index - length..=index).unwrap_or_default();
            let found = window
                .iter()
                .filter_map(|start| numbers.get(&(group.clone(), *start)));
            let (shown, hidden): (Vec<&Option<Estimate>>, Vec<&Option<Estimate>>) =
                found.partition(|one| one.is_some());
            let shown = shown.into_iter().flatten();
            let shown: Vec<&Estimate> = shown.filter(|one| one.value.is_some()).collect();
            let row = mean_of(&shown, asked.query.confidence);
            // Where nothing of the window is shown, that is said.
            let none = || {
                asked
                    .withholds
                    .withheld(MetricRow::of(nothing(asked.query.confidence)))
            };
            let row = row.or_else(|| (!hidden.is_empty()).then(none));
            if let Some(row) = row {
                told.insert((*start, group.clone()), row);
            }
        }
    }
    Ok(listed(asked, told))
}

fn mean_of(numbers: &[&Estimate], confidence: f64) -> Option<MetricRow> {
    let periods = u32::try_from(numbers.len()).ok().filter(|many| *many > 0)?;
    let sum: f64 = numbers.iter().filter_map(|number| number.value).sum();
    let estimate = Estimate {
        value: Some(sum / f64::from(periods)),
        n: numbers.iter().map(|number| number.n).sum(),
        ..nothing(confidence)
    };
    Some(MetricRow {
        periods: Some(periods),
        ..MetricRow::of(estimate)
    })
}

fn nothing(confidence: f64) -> Estimate {
    Estimate {
        value: None,
        n: 0,
        low: None,
        high: None,
        confidence,
        method: Method::MeanOfPeriods,
    }
}
