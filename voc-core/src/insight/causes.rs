//! What it is that goes wrong: cases by their root cause, and by where on the journey it showed.

use crate::case::{Case, State};
use crate::document::Read;
use crate::error::{Code, Error};
use crate::metric::{CONFIDENCE, Estimate, Tally};
use crate::named::Named;
use crate::ordered::{Few, Map, sort_by};
use crate::program::MetricKind;
use serde::{Deserialize, Serialize};

/// How many cases are named as examples.
const EXAMPLES: usize = 5;

/// Of which a case may have several.
const TOPIC: &str = "topic";

/// What cases are told apart by.
const PARTS: [&str; 9] = [
    "root_cause",
    TOPIC,
    "stage",
    "touch_point",
    "unit",
    "channel",
    "kind",
    "case_type",
    "priority",
];

/// Cases that have something in common.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CauseRow {
    /// What it is, by the names asked for; `null` where it is not known.
    pub group: Few<String, Option<String>>,
    /// How many cases.
    pub cases: i64,
    /// Their share of all cases, with Wilson's interval.
    pub share: Estimate,
    /// Some of them, the newest first.
    pub examples: Vec<String>,
    /// How many of them are behind which improvement, by its id.
    pub improvements: Named<i64>,
    /// How many of them are behind none.
    pub unlinked: i64,
}

/// Cases by the names asked for; by `root_cause` where none is. The largest group comes first. Cancelled
/// cases are left out, and duplicates, which go on in another case. By `topic`, a case counts in each of
/// its topics; cases have them where their type carries them.
///
/// # Errors
/// A name that is no part of a case.
pub fn causes<'c>(
    by: &[String],
    cases: impl Iterator<Item = &'c Case>,
) -> Result<Vec<CauseRow>, Error> {
    let usual = [PARTS[0].to_owned()];
    let by = if by.is_empty() { &usual } else { by };
    known(by)?;
    let mut groups: Map<Vec<Option<String>>, Vec<&Case>> = Map::new();
    let mut all = 0;
    for case in cases.filter(|case| !matches!(case.state, State::Cancelled | State::Merged)) {
        for key in keys(case, by) {
            groups.or_default(&key).push(case);
        }
        all += 1;
    }
    let rows = groups.into_iter().map(|(key, cases)| {
        let group = by.iter().cloned().zip(key).collect();
        row(group, cases, all)
    });
    let mut rows = rows.collect::<Result<Vec<_>, _>>()?;
    // Where two are as large, the order of the names stays.
    sort_by(&mut rows, &|one, two| two.cases.cmp(&one.cases));
    Ok(rows)
}

fn known(by: &[String]) -> Result<(), Error> {
    for (index, name) in by.iter().enumerate() {
        if !PARTS.contains(&name.as_str()) {
            let message = format!("cases cannot be told apart by `{name}`");
            return Err(Error::new(Code::Unknown, message)
                .at(format!("by.{index}"))
                .nearest(name, PARTS));
        }
    }
    Ok(())
}

fn row(
    group: Few<String, Option<String>>,
    mut cases: Vec<&Case>,
    all: i64,
) -> Result<CauseRow, Error> {
    sort_by(&mut cases, &|one, two| {
        (two.opened_at, &one.id).cmp(&(one.opened_at, &two.id))
    });
    let mut improvements: Named<i64> = Named::new();
    let mut unlinked = 0;
    let mut count = 0;
    for case in &cases {
        count += 1;
        unlinked += i64::from(case.improvements.is_empty());
        for improvement in &case.improvements {
            *improvements.or_default(improvement.as_str()) += 1;
        }
    }
    let counted = Tally {
        n: all,
        plus: count,
        minus: 0,
    };
    let examples = cases.iter().take(EXAMPLES);
    Ok(CauseRow {
        group,
        cases: count,
        share: counted.estimate(MetricKind::Rate, CONFIDENCE)?,
        examples: examples.map(|case| case.id.clone()).collect(),
        improvements,
        unlinked,
    })
}

/// The groups that a case is in, by these names.
///
/// # Errors
/// A name that is no part of a case.
pub(crate) fn causes_groups(by: &[String], case: &Case) -> Result<Vec<Vec<Option<String>>>, Error> {
    known(by)?;
    Ok(keys(case, by))
}

/// The groups that a case is in: one, or one for each of its topics.
fn keys(case: &Case, by: &[String]) -> Vec<Vec<Option<String>>> {
    let key = |topic: Option<&String>| {
        let value = |name: &String| match name.as_str() {
            TOPIC => topic.cloned(),
            name => part(case, name),
        };
        by.iter().map(value).collect()
    };
    let topics = case.about.get().topics;
    if by.iter().any(|name| name == TOPIC) && !topics.is_empty() {
        return topics.iter().map(Some).map(key).collect();
    }
    vec![key(None)]
}

fn part(case: &Case, name: &str) -> Option<String> {
    let about = case.about.get();
    match name {
        "root_cause" => case.root_cause.as_deref().map(String::from),
        "stage" => about.stage,
        "touch_point" => about.touch_point,
        "unit" => case.unit.clone().or(about.unit),
        "channel" => about.channel,
        "kind" => about.kind,
        "case_type" => Some(String::from(&case.case_type)),
        _ => Some(String::from(&case.priority)),
    }
}
