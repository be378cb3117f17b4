//! The company's number beside the customer's.

use super::LimitCounts;
#[cfg(not(small))]
use super::further::Further;
#[cfg(not(small))]
use super::reach::{PraiseReach, Reach, WithoutInsightRow};
#[cfg(not(small))]
use crate::case::TransferState;
use crate::case::{Case, CaseChange, ClockState, ClosedBy, Policy, PromiseState, State, Verdict};
use crate::document::Read;
use crate::error::Error;
use crate::metric::{CONFIDENCE, Estimate, rate};
use crate::named::Named;
use crate::ordered::Few;
use crate::program::{Program, RuleSpec};
use crate::time::Time;
use serde::{Deserialize, Serialize};

/// Whether the loop works, over all cases.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LoopHealth {
    /// The alerts that stand.
    pub alerts: AlertCounts,
    /// How far the loop reaches the concerns that stand.
    #[cfg(not(small))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reach: Option<Reach>,
    /// How far it carries the praise that stands; of a run alone, since an engine does not keep where each
    /// alert went.
    #[cfg(not(small))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub praise_reach: Option<PraiseReach>,
    /// Who never got an insight, by level; empty where the program says nothing of `notices`. A run goes by
    /// all notices, an engine by those that it remembers.
    #[cfg(not(small))]
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub without_insight: Vec<WithoutInsightRow>,
    /// All cases.
    #[serde(flatten)]
    pub all: LoopRow,
}

/// The alerts that stand.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AlertCounts {
    /// Things to put right.
    pub concerns: i64,
    /// Things to be proud of.
    pub praise: i64,
    /// By rule.
    pub by_rule: Named<i64>,
    /// What rules on trial (`shadow`) would have raised, by rule. Not counted above.
    pub shadowed: Named<i64>,
    /// What was suppressed, by rule. Not counted above.
    pub suppressed: Named<i64>,
    /// What was suppressed, by reason: `supersedes` and the rule, or `suppress` and the limit. An alert
    /// may have several.
    pub suppressed_by: Named<i64>,
}

/// The cases of one group. Cancelled cases are counted in `cancelled` only, and duplicates in `merged`: what
/// became of those is counted once, with the case that they were merged into.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LoopRow {
    /// The group; absent for all cases, and for those without a value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// All cases but those cancelled or merged.
    pub cases: i64,
    /// Those cancelled because every alert behind them was retracted.
    pub cancelled: i64,
    /// Those merged into another of the same customer.
    #[serde(default)]
    pub merged: i64,
    /// The company's number: cases that we resolved or closed at least once.
    pub answered: i64,
    /// Cases that are closed now.
    pub closed: i64,
    /// Cases closed now, by ground.
    pub closed_by: Few<ClosedBy, i64>,
    /// Cases by the customer's word as it stands.
    pub verdicts: Few<Verdict, i64>,
    /// Cases that we resolved or closed and the customer disputed, whatever came after.
    pub false_resolutions: i64,
    /// Cases reopened at least once.
    pub reopened: i64,
    /// Cases that we answered and on which the customer has said nothing.
    pub answered_without_verdict: i64,
    /// Where the work stands: cases by state; `waiting.customer` and the like by what they wait on.
    pub states: Named<i64>,
    /// Of those, the cases in sub-states: `in_progress.repair` and the like.
    #[serde(default, skip_serializing_if = "Named::is_empty")]
    pub sub_states: Named<i64>,
    /// The clocks, by target.
    pub clocks: Named<ClockCounts>,
    /// What customers were promised.
    #[serde(default)]
    pub promises: PromiseCounts,
    /// How cases were handed over.
    #[cfg(not(small))]
    #[serde(default, skip_serializing_if = "TransferCounts::is_empty")]
    pub transfers: TransferCounts,
    /// What else is counted of them.
    #[cfg(not(small))]
    #[serde(flatten)]
    pub further: Further,
    /// The company's number as a share of all cases.
    pub answered_rate: Estimate,
    /// The customer's number: confirmed, as a share of those answered.
    pub confirmed_rate: Estimate,
    /// False resolutions, as a share of those answered.
    pub false_resolution_rate: Estimate,
}

/// The clocks of one target.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ClockCounts {
    /// In time.
    pub met: i64,
    /// Too late.
    pub breached: i64,
    /// Running or paused.
    pub open: i64,
}

/// What customers were promised, and what became of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PromiseCounts {
    /// Not done, and not due.
    pub open: i64,
    /// Done in time.
    pub kept: i64,
    /// Not done in time, or called off.
    pub broken: i64,
}

/// How cases were handed over, and what became of that: each transfer is counted once.
#[cfg(not(small))]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TransferCounts {
    /// Not taken up, and not due.
    pub open: i64,
    /// Taken up in time, or nothing was left to take up.
    pub taken_up: i64,
    /// Not taken up in time, whatever came after.
    pub lapsed: i64,
    /// Handed over again before it was taken up, by others than whoever had it.
    pub handed_on: i64,
}

#[cfg(not(small))]
impl TransferCounts {
    /// Whether nothing was handed over.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    fn add(&mut self, case: &Case, now: Option<Time>) {
        for transfer in case.transfers_at(now) {
            *(match transfer {
                TransferState::Open => &mut self.open,
                TransferState::TakenUp => &mut self.taken_up,
                TransferState::Lapsed => &mut self.lapsed,
                TransferState::HandedOn => &mut self.handed_on,
            }) += 1;
        }
    }
}

/// What a company declares, as far as the health of its loop goes, over all versions of its program.
pub struct Company<'c> {
    /// The newest program.
    pub program: &'c Program,
    /// What the last version that has a rule says of it.
    pub rule: &'c dyn Fn(&str) -> Option<&'c RuleSpec>,
    /// The policy that a case is followed up by.
    pub policy: &'c dyn Fn(&Case) -> Result<Policy<'c>, Error>,
}

impl LoopHealth {
    /// The health of the loop from the alerts that stand, by rule, those that nobody was told of, and
    /// the cases.
    pub fn of<'c>(
        company: &Company<'_>,
        by_rule: &Named<i64>,
        limits: &LimitCounts,
        cases: impl Iterator<Item = &'c Case>,
        now: Option<Time>,
    ) -> Self {
        let mut alerts = AlertCounts {
            by_rule: by_rule.clone(),
            shadowed: limits.shadowed.clone(),
            suppressed: limits.suppressed.clone(),
            suppressed_by: limits.suppressed_by.clone(),
            ..AlertCounts::default()
        };
        for (rule, count) in by_rule {
            let spec = (company.rule)(rule);
            if spec.is_some_and(|rule| rule.shadow && rule.metric.is_some()) {
                continue;
            }
            let praise = spec.is_some_and(|rule| rule.raise.praise);
            *(if praise {
                &mut alerts.praise
            } else {
                &mut alerts.concerns
            }) += count;
        }
        let mut all = Counting::default();
        #[cfg(not(small))]
        let mut reach = Reach::of_concerns(company, by_rule);
        for case in cases {
            #[cfg(not(small))]
            reach.add(company, case, now);
            all.add(company, case, now);
        }
        Self {
            alerts,
            #[cfg(not(small))]
            reach: reach.rated(company),
            #[cfg(not(small))]
            praise_reach: None,
            #[cfg(not(small))]
            without_insight: Vec::new(),
            all: all.row(None),
        }
    }
}

#[derive(Default)]
pub(super) struct Counting {
    cases: i64,
    cancelled: i64,
    merged: i64,
    answered: i64,
    closed: i64,
    closed_by: Few<ClosedBy, i64>,
    verdicts: Few<Verdict, i64>,
    false_resolutions: i64,
    reopened: i64,
    unheard: i64,
    confirmed: i64,
    states: Named<i64>,
    sub_states: Named<i64>,
    clocks: Named<ClockCounts>,
    promises: PromiseCounts,
    #[cfg(not(small))]
    transfers: TransferCounts,
    #[cfg(not(small))]
    further: Further,
}

impl Counting {
    pub(super) fn add(&mut self, company: &Company<'_>, case: &Case, now: Option<Time>) {
        // A promise is one, whatever becomes of its case.
        for promise in &case.promises {
            *(match promise.state(now.unwrap_or(promise.made_at)) {
                PromiseState::Open => &mut self.promises.open,
                PromiseState::Kept => &mut self.promises.kept,
                PromiseState::Broken => &mut self.promises.broken,
            }) += 1;
        }
        #[cfg(not(small))]
        self.transfers.add(case, now);
        if case.state == State::Cancelled {
            self.cancelled += 1;
            return;
        }
        if case.state == State::Merged {
            self.merged += 1;
            return;
        }
        let answered = case.resolved > 0 || case.state == State::Closed;
        self.cases += 1;
        self.answered += i64::from(answered);
        #[cfg(not(small))]
        self.further.add(case, answered, now);
        self.closed += i64::from(case.state == State::Closed);
        self.false_resolutions += i64::from(case.is_false_resolution());
        self.reopened += i64::from(case.reopened > 0);
        self.confirmed += i64::from(answered && case.verdict == Verdict::Confirmed);
        let silent = matches!(case.verdict, Verdict::NotAsked | Verdict::Pending);
        self.unheard += i64::from(answered && silent);
        self.verdicts.update(case.verdict, |count| *count += 1);
        if let Some(ground) = ground_of(case) {
            self.closed_by.update(ground, |count| *count += 1);
        }
        let state = case.state_name();
        if let Some(sub_state) = &case.sub_state {
            *self.sub_states.or_default(&format!("{state}.{sub_state}")) += 1;
        }
        *self.states.or_default(&state) += 1;
        let Ok(policy) = (company.policy)(case) else {
            return;
        };
        for target in policy.targets() {
            let counts = self.clocks.or_default(target.name.name());
            match case.verdict_at(&target, now.unwrap_or(case.opened_at)) {
                ClockState::Met { .. } => counts.met += 1,
                ClockState::Breached { .. } => counts.breached += 1,
                ClockState::Running { .. } | ClockState::Paused => counts.open += 1,
                ClockState::Ended | ClockState::Idle => {}
            }
        }
    }

    pub(super) fn row(self, group: Option<String>) -> LoopRow {
        #[cfg(not(small))]
        let kept = (self.promises.kept, self.promises.broken);
        LoopRow {
            group,
            cases: self.cases,
            cancelled: self.cancelled,
            merged: self.merged,
            answered: self.answered,
            closed: self.closed,
            closed_by: self.closed_by,
            verdicts: self.verdicts,
            false_resolutions: self.false_resolutions,
            reopened: self.reopened,
            answered_without_verdict: self.unheard,
            states: self.states,
            sub_states: self.sub_states,
            clocks: self.clocks,
            promises: self.promises,
            #[cfg(not(small))]
            transfers: self.transfers,
            #[cfg(not(small))]
            further: self.further.rated(self.answered, self.reopened, kept),
            answered_rate: share(self.answered, self.cases),
            confirmed_rate: share(self.confirmed, self.answered),
            false_resolution_rate: share(self.false_resolutions, self.answered),
        }
    }
}

/// The ground on which a case that is closed now was closed.
fn ground_of(case: &Case) -> Option<ClosedBy> {
    let last = case
        .history
        .iter()
        .rev()
        .find_map(|event| match event.change {
            CaseChange::Closed { on } => Some(on),
            _ => None,
        });
    last.filter(|_| case.state == State::Closed)
}

pub(super) fn share(hits: i64, n: i64) -> Estimate {
    let method = crate::metric::Method::Wilson;
    let absent = Estimate {
        value: None,
        n: 0,
        low: None,
        high: None,
        confidence: CONFIDENCE,
        method,
    };
    // Never more hits than cases, and the confidence is ours.
    rate(hits, n, CONFIDENCE).unwrap_or(absent)
}
