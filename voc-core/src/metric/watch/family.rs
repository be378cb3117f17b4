//! All groups at the end of a period together.

use super::super::{CONFIDENCE, Reading};
use super::judge::{Answers, Finding, Judgement, is_enough, judge};
use crate::ordered::Map;
use crate::program::{Family, MetricRule, MetricTest, Period};

/// The values of a group, in the order of the rule's `by`.
pub type Group = Vec<String>;

/// Judges the groups that have enough answers.
///
/// With a confidence the family of tests is that of [`MetricRule::family`]. Over the groups of one end
/// it is held by Holm's procedure (S. Holm, "A simple sequentially rejective multiple test procedure",
/// Scandinavian Journal of Statistics 6 (1979) 65–70): each is judged at 1 − α/m; where some of the m
/// fire, the others are judged anew at α over the number of those that did not; and so on until none
/// more fires. It needs no independence of the groups.
pub fn judge_groups(
    rule: &MetricRule,
    reading: Reading,
    groups: &Map<Group, Answers>,
) -> Map<Group, Judgement> {
    let judged = |answers: &Answers, confidence| judge(rule.test, reading, answers, confidence);
    let groups = groups
        .iter()
        .filter(|(_, answers)| is_enough(rule.test, answers, rule.min_n));
    let mut open: Vec<(&Group, &Answers)> = groups.collect();
    let mut found = Map::new();
    let confidence = confidence_of(rule);
    loop {
        let at = confidence.map(|confidence| match rule.family {
            Family::Test => confidence,
            Family::Groups => shared(confidence, open.len()),
            Family::Year => shared(confidence, open.len() * ends_of_year(rule.every)),
        });
        let before = open.len();
        open.retain(|(group, answers)| {
            let Some(judgement) = judged(answers, at) else {
                return false;
            };
            let fires = judgement.finding == Finding::Fires;
            found.insert((*group).clone(), judgement);
            !fires
        });
        let is_settled = confidence.is_none() || rule.family == Family::Test;
        if is_settled || open.len() == before || open.is_empty() {
            return found;
        }
    }
}

/// The confidence that decides; absent where the number alone does.
fn confidence_of(rule: &MetricRule) -> Option<f64> {
    match rule.test {
        MetricTest::Change { significant, .. } => {
            significant.then(|| rule.confidence.unwrap_or(CONFIDENCE))
        }
        MetricTest::Below { .. } | MetricTest::Above { .. } => rule.confidence,
    }
}

/// The confidence of each of so many tests where that of all together is given.
fn shared(confidence: f64, tests: usize) -> f64 {
    let tests = u32::try_from(tests.max(1)).unwrap_or(u32::MAX);
    let each = 1.0 - (1.0 - confidence) / f64::from(tests);
    // The nearest below 1, where the share is too small to be told from none.
    each.min(1.0 - f64::EPSILON)
}

/// How often a rule is judged within a year, at most.
fn ends_of_year(every: Period) -> usize {
    match every {
        Period::Day => 366,
        Period::Week => 53,
        Period::Month => 12,
        Period::Quarter => 4,
        Period::Year => 1,
    }
}
