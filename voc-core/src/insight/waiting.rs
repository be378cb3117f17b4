//! The time that cases lost in waiting, by whoever had them then.

use crate::case::{Case, CaseChange};
use crate::document::Read;
use crate::error::{Code, Error};
use crate::ordered::Map;
use crate::program::WaitingOn;
use crate::time::Time;
use serde::{Deserialize, Serialize};

/// The time that the cases of a group lost in waiting on somebody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TimeLostRow {
    /// The unit or case type; absent where no unit is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// What was waited on.
    pub on: WaitingOn,
    /// How many waits. One in which a case changes hands counts with each unit that had it.
    pub n: u64,
    /// How long they were together, in microseconds, day and night; one that goes on, up to now.
    pub elapsed_us: i64,
}

/// A stretch of waiting in one unit.
pub(super) struct Wait<'c> {
    unit: Option<&'c str>,
    pub(super) on: WaitingOn,
    pub(super) from: Time,
    pub(super) to: Time,
}

/// The time that cases lost in waiting up to an instant, by `unit` or `case_type`.
///
/// # Errors
/// Another name.
pub fn time_lost<'c>(
    by: &str,
    cases: impl Iterator<Item = &'c Case>,
    until: Time,
) -> Result<Vec<TimeLostRow>, Error> {
    if !["unit", "case_type"].contains(&by) {
        let message = format!("time lost is not told apart by `{by}`");
        return Err(Error::new(Code::Unknown, message)
            .at("by")
            .nearest(by, ["unit", "case_type"]));
    }
    let mut rows: Map<(Option<String>, WaitingOn), (u64, i64)> = Map::new();
    for case in cases {
        for wait in waits(case, until)
            .into_iter()
            .filter(|wait| wait.from < wait.to)
        {
            let group = if by == "unit" {
                wait.unit.map(str::to_owned)
            } else {
                Some(String::from(&case.case_type))
            };
            let row = rows.or_default(&(group, wait.on));
            row.0 += 1;
            row.1 = row.1.saturating_add(wait.to.since(wait.from));
        }
    }
    let row = |((group, on), (n, elapsed_us))| TimeLostRow {
        group,
        on,
        n,
        elapsed_us,
    };
    Ok(rows.into_iter().map(row).collect())
}

/// The waits of a case, as its history tells them.
pub(super) fn waits(case: &Case, until: Time) -> Vec<Wait<'_>> {
    // The unit that it was opened in is told by the first change of it.
    let mut before = case.history.iter().filter_map(|event| moved(&event.change));
    let first = before.next().map(|(from, _)| from);
    let mut unit = first.unwrap_or(case.unit.as_deref());
    let mut waits = Vec::new();
    let mut open: Option<(WaitingOn, Time)> = None;
    for event in &case.history {
        let at = event.at;
        let mut end = |unit| {
            let ended = open.take();
            waits.extend(ended.map(|(on, from)| Wait {
                unit,
                on,
                from,
                to: at,
            }));
            ended.map(|(on, _)| on)
        };
        match &event.change {
            CaseChange::Waiting { on } => {
                end(unit);
                open = Some((*on, at));
            }
            CaseChange::Acknowledged
            | CaseChange::Started
            | CaseChange::Resumed { .. }
            | CaseChange::Resolved { .. }
            | CaseChange::Closed { .. }
            | CaseChange::Reopened { .. }
            | CaseChange::Cancelled { .. }
            | CaseChange::MergedInto { .. } => {
                end(unit);
            }
            change => {
                if let Some((_, to)) = moved(change) {
                    open = end(unit).map(|on| (on, at));
                    unit = to;
                }
            }
        }
    }
    waits.extend(open.map(|(on, from)| Wait {
        unit,
        on,
        from,
        to: until,
    }));
    waits
}

/// The units before and after a change of units.
fn moved(change: &CaseChange) -> Option<(Option<&str>, Option<&str>)> {
    match change {
        CaseChange::UnitRemoved { unit, to } => Some((Some(unit), to.as_deref())),
        CaseChange::Transferred { transfer } => {
            Some((transfer.from_unit.as_deref(), transfer.to_unit.as_deref()))
        }
        _ => None,
    }
}
