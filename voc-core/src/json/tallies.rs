//! One metric of plain columns, by groups.

use super::text;
use crate::document::{Read, read_json};
use crate::error::{Code, Error};
use crate::metric::table::{
    Columns, GroupRow, Measure, MeasureKind, MeasureSpec, NumberKind, Question, number_rows,
    numbers_against_rest, tally,
};
use crate::metric::{no_choice, small_groups};
use crate::ordered::Map;
use serde::{Deserialize, Serialize};

/// What is asked of columns.
#[derive(Debug, Clone, PartialEq, Deserialize, Read)]
#[serde(deny_unknown_fields)]
struct Ask {
    of: MeasureSpec,
    #[serde(default)]
    question: Question,
    #[serde(default)]
    outside: Outside,
}

/// What becomes of answers that are off the scale.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Read)]
#[serde(rename_all = "snake_case")]
pub(super) enum Outside {
    /// They are a mistake.
    #[default]
    Refuse,
    /// They are counted apart.
    Count,
}

/// The rows of one metric by groups. `ask` is an object with `of` (what is made of answers), `question` (the
/// interval, weights, totals and so on) and `outside` (`refuse` if not said, or `count`). Means and medians
/// without a scale are of any numbers.
///
/// # Errors
/// What cannot be asked; an answer that is off the scale, named by its row; what the metric itself refuses.
pub fn tally_rows(ask: &str, columns: Columns<'_>) -> Result<Vec<GroupRow>, Error> {
    let ask: Ask = read_json(ask)?;
    let kind = match (ask.of.kind, ask.of.scale) {
        (MeasureKind::Mean, None) => Some(NumberKind::Mean),
        (MeasureKind::Median, None) => Some(NumberKind::Median),
        _ => None,
    };
    if let Some(kind) = kind {
        if ask.of.interval.is_some() {
            return Err(no_choice());
        }
        return of_numbers(columns, kind, &ask.question);
    }
    let measure = Measure::new(&ask.of)?;
    let tallies = tally(columns, measure.scale())?;
    let rows = tallies.rows(&measure, &ask.question);
    let is_off = tallies.groups().any(|(_, answers)| answers.outside > 0);
    if ask.outside == Outside::Refuse && is_off {
        columns.on_scale(measure.scale())?;
    }
    rows
}

fn of_numbers(
    columns: Columns<'_>,
    kind: NumberKind,
    question: &Question,
) -> Result<Vec<GroupRow>, Error> {
    let asks_tallies = question.totals || question.min_n.is_some();
    if asks_tallies {
        let message = "totals and a minimum are asked of answers on a scale";
        return Err(Error::new(Code::Missing, message)
            .at("scale")
            .hint("say the lowest and the highest answer"));
    }
    let is_weighted = columns.weights.is_some();
    let rows = number_rows(columns, kind, &question.populations, question.confidence)?;
    let row = |(group, estimate, effective_n): (_, crate::metric::Estimate, Option<f64>)| {
        #[expect(clippy::cast_precision_loss, reason = "counts are far below 2^53")]
        let n = estimate.n as f64;
        GroupRow {
            group,
            total: Vec::new(),
            withheld: false,
            why: None,
            estimate: Some(estimate),
            outside: None,
            unanswered: None,
            effective_n: effective_n.filter(|_| is_weighted),
            design_effect: effective_n.filter(|it| *it > 0.0).map(|it| n / it),
            rest: None,
        }
    };
    let mut rows: Vec<GroupRow> = rows.into_iter().map(row).collect();
    if question.against_rest {
        let (discovery, confidence) = (question.discovery, question.confidence);
        let rests = numbers_against_rest(columns, kind, discovery, confidence)?;
        for (row, rest) in rows.iter_mut().zip(rests) {
            row.rest = Some(rest);
        }
    }
    Ok(rows)
}

/// A table of groups and how many answers each has.
#[derive(Debug, Clone, PartialEq, Deserialize, Read)]
#[serde(deny_unknown_fields)]
struct AskWithhold {
    groups: Vec<(Vec<Option<String>>, u64)>,
    #[serde(default)]
    parents: Map<String, String>,
    min_n: u64,
}

/// What is withheld of it.
#[derive(Debug, Clone, PartialEq, Serialize)]
struct Withheld {
    groups: Vec<bool>,
    totals: Vec<Total>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
struct Total {
    group: Vec<Option<String>>,
    over: Vec<usize>,
    withheld: bool,
}

/// Which groups and totals are withheld. `ask` is an object with `groups` (`[[text, …], n]` each), `min_n`
/// and `parents`; the answer has `groups`, true where one is withheld, and `totals`, each with its `group`,
/// the places `over` which it sums, and whether it is `withheld`.
///
/// # Errors
/// As for [`small_groups::withhold`].
pub fn withhold(ask: &str) -> Result<String, Error> {
    let AskWithhold {
        groups,
        parents,
        min_n,
    } = read_json(ask)?;
    let found = small_groups::withhold(&groups, &parents, min_n)?;
    let total = |total: small_groups::Total| Total {
        group: total.group,
        over: total.over,
        withheld: total.is_withheld,
    };
    text(&Withheld {
        groups: found.groups,
        totals: found.totals.into_iter().map(total).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metric::table::{Answers, Values};

    fn asked(ask: &str, answers: &[f64]) -> Result<Vec<GroupRow>, Error> {
        let answers = Answers {
            values: Values::F64(answers),
            valid: None,
        };
        tally_rows(
            ask,
            Columns {
                answers,
                by: &[],
                weights: None,
            },
        )
    }

    #[test]
    fn what_is_asked_is_answered() {
        let rows = asked(
            r#"{"of":{"kind":"csat","scale":[1,5]}}"#,
            &[5.0, 1.0, f64::NAN],
        )
        .unwrap();
        assert_eq!(rows[0].estimate.unwrap().value, Some(0.5));
        let rows = asked(r#"{"of":{"kind":"median"}}"#, &[5.5, 1.0, 7.0]).unwrap();
        assert_eq!(rows[0].estimate.unwrap().value, Some(5.5));
        let rows = asked(
            r#"{"of":{"kind":"median"},"question":{"against_rest":true}}"#,
            &[5.5, 1.0],
        )
        .unwrap();
        assert_eq!(rows[0].rest.unwrap().comparison.n, [2, 0]);
        let rows = asked(r#"{"of":{"kind":"nps"},"outside":"count"}"#, &[10.0, 11.0]).unwrap();
        assert_eq!((rows[0].estimate.unwrap().n, rows[0].outside), (1, Some(1)));
        let found = withhold(r#"{"groups":[[["a"],9],[["b"],2]],"min_n":5}"#).unwrap();
        assert_eq!(
            found,
            r#"{"groups":[true,true],"totals":[{"group":[null],"over":[0],"withheld":false}]}"#
        );
    }

    #[test]
    fn mistakes_are_named() {
        let found = |ask: &str, answers: &[f64]| {
            let error = asked(ask, answers).unwrap_err();
            (error.code, error.path.unwrap())
        };
        let nps = r#"{"of":{"kind":"nps"}}"#;
        assert_eq!(
            found(nps, &[10.0, 11.0]),
            (Code::OutOfRange, "1".to_owned())
        );
        assert_eq!(found(nps, &[10.0, 8.5]), (Code::WrongType, "1".to_owned()));
        let least = r#"{"of":{"kind":"mean"},"question":{"min_n":5}}"#;
        assert_eq!(found(least, &[10.0]), (Code::Missing, "scale".to_owned()));
        let interval = r#"{"of":{"kind":"median","interval":"wilson"}}"#;
        assert_eq!(
            found(interval, &[10.0]),
            (Code::NotAllowed, "interval".to_owned())
        );
        assert!(asked(r#"{"of":{"kind":"mode"}}"#, &[]).is_err());
    }
}
