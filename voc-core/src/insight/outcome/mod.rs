//! Whether those who answered well did better later: what came after an answer, by band of the answer.
//!
//! It is association. Who answers well differs in more than the answer.

mod band;
mod follow;
mod made;

pub(crate) use band::Bands;
pub(crate) use follow::{Came, Follow};
pub(crate) use made::Made;

use super::histories::{Answers, Histories};
use crate::document::Read;
use crate::error::{Code, Error};
use crate::metric::{CONFIDENCE, Comparison, DECIMALS, Estimate, OrderTrend};
use crate::program::{OutcomeSpec, Program};
use crate::time::Time;
use made::Found;
use serde::{Deserialize, Serialize};

/// What is asked of an outcome.
#[derive(Debug, Clone, PartialEq, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct OutcomeQuery {
    /// The outcome, as the program declares it.
    pub outcome: String,
    /// The metric whose answers are looked at.
    pub metric: String,
    /// Which answer of a customer counts; the first if not said.
    #[serde(default)]
    pub take: Take,
    /// Where bands of the answer begin, rising: `[7, 9]` makes three. Of points it is what an answer is worth, of
    /// a gap the difference. If not said, the metric's own: detractor, passive, promoter; in the top box or
    /// below it; yes or no. Means, medians, points and gaps have none of their own.
    #[serde(default)]
    pub bands: Vec<f64>,
    /// The confidence of the intervals; 0.95 if not said.
    #[serde(default = "usual")]
    pub confidence: f64,
}

pub(crate) fn usual() -> f64 {
    CONFIDENCE
}

/// Which answer of a customer counts: one, so that customers count alike and rows are independent.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Take {
    /// The first.
    #[default]
    First,
    /// The last whose time for the outcome is over; the first where none is.
    Last,
}

/// What an outcome is made into.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum OutcomeKind {
    /// The share of customers with it.
    Share,
    /// The mean of those who have one.
    Mean,
}

/// What came after answers, by band.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OutcomeByBand {
    /// The outcome.
    pub outcome: String,
    /// The metric.
    pub metric: String,
    /// What the outcome is made into.
    pub kind: OutcomeKind,
    /// The bands, the lowest first.
    pub bands: Vec<BandRow>,
    /// Each band less the lowest one that has customers.
    pub differences: Vec<BandDifference>,
    /// Whether the outcome rises from band to band.
    pub trend: OrderTrend,
    /// Up to when it is known what came.
    pub until: Time,
    /// Answers of customers who have an earlier or later one that counts: they do not.
    pub further_answers: i64,
    /// Answers of nobody, after whom nothing can be seen.
    pub no_customer: i64,
    /// Answers that count nothing: without a weight, worth no points, or without the other of a gap.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub left_out: Option<i64>,
    /// What the numbers take for granted, in sentences.
    pub assumptions: Vec<String>,
}

/// A band of answers, and what came after them.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct BandRow {
    /// The band.
    pub band: String,
    /// The share with the outcome, with Wilson's interval, or its mean, with Student's.
    pub outcome: Estimate,
    /// Of a metric with weights, how many customers of the same weight would be as sure (Kish).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub effective_n: Option<f64>,
    /// Customers whose time is over and for whom nothing came: no's of a share, left out of a mean.
    pub nothing_came: i64,
    /// Customers for whom something came whose value is not said: left out.
    pub no_value: i64,
    /// Customers whose time is not over and for whom nothing has come yet: left out, and never a no.
    pub waiting: i64,
    /// Customers whose time is not over and for whom something came already: left out too, since those who
    /// still wait beside them are.
    pub early: i64,
}

/// One band less another.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct BandDifference {
    /// The band.
    pub band: String,
    /// The one that is taken off.
    pub less: String,
    /// The difference: Newcombe's interval of shares, Welch's of means.
    #[serde(flatten)]
    pub comparison: Comparison,
}

impl Histories {
    /// What came after the answers to a metric, by band of the answer.
    ///
    /// # Errors
    /// An outcome or metric that the program does not declare; bands that do not rise, or of a metric that
    /// has no answers as numbers; no bands for a metric that has none of its own; no time that is known; a
    /// number beyond what is counted exactly; a confidence outside (0, 1).
    pub fn outcome(&self, query: &OutcomeQuery) -> Result<OutcomeByBand, Error> {
        let id = query.outcome.as_str();
        let program = self.program();
        let spec = declared(program, id)?;
        let until = self.until()?;
        let answers = Answers::of(self, &query.metric)?;
        let bands = Bands::of(&answers, &query.bands)?;
        let mut follow = Follow::of(program, spec, until)?;
        let mut given: Vec<Given> = Vec::new();
        let (mut no_customer, mut left_out) = (0, 0);
        self.read(&mut |moment| {
            follow.take(moment);
            let Some(answer) = answers.at(moment) else {
                return;
            };
            left_out += answer.gathered.left_out();
            let Some(band) = bands.at(&answer) else {
                return;
            };
            let weight = answers.weight();
            match moment.customer {
                Some(customer) => given.push(Given {
                    customer,
                    at: moment.signal.at,
                    band,
                    weight: weight.map(|_| answer.gathered.weight(answers.reading())),
                }),
                None => no_customer += 1,
            }
        });
        let mut found: Vec<Found> = bands.names().map(|_| Found::default()).collect();
        let mut further_answers = 0;
        for own in given.chunk_by(|one, two| one.customer == two.customer) {
            let over = |given: &&Given| follow.is_over(given.at);
            let last = own
                .iter()
                .rev()
                .find(over)
                .filter(|_| query.take == Take::Last);
            let Some(one) = last.or(own.first()) else {
                continue;
            };
            further_answers += count(own.len()) - 1;
            if let Some(found) = found.get_mut(one.band) {
                let came = follow.after(one.customer, one.at);
                found.put(came, follow.kind(), one.weight);
            }
        }
        let made = Made {
            kind: follow.kind(),
            decimals: follow.decimals(),
            confidence: query.confidence,
        };
        let names: Vec<String> = bands.names().collect();
        let rows = names
            .iter()
            .zip(&found)
            .map(|(name, found)| made.row(name, found));
        let rows: Vec<BandRow> = rows.collect::<Result<_, _>>()?;
        Ok(OutcomeByBand {
            outcome: id.to_owned(),
            metric: query.metric.clone(),
            kind: follow.kind(),
            differences: made.differences(&names, &found)?,
            trend: made.trend(&found)?,
            assumptions: assumptions(&Asked {
                spec,
                query,
                kind: follow.kind(),
                weight: answers.weight(),
                until,
                rows: &rows,
            }),
            bands: rows,
            until,
            further_answers,
            no_customer,
            left_out: Some(left_out).filter(|left_out| *left_out > 0),
        })
    }
}

/// An answer of a customer.
struct Given {
    customer: usize,
    at: Time,
    band: usize,
    /// How much it counts; absent where all count alike.
    weight: Option<f64>,
}

/// An outcome that the program declares.
pub(crate) fn declared<'p>(program: &'p Program, id: &str) -> Result<&'p OutcomeSpec, Error> {
    let outcomes = &program.spec().outcomes;
    outcomes.get(id).ok_or_else(|| {
        Error::new(Code::Unknown, format!("unknown outcome `{id}`"))
            .nearest(id, outcomes.keys().map(String::as_str))
            .at("outcome")
    })
}

/// The decimal places that a field is counted with.
pub(crate) fn decimals_of(program: &Program, field: &str) -> u32 {
    let field = program.spec().fields.get(field);
    field.and_then(|field| field.decimals).unwrap_or(DECIMALS)
}

/// What the numbers take for granted follows from these.
struct Asked<'a> {
    spec: &'a OutcomeSpec,
    query: &'a OutcomeQuery,
    kind: OutcomeKind,
    weight: Option<&'a str>,
    until: Time,
    rows: &'a [BandRow],
}

fn assumptions(asked: &Asked<'_>) -> Vec<String> {
    let Asked {
        spec,
        query,
        kind,
        weight,
        until,
        rows,
    } = *asked;
    let which = match query.take {
        Take::First => "the first",
        Take::Last => "the last whose time is over, else the first",
    };
    let within = spec.within;
    let none = match kind {
        OutcomeKind::Share => "Where nothing came, that is a no.",
        OutcomeKind::Mean => {
            "Customers for whom nothing came are left out of the mean, and counted."
        }
    };
    let waiting: i64 = rows.iter().map(|row| row.waiting + row.early).sum();
    let mut all = vec![
        format!("One answer of each customer counts: {which}. Customers are independent of each other."),
        format!("What counts is the first signal of the outcome in the {within} after the answer. {none}"),
        format!(
            "Answers whose {within} are not over at {until} are left out, whatever has come so far: {waiting}."
        ),
        "Customers who answer differently differ in more than the answer: a difference is no effect of it."
            .to_owned(),
    ];
    if let Some(weight) = weight {
        let trend = match kind {
            OutcomeKind::Share => "",
            OutcomeKind::Mean => " Ranks know no weights, so there is no trend over bands.",
        };
        all.push(format!("Customers count by `{weight}` as of the answer, and are tested as the fewer of one weight that would be as sure; it is taken for unrelated to the outcome.{trend}"));
    }
    all
}

fn count(of: usize) -> i64 {
    i64::try_from(of).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests;
