//! Who noticed first: whether what goes wrong is found by us, or told by the customer.

use super::{holds, lead, share};
use crate::document::Read;
use crate::error::Error;
use crate::insight::histories::{GroupBy, Histories};
use crate::insight::outcome::usual;
use crate::journey::Durations;
use crate::metric::Estimate;
use crate::time::Time;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What is asked of first signs. Which activities are signs at all, an event log says
/// ([`crate::journey::EventLog::first_signs`]); here they are named.
#[derive(Debug, Clone, PartialEq, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct FoundQuery {
    /// The condition on the operational signals that something goes wrong, such as a late delivery.
    pub sign: String,
    /// The condition on the signals by which customers say so, such as complaints.
    pub complaint: String,
    /// The condition on the signals that show that we have taken it up by ourselves.
    #[serde(default)]
    pub acted: Option<String>,
    /// The field that tells the problems of a customer apart, such as an order's number; one for each
    /// customer if not said.
    #[serde(default)]
    pub same: Option<String>,
    /// The confidence of the intervals; 0.95 if not said.
    #[serde(default = "usual")]
    pub confidence: f64,
}

/// Who noticed first. A problem is a customer, or a value of `same`, with a sign or a complaint; of each
/// the first sign and the first complaint are looked at.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FoundFirst {
    /// How many problems there are.
    pub problems: i64,
    /// Of those with a complaint, the share with a sign before it.
    pub warned: Estimate,
    /// How long the first sign was before the first complaint, where it was; absent where it never was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lead: Option<Durations>,
    /// Of those with a sign and no complaint before it, the share that complained later.
    pub complained_later: Estimate,
    /// Of all problems, the share that we took up before any complaint: found proactively. Absent where
    /// nothing says that we acted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub found_by_us: Option<Estimate>,
    /// Problems that we heard of by a complaint: we had not acted before.
    pub found_by_complaint: i64,
    /// Problems with a sign, no complaint and nothing that we did.
    pub unnoticed: i64,
    /// Signals that no problem can be told of: they have no customer, or no value of `same`.
    pub unlinked: i64,
}

#[derive(Default)]
struct Problem {
    sign: Option<Time>,
    complaint: Option<Time>,
    acted: Option<Time>,
}

impl Histories {
    /// Whether what goes wrong is found by us or told by the customer, and how long before a complaint the
    /// first sign was.
    ///
    /// # Errors
    /// A condition that does not compile, a name that tells nothing apart, a confidence outside (0, 1).
    pub fn found(&self, query: &FoundQuery) -> Result<FoundFirst, Error> {
        let program = self.program();
        let sign = self.asked("sign", &query.sign)?;
        let complaint = self.asked("complaint", &query.complaint)?;
        let acted = query
            .acted
            .as_ref()
            .map(|acted| self.asked("acted", acted))
            .transpose()?;
        let same = query
            .same
            .as_ref()
            .map(|it| GroupBy::named(self, it, "same"))
            .transpose()?;
        let mut problems: BTreeMap<(usize, Option<String>), Problem> = BTreeMap::new();
        let mut unlinked = 0;
        self.read(&mut |moment| {
            let is = [
                holds(&sign, moment),
                holds(&complaint, moment),
                acted.as_ref().is_some_and(|acted| holds(acted, moment)),
            ];
            if !is.contains(&true) {
                return;
            }
            let value = same.as_ref().and_then(|same| same.at(program, moment));
            let (Some(customer), false) = (moment.customer, same.is_some() && value.is_none())
            else {
                unlinked += 1;
                return;
            };
            let problem = problems.entry((customer, value)).or_default();
            let firsts = [
                &mut problem.sign,
                &mut problem.complaint,
                &mut problem.acted,
            ];
            for (first, is) in firsts.into_iter().zip(is) {
                if is && first.is_none() {
                    *first = Some(moment.signal.at);
                }
            }
        });
        problems.retain(|_, problem| problem.sign.is_some() || problem.complaint.is_some());
        let all: Vec<Problem> = problems.into_values().collect();
        let leads = all.iter().filter_map(|problem| {
            let (sign, complaint) = problem.sign.zip(problem.complaint)?;
            (sign < complaint).then(|| lead(sign, complaint))
        });
        let mut leads: Vec<i64> = leads.collect();
        let complained = all.iter().filter(|it| it.complaint.is_some()).count();
        let signs = all.iter().filter(|it| {
            let sign = it.sign;
            sign.is_some_and(|sign| it.complaint.is_none_or(|complaint| sign < complaint))
        });
        let by_us = all.iter().filter(|it| {
            let acted = it.acted;
            acted.is_some_and(|acted| it.complaint.is_none_or(|complaint| acted < complaint))
        });
        let (by_us, signs) = (by_us.count(), signs.count());
        let silent = all
            .iter()
            .filter(|it| it.complaint.is_none() && it.acted.is_none())
            .count();
        let confidence = query.confidence;
        let count = |of: usize| i64::try_from(of).unwrap_or(i64::MAX);
        Ok(FoundFirst {
            problems: count(all.len()),
            warned: share(leads.len(), complained, confidence)?,
            complained_later: share(leads.len(), signs, confidence)?,
            lead: Durations::of(&mut leads),
            found_by_us: acted
                .map(|_| share(by_us, all.len(), confidence))
                .transpose()?,
            found_by_complaint: count(all.len() - by_us - silent),
            unnoticed: count(silent),
            unlinked,
        })
    }
}
