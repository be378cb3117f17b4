//! Tallies of columns that are kept: merged, taken out again, written, and read as any metric on their scale.

use super::tallies::Outside;
use super::text;
use crate::document::{Read, read_json};
use crate::error::Error;
use crate::metric::table::{
    Columns, GroupRow, Measure, MeasureKind, MeasureSpec, Question, Tallies, WrittenTallies, tally,
};
use serde::Deserialize;

/// What is asked of columns.
#[derive(Debug, Clone, PartialEq, Deserialize, Read)]
#[serde(deny_unknown_fields)]
struct AskTallies {
    scale: [i64; 2],
    #[serde(default)]
    outside: Outside,
}

/// Counts the answers of columns by group. `ask` is an object with `scale`, the lowest and the highest answer,
/// and `outside` (`refuse` if not said, or `count`).
///
/// # Errors
/// An answer that is off the scale, named by its row, where these are refused; those of [`tally`].
pub fn tallies(ask: &str, columns: Columns<'_>) -> Result<Tallies, Error> {
    let ask: AskTallies = read_json(ask)?;
    let found = tally(columns, ask.scale)?;
    let is_off = found.groups().any(|(_, answers)| answers.outside > 0);
    if ask.outside == Outside::Refuse && is_off {
        columns.on_scale(ask.scale)?;
    }
    Ok(found)
}

/// Tallies as JSON: the same answers are the same text.
///
/// # Errors
/// None in practice.
pub fn write_tallies(tallies: &Tallies) -> Result<String, Error> {
    text(&WrittenTallies::from(tallies))
}

/// Tallies that were written.
///
/// # Errors
/// A text of another shape or version.
pub fn read_tallies(written: &str) -> Result<Tallies, Error> {
    let written: WrittenTallies = read_json(written)?;
    written.try_into()
}

/// Written tallies with the answers of others.
///
/// # Errors
/// Texts that are no tallies; others that do not add up with them.
pub fn merge_tallies(one: &str, other: &str) -> Result<String, Error> {
    let mut one = read_tallies(one)?;
    one.merge(&read_tallies(other)?)?;
    write_tallies(&one)
}

/// Written tallies without the answers of others.
///
/// # Errors
/// As for [`merge_tallies`].
pub fn retract_tallies(one: &str, other: &str) -> Result<String, Error> {
    let mut one = read_tallies(one)?;
    one.retract(&read_tallies(other)?)?;
    write_tallies(&one)
}

/// What is asked of tallies.
#[derive(Debug, Clone, PartialEq, Deserialize, Read)]
#[serde(deny_unknown_fields)]
struct AskMetric {
    of: MeasureSpec,
    #[serde(default)]
    question: Question,
}

/// A metric read off tallies, by group. `ask` is an object with `of` (what is made of answers; on the scale of
/// the tallies if not said) and `question`, as [`tally_rows`](super::tally_rows) takes them.
///
/// # Errors
/// A metric that is asked on another scale; tallies out of which more was taken than was in them; what the
/// metric itself refuses.
pub fn rows_of_tallies(tallies: &Tallies, ask: &str) -> Result<Vec<GroupRow>, Error> {
    let AskMetric { mut of, question } = read_json(ask)?;
    // What points are said for is their scale.
    if of.kind != MeasureKind::Points {
        of.scale = of.scale.or(Some(tallies.scale()));
    }
    tallies.rows(&Measure::new(&of)?, &question)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Code;
    use crate::metric::table::{Answers, Codes, Dimension, Values};
    use proptest::prelude::*;

    /// An answer, a code of a group, and a weight.
    type Row = (f64, u8, f64);

    fn counted(rows: &[Row], is_weighted: bool) -> Tallies {
        let answers: Vec<f64> = rows.iter().map(|row| row.0).collect();
        let codes: Vec<u8> = rows.iter().map(|row| row.1).collect();
        let weights: Vec<f64> = rows.iter().map(|row| row.2).collect();
        let by = [Dimension {
            name: "unit",
            codes: Codes::U8(&codes),
            texts: vec!["north", "south", "north"],
        }];
        let columns = Columns {
            answers: Answers {
                values: Values::F64(&answers),
                valid: None,
            },
            by: &by,
            weights: is_weighted.then_some(weights.as_slice()),
        };
        tallies(r#"{"scale":[1,5],"outside":"count"}"#, columns).unwrap()
    }

    #[test]
    fn written_and_read_as_any_metric() {
        let found = counted(
            &[
                (5.0, 0, 1.0),
                (1.0, 2, 1.0),
                (4.0, 1, 1.0),
                (f64::NAN, 9, 1.0),
            ],
            false,
        );
        let written = write_tallies(&found).unwrap();
        assert_eq!(
            written,
            concat!(
                r#"{"voc_tallies":1,"by":["unit"],"scale":[1,5],"groups":["#,
                r#"{"group":[null],"counts":[0,0,0,0,0],"unanswered":1},"#,
                r#"{"group":["north"],"counts":[1,0,0,0,1]},"#,
                r#"{"group":["south"],"counts":[0,0,0,1,0]}]}"#
            )
        );
        assert_eq!(read_tallies(&written).unwrap(), found);
        let value = |ask: &str| {
            let rows = rows_of_tallies(&found, ask).unwrap();
            rows.iter()
                .map(|row| row.estimate.unwrap().value)
                .collect::<Vec<_>>()
        };
        assert_eq!(
            value(r#"{"of":{"kind":"csat"}}"#),
            [None, Some(0.5), Some(1.0)]
        );
        assert_eq!(
            value(r#"{"of":{"kind":"mean"}}"#),
            [None, Some(3.0), Some(4.0)]
        );
        let error = rows_of_tallies(&found, r#"{"of":{"kind":"nps"}}"#).unwrap_err();
        assert_eq!(
            (error.code, error.path.as_deref()),
            (Code::OutOfRange, Some("scale"))
        );
    }

    #[test]
    fn what_was_not_there_cannot_be_taken_out() {
        let some = write_tallies(&counted(&[(5.0, 0, 1.0)], false)).unwrap();
        let others = write_tallies(&counted(&[(4.0, 0, 1.0)], false)).unwrap();
        let left = retract_tallies(&some, &others).unwrap();
        let error = rows_of_tallies(&read_tallies(&left).unwrap(), r#"{"of":{"kind":"mean"}}"#)
            .unwrap_err();
        assert_eq!(
            (error.code, error.path.as_deref()),
            (Code::OutOfRange, Some("groups"))
        );
        // They may come later.
        assert_eq!(merge_tallies(&left, &others).unwrap(), some);
    }

    #[test]
    fn mistakes_are_named() {
        let weighted = write_tallies(&counted(&[(5.0, 0, 1.0)], true)).unwrap();
        let plain = write_tallies(&counted(&[(5.0, 0, 1.0)], false)).unwrap();
        assert_eq!(
            merge_tallies(&plain, &weighted)
                .unwrap_err()
                .path
                .as_deref(),
            Some("weights")
        );
        let written = |groups: &str| {
            format!(r#"{{"voc_tallies":1,"by":["unit"],"scale":[0,1],"groups":[{groups}]}}"#)
        };
        for (text, path) in [
            (
                r#"{"voc_tallies":2,"by":[],"scale":[0,1],"groups":[]}"#.to_owned(),
                "voc_tallies",
            ),
            (
                r#"{"voc_tallies":1,"by":[],"scale":[1,1],"groups":[]}"#.to_owned(),
                "scale",
            ),
            (written(r#"{"group":[],"counts":[0,1]}"#), "groups.0.group"),
            (
                written(r#"{"group":["a"],"counts":[1]}"#),
                "groups.0.counts",
            ),
            (
                written(r#"{"group":["a"],"counts":[0,1],"weights":[["1","1"]]}"#),
                "groups.0.weights",
            ),
            (
                written(r#"{"group":["a"],"counts":[0,1]},{"group":["a"],"counts":[0,1]}"#),
                "groups.1.group",
            ),
        ] {
            assert_eq!(
                read_tallies(&text).unwrap_err().path.as_deref(),
                Some(path),
                "{text}"
            );
        }
        assert!(read_tallies("[]").is_err());
    }

    fn row() -> impl Strategy<Value = Row> {
        let answer =
            prop_oneof![6 => (1_i32..=5).prop_map(f64::from), 1 => Just(7.0), 1 => Just(f64::NAN)];
        (
            answer,
            0_u8..4,
            (0_u32..4000).prop_map(|weight| f64::from(weight) / 1000.0),
        )
    }

    proptest! {
        #[test]
        fn any_parts_in_any_order_are_the_same_text(
            rows in prop::collection::vec(row(), 0..40), cuts in prop::collection::vec(0_usize..40, 0..4),
            order in any::<u64>(), is_weighted in any::<bool>(),
        ) {
            let written = |rows: &[Row]| write_tallies(&counted(rows, is_weighted)).unwrap();
            let whole = written(&rows);
            let mut cuts: Vec<usize> = cuts.into_iter().map(|cut| cut.min(rows.len())).chain([0, rows.len()]).collect();
            cuts.sort_unstable();
            let mut parts: Vec<String> = cuts.windows(2).map(|ends| written(&rows[ends[0]..ends[1]])).collect();
            parts.sort_by_key(|part| crate::digest::digest(&(order, part)));
            let merged = parts.iter().fold(written(&[]), |all, part| merge_tallies(&all, part).unwrap());
            prop_assert_eq!(&merged, &whole);
            // Taken out again, one after another, nothing is left.
            let left = parts.iter().rev().fold(merged, |all, part| retract_tallies(&all, part).unwrap());
            prop_assert_eq!(left, written(&[]));
            prop_assert_eq!(write_tallies(&read_tallies(&whole).unwrap()).unwrap(), whole);
        }
    }
}
