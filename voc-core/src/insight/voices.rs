//! The voices behind a number: which signals it is made of, what customers said there, and which cases that
//! raised.

use crate::document::Read;
use crate::ordered::Few;
use crate::time::{Span, Time};
use crate::value::Value;
use serde::{Deserialize, Serialize};

/// How many voices are listed where nothing else is said.
const LIMIT: u32 = 20;

/// In which order voices are listed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum VoiceOrder {
    /// The newest first; of one instant, the first by id. Those whose instant is not known come last.
    #[default]
    Newest,
    /// By the id of the signal.
    Id,
}

/// A number of the loop's health that leads to cases.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum LoopNumber {
    /// All cases but those cancelled or merged.
    Cases,
    /// Those that we resolved or closed at least once.
    Answered,
    /// Those that are closed now.
    Closed,
    /// Those answered that the customer confirmed.
    Confirmed,
    /// Those that we resolved or closed and the customer disputed.
    FalseResolutions,
    /// Those reopened at least once.
    Reopened,
    /// Those answered on which the customer has said nothing.
    AnsweredWithoutVerdict,
    /// Those answered with nothing on record but words.
    ThankYouOnly,
    /// Those on which a promise was broken.
    PromisesBroken,
    /// Those of which a customer has not been reached.
    NotContacted,
}

/// Which number is meant, of which the voices are wanted: one of `metric`, `loop` and `causes`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct VoicesQuery {
    /// A metric of the program, in the `group` and `period` that are said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub metric: Option<String>,
    /// A number of the loop's health, in the `group` that is said: by one name, as the health is told by.
    #[serde(default, rename = "loop", skip_serializing_if = "Option::is_none")]
    pub of_loop: Option<LoopNumber>,
    /// A row of causes, by its `group`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub causes: Option<Few<String, Option<String>>>,
    /// Of a metric or the loop, the group: `null` for signals or cases without a value.
    #[serde(default, skip_serializing_if = "Few::is_empty")]
    pub group: Few<String, Option<String>>,
    /// Of a metric, the length of the local period.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub every: Option<Span>,
    /// Of a metric, the first day of the period, as its rows say it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub period: Option<String>,
    /// Of a metric, groups of fewer answers are withheld, and their voices too; the `privacy` of the program
    /// holds where it says more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min_n: Option<u32>,
    /// In which order.
    #[serde(default)]
    pub order: VoiceOrder,
    /// At most so many are listed.
    #[serde(default = "limit")]
    pub limit: u32,
    /// The person who asks, for whom what their role does not grant is left out; the host if not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<String>,
}

fn limit() -> u32 {
    LIMIT
}

/// What customers said behind a number.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Voices {
    /// What the number stands on: answers of a metric, cases otherwise.
    pub n: i64,
    /// How many signals behind it are known here.
    pub total: i64,
    /// How many answers of a metric come of signals that are not retained any more; a run has them.
    #[serde(default, skip_serializing_if = "is_none")]
    pub not_retained: i64,
    /// What to do where some are not retained.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
    /// The cases that they raised, by id: of all of them, listed or not.
    pub cases: Vec<String>,
    /// The signals, up to the limit.
    pub voices: Vec<Voice>,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde passes a reference"
)]
fn is_none(count: &i64) -> bool {
    *count == 0
}

/// A signal behind a number. What somebody may not see is left out.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Voice {
    /// The id of the input that brought it.
    pub signal: String,
    /// When; absent where the signal is not retained, and only its case tells of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<Time>,
    /// Its kind.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// The customer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer: Option<String>,
    /// The stage.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stage: Option<String>,
    /// The interaction.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub touch_point: Option<String>,
    /// The channel.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel: Option<String>,
    /// The unit that served the customer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// The answers and facts.
    #[serde(default, skip_serializing_if = "Few::is_empty")]
    pub fields: Few<String, Value>,
    /// The customer's own words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verbatim: Option<String>,
    /// What the person may not see was left out.
    #[serde(default, skip_serializing_if = "is_no")]
    pub redacted: bool,
    /// The cases whose alerts fired at it, by id.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cases: Vec<String>,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde passes a reference"
)]
fn is_no(flag: &bool) -> bool {
    !flag
}

/// Chooses some of many voices, spread over what they score: they are put in the order of score, instant and
/// id, cut into as many parts of equal size as are wanted, and of each part the middle one is taken. So the
/// choice has the shape of the whole, and is the same whoever chooses. They come out in that order.
pub(crate) fn spread<T>(mut all: Vec<(f64, Time, String, T)>, wanted: usize) -> Vec<T> {
    crate::ordered::sort_by(&mut all, &|one, two| {
        let by_score = one.0.total_cmp(&two.0);
        by_score.then_with(|| (one.1, &one.2).cmp(&(two.1, &two.2)))
    });
    let n = all.len();
    let chosen = wanted.min(n);
    let mut places = (0..chosen)
        .map(|part| (2 * part + 1) * n / (2 * chosen))
        .peekable();
    let mut out = Vec::with_capacity(chosen);
    for (place, one) in all.into_iter().enumerate() {
        if places.next_if_eq(&place).is_some() {
            out.push(one.3);
        }
    }
    out
}

/// The names of a group, for a query by them.
pub(crate) fn names(group: &Few<String, Option<String>>) -> Vec<String> {
    group.keys().cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn chosen(scores: &[i32], wanted: usize) -> Vec<usize> {
        let one = |(place, score): (usize, &i32)| {
            (
                f64::from(*score),
                Time::clamped(0),
                format!("s{place:03}"),
                place,
            )
        };
        spread(scores.iter().enumerate().map(one).collect(), wanted)
    }

    #[test]
    fn the_middle_of_each_part_speaks() {
        // Ten in order of score, five parts of two: places 1, 3, 5, 7, 9.
        assert_eq!(chosen(&[0, 1, 2, 3, 4, 5, 6, 7, 8, 9], 5), [1, 3, 5, 7, 9]);
        // Seven, three parts of 7/3: places 7/6, 21/6, 35/6 cut off: 1, 3, 5. By score they are 6, 5, … 0.
        assert_eq!(chosen(&[6, 5, 4, 3, 2, 1, 0], 3), [5, 3, 1]);
        // Fewer than wanted: all.
        assert_eq!(chosen(&[2, 1], 5), [1, 0]);
        assert!(chosen(&[], 5).is_empty());
    }

    proptest! {
        #[test]
        fn as_many_as_there_are_up_to_the_wanted_and_none_twice(
            scores in prop::collection::vec(0_i32..5, 0..40), wanted in 0_usize..12,
        ) {
            let found = chosen(&scores, wanted);
            prop_assert_eq!(found.len(), wanted.min(scores.len()));
            let mut once = found.clone();
            once.sort_unstable();
            once.dedup();
            prop_assert_eq!(once.len(), found.len());
            // Each score speaks about as often as it was given: never off by more than one voice.
            for score in 0..5 {
                let given = scores.iter().filter(|one| **one == score).count();
                let heard = found.iter().filter(|place| scores[**place] == score).count();
                // Times all answers, so that it is of whole numbers.
                let (heard, due) = (heard * scores.len(), given * found.len());
                prop_assert!(heard.abs_diff(due) <= scores.len(), "{} {}", heard, due);
            }
        }
    }
}
