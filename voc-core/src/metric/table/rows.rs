//! A number for each group, its total, and each beside the rest.

use super::measure::Measure;
use super::tallies::{Group, GroupTally, Tallies};
use crate::document::Read;
use crate::error::{Code, Error};
use crate::metric::small_groups::{Withheld, withhold};
use crate::metric::{CONFIDENCE, Comparison, Discovery, Estimate, adjusted, why_withheld};
use crate::ordered::Map;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What is asked of tallies beside the metric.
#[derive(Debug, Clone, PartialEq, Deserialize, Read)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// The confidence of the intervals; 0.95 if not said.
    #[serde(default = "usual")]
    pub confidence: f64,
    /// How many could have answered, of the groups of which it is known: variances are smaller where many of
    /// them did.
    #[serde(default)]
    pub populations: Vec<(Group, u64)>,
    /// Each group beside all others together, with a test.
    #[serde(default)]
    pub against_rest: bool,
    /// How these tests are corrected for how many they are.
    #[serde(default)]
    pub discovery: Discovery,
    /// The totals over each choice of columns, behind the groups.
    #[serde(default)]
    pub totals: bool,
    /// What the groups of the first column are part of, by name: totals are made of these too.
    #[serde(default)]
    pub parents: Map<String, String>,
    /// Groups of fewer answers are withheld, and as many others as it takes that no difference shows them.
    #[serde(default)]
    pub min_n: Option<u64>,
}

fn usual() -> f64 {
    CONFIDENCE
}

impl Default for Question {
    fn default() -> Self {
        Self {
            confidence: CONFIDENCE,
            populations: Vec::new(),
            against_rest: false,
            discovery: Discovery::default(),
            totals: false,
            parents: Map::default(),
            min_n: None,
        }
    }
}

/// The number of one group. One that is withheld has nothing but its name.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct GroupRow {
    /// The texts of the columns that group; absent where there is none, and where it is summed over.
    pub group: Vec<Option<String>>,
    /// The columns that a total sums over; none of a group.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub total: Vec<String>,
    /// Whether it is withheld, for it is small or would show one that is.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub withheld: bool,
    /// Why it is withheld.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    /// The number.
    #[serde(flatten)]
    pub estimate: Option<Estimate>,
    /// Answers that are off the scale; not told where groups may be withheld.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outside: Option<i64>,
    /// Rows without an answer; not told where groups may be withheld.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unanswered: Option<i64>,
    /// With weights: how many answers of the same weight would be as sure.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub effective_n: Option<f64>,
    /// With weights: by how much they make the variance larger.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub design_effect: Option<f64>,
    /// The group beside all others together, where that was asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rest: Option<AgainstRest>,
}

/// A group beside all others together.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AgainstRest {
    /// The difference with its interval and its test.
    #[serde(flatten)]
    pub comparison: Comparison,
    /// The p of the test, corrected for how many groups there are: of those up to q, a share of at most q is
    /// chance, on average.
    pub q: Option<f64>,
}

impl Tallies {
    /// A number for each group, in the order of their texts, then the totals where they are asked for.
    ///
    /// # Errors
    /// Another scale than that of the measure; totals or a minimum of a table that is too large for them
    /// ([`withhold`]); a population of a group that there is not, or that is smaller than its answers; more
    /// answers taken out than there were; a confidence outside (0, 1).
    pub fn rows(&self, measure: &Measure, question: &Question) -> Result<Vec<GroupRow>, Error> {
        if self.scale() != measure.scale() {
            let message = "these answers were counted on another scale than the measure's";
            return Err(Error::new(Code::WrongType, message).at("scale"));
        }
        if let Some(group) = self.overdrawn() {
            let message = format!(
                "more answers were taken out of the group `{}` than it has",
                named(group)
            );
            return Err(Error::new(Code::OutOfRange, message).at("groups"));
        }
        let populations = question.populations.iter();
        let populations: BTreeMap<&Group, u64> =
            populations.map(|(group, all)| (group, *all)).collect();
        if let Some(group) = populations.keys().find(|group| !self.has(group)) {
            let message = format!("nobody was asked in the group `{}`", named(group));
            return Err(Error::new(Code::NotFound, message).at("population"));
        }
        let table = Asked {
            of: self,
            measure,
            question,
            populations,
        };
        let mut rows = table.groups()?;
        if question.min_n.is_none() && !question.totals {
            if question.against_rest {
                table.against_rest(&mut rows)?;
            }
            return Ok(rows);
        }
        let withheld = table.withheld()?;
        for (row, is_withheld) in rows.iter_mut().zip(&withheld.groups) {
            table.hide(row, *is_withheld);
        }
        let shows_all = !withheld.totals.last().is_some_and(|all| all.is_withheld);
        if question.against_rest && shows_all {
            table.against_rest(&mut rows)?;
        }
        if question.totals {
            table.totals(&withheld, &mut rows)?;
        }
        Ok(rows)
    }
}

/// A group for people.
fn named(group: &Group) -> String {
    let texts = group.iter().map(|text| text.as_deref().unwrap_or("–"));
    texts.collect::<Vec<_>>().join(", ")
}

/// What rows are read off.
struct Asked<'r> {
    of: &'r Tallies,
    measure: &'r Measure,
    question: &'r Question,
    populations: BTreeMap<&'r Group, u64>,
}

impl Asked<'_> {
    fn groups(&self) -> Result<Vec<GroupRow>, Error> {
        let row = |(group, answers): (&Group, &GroupTally)| {
            let population = self.populations.get(group).copied();
            self.row(group.clone(), answers, population)
        };
        if self.of.by().is_empty() && self.of.groups().len() == 0 {
            return Ok(vec![self.row(Vec::new(), &self.of.all()?, None)?]);
        }
        self.of.groups().map(row).collect()
    }

    fn row(
        &self,
        group: Group,
        answers: &GroupTally,
        population: Option<u64>,
    ) -> Result<GroupRow, Error> {
        let number = answers.number(self.measure, population, self.question.confidence)?;
        Ok(GroupRow {
            group,
            total: Vec::new(),
            withheld: false,
            why: None,
            estimate: Some(number.estimate),
            outside: Some(answers.off(self.measure)),
            unanswered: Some(answers.unanswered),
            effective_n: number.effective_n,
            design_effect: number.design_effect,
            rest: None,
        })
    }

    fn hide(&self, row: &mut GroupRow, is_withheld: bool) {
        if self.question.min_n.is_some() {
            (row.outside, row.unanswered) = (None, None);
        }
        if is_withheld {
            row.withheld = true;
            row.why = self.question.min_n.map(why_withheld);
            row.estimate = None;
            (row.effective_n, row.design_effect) = (None, None);
        }
    }

    fn withheld(&self) -> Result<Withheld, Error> {
        let groups = self.of.groups().map(|(group, answers)| {
            let n = u64::try_from(answers.counted(self.measure)).unwrap_or_default();
            (group.clone(), n)
        });
        let groups: Vec<(Group, u64)> = groups.collect();
        withhold(
            &groups,
            &self.question.parents,
            self.question.min_n.unwrap_or(0),
        )
    }

    fn totals(&self, withheld: &Withheld, rows: &mut Vec<GroupRow>) -> Result<(), Error> {
        let groups: Vec<&GroupTally> = self.of.groups().map(|(_, answers)| answers).collect();
        for total in &withheld.totals {
            let none = GroupTally::none(self.of.width(), self.of.is_weighted());
            let mut parts = total.parts.iter().filter_map(|part| groups.get(*part));
            let answers = parts
                .try_fold(none, |all, part| all.with(part))
                .ok_or_else(|| {
                    Error::new(
                        Code::Limit,
                        "there are more answers than are counted exactly",
                    )
                })?;
            let mut row = self.row(total.group.clone(), &answers, None)?;
            let names = total
                .over
                .iter()
                .filter_map(|place| self.of.by().get(*place));
            row.total = names.cloned().collect();
            self.hide(&mut row, total.is_withheld);
            rows.push(row);
        }
        Ok(())
    }

    /// Puts each group that is shown beside all others.
    fn against_rest(&self, rows: &mut [GroupRow]) -> Result<(), Error> {
        let all = self.of.all()?;
        let mut ps = Vec::new();
        let groups = self
            .of
            .groups()
            .zip(&mut *rows)
            .filter(|(_, row)| !row.withheld);
        for ((_, answers), row) in groups {
            let rest = all.without(answers).unwrap_or_else(|| answers.clone());
            let comparison = answers.compared(&rest, self.measure, self.question.confidence)?;
            ps.push(comparison.p.unwrap_or(f64::NAN));
            row.rest = Some(AgainstRest {
                comparison,
                q: None,
            });
        }
        let qs = adjusted(&ps, self.question.discovery);
        let tested = rows.iter_mut().filter_map(|row| row.rest.as_mut());
        for (rest, q) in tested.zip(qs) {
            rest.q = Some(q).filter(|q| !q.is_nan());
        }
        Ok(())
    }
}
