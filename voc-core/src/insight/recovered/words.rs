//! What a comparison comes to, in words.

use super::RecoveredQuery;
use super::gather::Gathered;
use crate::insight::outcome::OutcomeKind;
use crate::metric::{Stratified, rounded};
use crate::program::OutcomeSpec;

pub(super) fn sentence(
    difference: &Stratified,
    placebo: Option<&Stratified>,
    holds: Option<bool>,
    kind: OutcomeKind,
) -> String {
    let (Some(value), Some(low), Some(high)) =
        (difference.difference, difference.low, difference.high)
    else {
        return "Recovered and unrecovered customers cannot be compared: too few are alike in what was named."
            .to_owned();
    };
    let what = match kind {
        OutcomeKind::Share => "share with the outcome",
        OutcomeKind::Mean => "mean of the outcome",
    };
    let between = |low: f64, high: f64| format!("between {} and {}", rounded(low), rounded(high));
    let found = format!(
        "The {what} of recovered customers less that of comparable unrecovered ones is {}, {} at {} %.",
        rounded(value),
        between(low, high),
        rounded(difference.confidence * 100.0)
    );
    let before = placebo.and_then(|it| Some((it.difference?, it.low?, it.high?)));
    let check = match (holds, before) {
        (Some(true), Some((_, low, high))) => format!(
            "Before the concern, where recovery can have done nothing, they did not differ ({}): as comparable groups would, which does not prove that they are.",
            between(low, high)
        ),
        (Some(false), Some((value, low, high))) => format!(
            "Before the concern, where recovery can have done nothing, they differed already, by {} ({}): the groups are not comparable, and this is no effect of recovery.",
            rounded(value),
            between(low, high)
        ),
        _ => "Nothing is known of the time before the concern, so whether the groups are comparable is not checked."
            .to_owned(),
    };
    format!("{found} {check}")
}

pub(super) fn assumptions(
    query: &RecoveredQuery,
    spec: &OutcomeSpec,
    gathered: &Gathered,
    difference: &Stratified,
) -> Vec<String> {
    let word = if query.undisputed {
        "the customer confirmed, or was asked and did not object"
    } else {
        "the customer confirmed"
    };
    let settled = query.settled;
    let alike = if query.alike.is_empty() {
        "Nothing was named in which customers must be alike: all are held side by side.".to_owned()
    } else {
        format!(
            "Customers are held side by side within {} groups that are alike in {}; {} groups have only recovered or only unrecovered customers, and are left out.",
            difference.strata,
            query.alike.join(", "),
            difference.strata_left_out
        )
    };
    vec![
        format!("Recovered is whose first case {word} within {settled} of its opening; all others are unrecovered, whatever came later."),
        format!(
            "What counts is the first signal of the outcome in the {} after that; customers for whom it came sooner are left out: {}.",
            spec.within, gathered.left_out.outcome_before
        ),
        alike,
        "Customers who are alike in this do not differ in anything else that decides both whether we put their concern right and the outcome. Nothing in the data can show that."
            .to_owned(),
        "Customers are independent of each other, and what we do for one changes nothing for another."
            .to_owned(),
    ]
}
