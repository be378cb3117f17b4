//! What each score is used for, beside whether it can be trusted.

use super::signs::{Gaming, Sign};
use crate::program::{MetricKind, Program, Purpose};
use serde::Serialize;

/// One thing that a score is used for.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct UseRow {
    /// The metric.
    pub metric: String,
    /// What it is used for; absent of a metric for which nothing is registered.
    #[serde(rename = "for", skip_serializing_if = "Option::is_none")]
    pub purpose: Option<Purpose>,
    /// The roles of the people whom it touches.
    pub roles: Vec<String>,
    /// The surveys that ask for what it is made of; none of a rate.
    pub surveys: Vec<String>,
    /// Whether somebody gains or loses by the score.
    pub has_stakes: bool,
    /// The units where something looks like gaming.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub signs: Vec<UseSign>,
}

/// What looks like gaming, and who gains by it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct UseSign {
    /// The unit.
    pub unit: String,
    /// The sign.
    pub sign: Sign,
    /// The sign and the use in a sentence each.
    pub words: String,
}

/// What each metric of a program is used for, by metric: as registered, one row without a use for each of which
/// nothing is. Beside each stand the flags of the signs that were looked for in that metric, or in no metric
/// by name.
pub fn uses(program: &Program, gaming: &[Gaming]) -> Vec<UseRow> {
    let spec = program.spec();
    let mut rows = Vec::new();
    for (id, metric) in &spec.metrics {
        let asks = |field: &str| {
            let surveys = spec.surveys.iter();
            let asking = surveys.filter(|(_, survey)| survey.questions.contains_key(field));
            asking.map(|(survey, _)| survey.clone()).collect()
        };
        let surveys: Vec<String> = if metric.kind == MetricKind::Rate {
            Vec::new()
        } else {
            asks(&metric.of)
        };
        let row = |purpose: Option<Purpose>, roles: &[String]| UseRow {
            metric: id.clone(),
            purpose,
            roles: roles.to_vec(),
            surveys: surveys.clone(),
            has_stakes: purpose.is_some_and(Purpose::has_stakes),
            signs: signs(id, purpose, roles, gaming),
        };
        let registered: Vec<UseRow> = spec
            .uses
            .iter()
            .filter(|one| one.metric == *id)
            .map(|one| row(Some(one.purpose), &one.roles))
            .collect();
        if registered.is_empty() {
            rows.push(row(None, &[]));
        }
        rows.extend(registered);
    }
    rows
}

fn signs(
    metric: &str,
    purpose: Option<Purpose>,
    roles: &[String],
    gaming: &[Gaming],
) -> Vec<UseSign> {
    let mine = gaming
        .iter()
        .filter(|one| one.metric.as_deref().is_none_or(|of| of == metric));
    let flagged = mine.flat_map(|one| &one.rows).filter(|row| row.flagged);
    let sign = |row: &super::SignRow| UseSign {
        unit: row.unit.clone(),
        sign: row.sign,
        words: match purpose {
            Some(purpose) => format!("{} {}", row.words, hangs(metric, purpose, roles, &row.unit)),
            None => row.words.clone(),
        },
    };
    flagged.map(sign).collect()
}

/// What hangs on a score in a unit.
fn hangs(metric: &str, purpose: Purpose, roles: &[String], unit: &str) -> String {
    let whom: Vec<String> = roles.iter().map(|role| format!("`{role}`")).collect();
    let whom = whom.join(", ");
    match purpose {
        Purpose::Pay => format!("The pay of {whom} of `{unit}` hangs on `{metric}`."),
        Purpose::Correction => format!("{whom} of `{unit}` may be corrected by `{metric}`."),
        Purpose::Ranking => format!("{whom} of `{unit}` are ranked by `{metric}`."),
        Purpose::Improvement => {
            format!("`{metric}` says what {whom} of `{unit}` should improve.")
        }
    }
}
