//! The loop by group.

use super::loop_health::{Company, Counting, LoopRow};
use crate::case::Case;
use crate::error::{Code, Error};
use crate::ordered::Map;
use crate::program::Program;
use crate::time::Time;

/// The cases by group.
///
/// # Errors
/// A name that is neither a part of a case nor a declared field.
pub fn loop_by<'c>(
    company: &Company<'_>,
    by: &str,
    cases: impl Iterator<Item = &'c Case>,
    now: Option<Time>,
) -> Result<Vec<LoopRow>, Error> {
    known_group(company.program, by)?;
    let mut groups: Map<Option<String>, Counting> = Map::new();
    for case in cases {
        let group = loop_group(case, by);
        groups.or_default(&group).add(company, case, now);
    }
    Ok(groups
        .into_iter()
        .map(|(group, counting)| counting.row(group))
        .collect())
}

/// That cases can be told apart by a name.
///
/// # Errors
/// A name that is neither a part of a case nor a declared field.
pub(crate) fn known_group(program: &Program, by: &str) -> Result<(), Error> {
    const PARTS: [&str; 9] = [
        "case_type",
        "priority",
        "person",
        "unit",
        "channel",
        "touch_point",
        "stage",
        "kind",
        "employee",
    ];
    let fields = &program.spec().fields;
    if PARTS.contains(&by) || fields.contains_key(by) {
        return Ok(());
    }
    let known = PARTS
        .iter()
        .copied()
        .chain(fields.keys().map(String::as_str));
    Err(Error::new(
        Code::Unknown,
        format!("cases cannot be told apart by `{by}`"),
    )
    .at("by")
    .nearest(by, known))
}

/// The group of a case by a name.
pub(crate) fn loop_group(case: &Case, by: &str) -> Option<String> {
    let about = case.about.get();
    match by {
        "case_type" => Some(String::from(&case.case_type)),
        "priority" => Some(String::from(&case.priority)),
        "person" => case.person.clone(),
        "unit" => case.unit.clone().or(about.unit),
        "channel" => about.channel,
        "touch_point" => about.touch_point,
        "stage" => about.stage,
        "kind" => about.kind,
        "employee" => about.employee,
        field => about.fields.get(field).map(ToString::to_string),
    }
}

/// All these cases, as one group.
#[cfg(not(small))]
pub(crate) fn loop_row<'c>(
    company: &Company<'_>,
    group: Option<String>,
    cases: impl Iterator<Item = &'c Case>,
    now: Option<Time>,
) -> LoopRow {
    let mut all = Counting::default();
    for case in cases {
        all.add(company, case, now);
    }
    all.row(group)
}
