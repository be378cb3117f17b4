//! Recovered customers beside comparable unrecovered ones: whether those whose concern we put right, by
//! their own word, did better later than those whose concern we did not.
//!
//! Nobody drew lots over whom we put right. So customers are held side by side only where they are alike in
//! what is named; what time alone brings is kept out by a day on which it is settled who is which; and the
//! same comparison is made where recovery can have done nothing, before the concern.

mod gather;
mod words;

use super::histories::Histories;
use super::outcome::{Follow, Made, OutcomeKind, declared, usual};
use crate::case::Case;
use crate::document::Read;
use crate::error::{Code, Error};
use crate::metric::{Estimate, Member, Stratified, confident, stratified_means, stratified_shares};
use crate::time::{Span, Time};
use gather::gather;
use serde::{Deserialize, Serialize};

/// What is asked of recovered customers.
#[derive(Debug, Clone, PartialEq, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RecoveredQuery {
    /// The outcome, as the program declares it.
    pub outcome: String,
    /// In what customers must be alike to be held side by side: `rule`, `priority`, `case_type` or `period`
    /// (the month) of the case, or of the signal that opened it `stage`, `channel`, `segment`, a field,
    /// `customer.tier` and the like.
    #[serde(default)]
    pub alike: Vec<String>,
    /// How long after the case was opened it is settled who is recovered, and the time for the outcome
    /// begins; 30 days if not said.
    #[serde(default = "thirty_days")]
    pub settled: Span,
    /// Whether silence counts as recovered too: asked, and no objection in the policy's time. Not if not
    /// said.
    #[serde(default)]
    pub undisputed: bool,
    /// The confidence of the intervals; 0.95 if not said.
    #[serde(default = "usual")]
    pub confidence: f64,
}

fn thirty_days() -> Span {
    Span::of_days(30)
}

/// Recovered customers beside comparable unrecovered ones.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Recovered {
    /// The outcome.
    pub outcome: String,
    /// What it is made into.
    pub kind: OutcomeKind,
    /// The outcome of all recovered customers, comparable or not.
    pub recovered: Estimate,
    /// That of all others.
    pub unrecovered: Estimate,
    /// Recovered less comparable unrecovered customers.
    pub difference: Stratified,
    /// The same of the time before the concern, when recovery can have done nothing; absent where nobody is
    /// known for so long.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub placebo: Option<Stratified>,
    /// Whether the placebo's interval holds 0; absent where there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub placebo_holds: Option<bool>,
    /// What it comes to, as a sentence.
    pub sentence: String,
    /// Who does not count.
    pub left_out: RecoveredLeftOut,
    /// What the numbers take for granted, in sentences.
    pub assumptions: Vec<String>,
}

/// Customers with a concern who do not count, by why. Those in strata without the other group are counted
/// with the difference.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RecoveredLeftOut {
    /// The outcome came before it was settled who is recovered.
    pub outcome_before: i64,
    /// The time for the outcome is not over.
    pub waiting: i64,
    /// Nothing came, and the outcome is a mean.
    pub nothing_came: i64,
    /// Something came whose value is not said.
    pub no_value: i64,
    /// The signal that opened the case is not among those given, or is nobody's.
    pub no_signal: i64,
}

impl Histories {
    /// The outcome of customers whose concern was put right, less that of comparable customers whose
    /// concern was not. Of each customer the first case counts; cancelled ones and duplicates do not.
    ///
    /// # Errors
    /// An outcome that the program does not declare, a name that tells nothing apart, no time that is known,
    /// a number beyond what is counted exactly, a confidence outside (0, 1).
    pub fn recovered<'c>(
        &self,
        cases: impl Iterator<Item = &'c Case>,
        query: &RecoveredQuery,
    ) -> Result<Recovered, Error> {
        confident(query.confidence)?;
        let spec = declared(self.program(), &query.outcome)?;
        let mut follow = Follow::of(self.program(), spec, self.until()?)?;
        let gathered = gather(self, cases, query, &mut follow)?;
        let made = Made {
            kind: follow.kind(),
            decimals: follow.decimals(),
            confidence: query.confidence,
        };
        let values = |is_first: bool| {
            let own = gathered
                .after
                .iter()
                .filter(move |it| it.is_first == is_first);
            own.map(|it| it.value).collect::<Vec<f64>>()
        };
        let difference = stratified(made, &gathered.after)?;
        let placebo = stratified(made, &gathered.before)?;
        let placebo = Some(placebo).filter(|it| it.low.is_some());
        let placebo_holds = placebo.as_ref().and_then(|placebo| {
            let (low, high) = placebo.low.zip(placebo.high)?;
            Some(low <= 0.0 && 0.0 <= high)
        });
        Ok(Recovered {
            outcome: query.outcome.clone(),
            kind: made.kind,
            recovered: made.estimate(&values(true))?,
            unrecovered: made.estimate(&values(false))?,
            sentence: words::sentence(&difference, placebo.as_ref(), placebo_holds, made.kind),
            assumptions: words::assumptions(query, spec, &gathered, &difference),
            left_out: gathered.left_out,
            difference,
            placebo,
            placebo_holds,
        })
    }
}

fn stratified(made: Made, members: &[Member]) -> Result<Stratified, Error> {
    match made.kind {
        OutcomeKind::Share => stratified_shares(members, made.confidence),
        OutcomeKind::Mean => stratified_means(members, made.confidence),
    }
}

/// When it is settled who is recovered.
fn settled_at(query: &RecoveredQuery, opened: Time, histories: &Histories) -> Time {
    query.settled.after(opened, histories.program().zone())
}

/// What nothing is told apart by.
fn unknown(name: &str, index: usize) -> Error {
    let message = format!("customers cannot be alike in `{name}`");
    Error::new(Code::Unknown, message).at(format!("alike.{index}"))
}

#[cfg(test)]
mod tests;
