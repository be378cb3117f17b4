//! Whether the experience is the same everywhere: one metric at one touch point, held side by side by
//! channel, or ours beside a partner's.

mod compare;
mod standard;

use super::histories::{Answers, GroupBy, Histories};
use super::outcome::usual;
use crate::document::Read;
use crate::error::{Code, Error};
use crate::metric::{Difference, Discovery, Estimate, Several, Size, adjusted};
use crate::program::MetricKind;
use compare::{Cell, Compared};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What is asked of consistency.
#[derive(Debug, Clone, PartialEq, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ConsistencyQuery {
    /// The metric.
    pub metric: String,
    /// What is held side by side: `channel` if not said, `party` for ours beside partners', or any other
    /// name that tells signals apart.
    #[serde(default = "channel")]
    pub by: String,
    /// Where: at each touch point if not said, or at each group by another name, such as `stage`.
    #[serde(default = "touch_point")]
    pub at: String,
    /// What the mix of is made the same everywhere, such as `segment` or `customer.tier`; nothing if not
    /// said.
    #[serde(default)]
    pub mix: Option<String>,
    /// Fewer answers than this in a group are not compared; 30 if not said.
    #[serde(default = "min_n")]
    pub min_n: i64,
    /// A difference that would matter, in the unit of the metric.
    #[serde(default)]
    pub margin: Option<f64>,
    /// Whether ranks of the answers are tested, by Kruskal and Wallis, instead of shares or means. Those of
    /// medians always are.
    #[serde(default)]
    pub ranks: bool,
    /// The confidence; 0.95 if not said.
    #[serde(default = "usual")]
    pub confidence: f64,
}

fn channel() -> String {
    "channel".to_owned()
}

fn touch_point() -> String {
    "touch_point".to_owned()
}

fn min_n() -> i64 {
    30
}

/// Whether the experience is the same everywhere.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Consistency {
    /// The metric.
    pub metric: String,
    /// What is held side by side.
    pub by: String,
    /// At each touch point, in the order of their names.
    pub places: Vec<ConsistencyAt>,
    /// Answers at no touch point, or in no group: they are left out.
    pub nowhere: i64,
    /// What the numbers take for granted, in sentences.
    pub assumptions: Vec<String>,
}

/// Whether the experience is the same at one touch point.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ConsistencyAt {
    /// The touch point.
    pub at: String,
    /// The groups, in the order of their names.
    pub groups: Vec<ConsistencyRow>,
    /// Whether the groups with enough answers differ.
    pub test: Several,
    /// The p of the test, corrected for how many touch points were looked at, so that of those found
    /// different a share of at most 1 − confidence is chance, on average (Benjamini and Hochberg).
    pub adjusted: Option<f64>,
    /// Each two groups with enough answers.
    pub pairs: Vec<ConsistencyPair>,
    /// What that comes to.
    pub verdict: ConsistencyVerdict,
    /// The largest difference that the intervals of the pairs leave room for, all together; absent without
    /// pairs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at_most: Option<f64>,
    /// The same as a sentence.
    pub sentence: String,
}

/// One group at a touch point.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ConsistencyRow {
    /// The group: a channel.
    pub group: String,
    /// The metric there.
    pub estimate: Estimate,
    /// Of a metric with weights, how many answers of the same weight would be as sure (Kish).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub effective_n: Option<f64>,
    /// Answers that count nothing: without a weight, worth no points, or without the other of a gap.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub left_out: Option<i64>,
    /// The same with the mix of all groups at the touch point; where a part of the mix is missing in a
    /// group, or has too few answers there for an interval, it is left out for all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub standardised: Option<Estimate>,
    /// Whether there are enough answers for it to be compared.
    pub is_compared: bool,
}

/// One group less another.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ConsistencyPair {
    /// The group.
    pub group: String,
    /// The one that is taken off.
    pub less: String,
    /// The difference, of standardised numbers where a mix was given. The confidence of its interval holds
    /// for all pairs at the touch point together (Bonferroni).
    pub difference: Difference,
    /// How large that is, whatever the scale; not of standardised numbers. Of medians the part of the variance
    /// of ranks, which does not say which way.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub size: Option<Size>,
}

/// What a comparison comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ConsistencyVerdict {
    /// The groups differ: the corrected p is at most 1 − confidence.
    Different,
    /// No difference was found, and none larger than `at_most` is likely; where a margin was given, that is
    /// below it.
    NoneLarger,
    /// There are fewer than two groups with enough answers, or too few to rule the margin out.
    NotEnough,
}

/// Answers by place, then by group; of each how they fall on the mix.
type Places = BTreeMap<String, BTreeMap<String, BTreeMap<Option<String>, Cell>>>;

impl Histories {
    /// Whether a metric is the same in all groups, touch point by touch point.
    ///
    /// # Errors
    /// A metric that the program does not declare, names that tell nothing apart, a `min_n` below 2, a
    /// margin that is not above 0, a confidence outside (0, 1); a mix of medians, ranks of answers with weights.
    pub fn consistency(&self, query: &ConsistencyQuery) -> Result<Consistency, Error> {
        check(query)?;
        let program = self.program();
        let answers = Answers::of(self, &query.metric)?;
        fits(query, &answers)?;
        let by = GroupBy::named(self, &query.by, "by")?;
        let at = GroupBy::named(self, &query.at, "at")?;
        let mix = query
            .mix
            .as_ref()
            .map(|mix| GroupBy::named(self, mix, "mix"))
            .transpose()?;
        let mut places = Places::new();
        let mut nowhere = 0;
        self.read(&mut |moment| {
            let Some(answer) = answers.at(moment) else {
                return;
            };
            let (Some(at), Some(group)) = (at.at(program, moment), by.at(program, moment)) else {
                nowhere += 1;
                return;
            };
            let part = mix.as_ref().and_then(|mix| mix.at(program, moment));
            let groups = places.entry(at).or_default();
            let cell = groups.entry(group).or_default().entry(part).or_default();
            cell.add(&answer, query.ranks);
        });
        let compared = Compared {
            reading: answers.reading(),
            query,
        };
        let mut all = Vec::with_capacity(places.len());
        for (at, groups) in &places {
            all.push(compared.place(at, groups)?);
        }
        let ps: Vec<f64> = all.iter().map(|it| it.test.p.unwrap_or(f64::NAN)).collect();
        for (place, p) in all
            .iter_mut()
            .zip(adjusted(&ps, Discovery::BenjaminiHochberg))
        {
            place.adjusted = Some(p).filter(|p| !p.is_nan());
            compared.judge(place);
        }
        Ok(Consistency {
            metric: query.metric.clone(),
            by: query.by.clone(),
            places: all,
            nowhere,
            assumptions: assumptions(query, &answers),
        })
    }
}

fn check(query: &ConsistencyQuery) -> Result<(), Error> {
    let error = |message: String, at: &str| Err(Error::new(Code::OutOfRange, message).at(at));
    if query.min_n < 2 {
        return error(format!("{} is not at least 2", query.min_n), "min_n");
    }
    match query.margin {
        Some(margin) if !(margin > 0.0 && margin.is_finite()) => {
            error(format!("{margin} is no margin: it is above 0"), "margin")
        }
        _ => Ok(()),
    }
}

/// Refuses what cannot be told of the metric.
fn fits(query: &ConsistencyQuery, answers: &Answers) -> Result<(), Error> {
    if query.mix.is_some() && answers.reading().kind == MetricKind::Median {
        let message = "the median of a mix is not made of the medians of its parts";
        return Err(Error::new(Code::NotAllowed, message)
            .at("mix")
            .hint("ask for a `mean` or a share of the same answers, or leave the mix as it is"));
    }
    if query.ranks && answers.weight().is_some() {
        let message = "answers that do not count alike have no ranks to sum";
        return Err(Error::new(Code::NotAllowed, message)
            .at("ranks")
            .hint("without `ranks`, NPS, shares and means are tested with their weights"));
    }
    Ok(())
}

fn assumptions(query: &ConsistencyQuery, answers: &Answers) -> Vec<String> {
    let by = &query.by;
    let mut all = vec![
        format!(
            "Answers are independent of each other; who answers by which {by} is not by chance, so a difference may lie in who comes rather than in what they meet."
        ),
        format!(
            "Groups with fewer than {} answers are shown and not compared.",
            query.min_n
        ),
    ];
    if let Some(weight) = answers.weight() {
        all.push(format!("Answers count by `{weight}`, and are tested as the fewer answers of one weight that would be as sure; it is taken for unrelated to what they say."));
    }
    if answers.reading().kind == MetricKind::Median {
        all.push("Medians are tested by ranks: groups that tend to answer higher differ, even where they have one median.".to_owned());
    }
    if let Some(mix) = &query.mix {
        all.push(format!("Numbers are compared with the same mix by `{mix}` in every group; what differs beside that is not made the same."));
    }
    all
}

#[cfg(test)]
mod tests;
