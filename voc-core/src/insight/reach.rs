//! How far the loop reaches: which concerns got a case and a human contact, which praise a person, and which
//! people an insight.

use super::loop_health::{Company, share};
use crate::case::{Case, CaseChange, ClockState, State, Verdict};
use crate::document::Read;
use crate::metric::Estimate;
use crate::named::Named;
use crate::program::{Level, Program, TargetName};
use crate::route::Person;
use crate::time::Time;
use serde::{Deserialize, Serialize};

/// How far the loop reaches the concerns that stand. One that joined an open case counts as having that case;
/// of contacts with its customer, those count that came after it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Reach {
    /// The concerns that stand and are about a customer: those of rules over metrics are about nobody. Those
    /// from before the program was live stand too, and have no case.
    pub concerns: i64,
    /// Those that got a case.
    pub with_case: i64,
    /// Those whose customer a person has reached since.
    pub contacted: i64,
    /// Of those contacted, the ones on whose case the target `first_contact` was met.
    pub contacted_in_time: i64,
    /// Those whose case the customer confirmed to be solved.
    pub confirmed: i64,
    /// With a case, as a share of the concerns.
    pub with_case_rate: Estimate,
    /// Contacted, as a share of the concerns.
    pub contacted_rate: Estimate,
    /// Contacted in time, as a share of the concerns; absent where no type of case has such a target.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contacted_in_time_rate: Option<Estimate>,
    /// Confirmed, as a share of the concerns.
    pub confirmed_rate: Estimate,
}

/// The same while it is counted.
pub(super) struct Counted {
    concerns: i64,
    with_case: i64,
    contacted: i64,
    contacted_in_time: i64,
    confirmed: i64,
}

impl Reach {
    pub(super) fn of_concerns(company: &Company<'_>, by_rule: &Named<i64>) -> Counted {
        let mut concerns = 0;
        for (rule, count) in by_rule {
            let spec = (company.rule)(rule);
            if spec.is_none_or(|spec| !spec.raise.praise && spec.metric.is_none()) {
                concerns += count;
            }
        }
        Counted {
            concerns,
            with_case: 0,
            contacted: 0,
            contacted_in_time: 0,
            confirmed: 0,
        }
    }
}

impl Counted {
    pub(super) fn add(&mut self, company: &Company<'_>, case: &Case, now: Option<Time>) {
        // What was merged is counted where it goes on.
        if matches!(case.state, State::Merged | State::Cancelled) {
            return;
        }
        let is_praise = |rule: &str| (company.rule)(rule).is_some_and(|rule| rule.raise.praise);
        let mut in_time = None;
        for alert in &case.alerts {
            if !alert.standing || is_praise(&alert.rule) {
                continue;
            }
            self.with_case += 1;
            self.confirmed += i64::from(case.verdict == Verdict::Confirmed);
            let since = came_at(case, &alert.id);
            let mut contacts = case.contacts.iter();
            if !contacts.any(|contact| contact.reached && contact.at >= since) {
                continue;
            }
            self.contacted += 1;
            let met = *in_time.get_or_insert_with(|| is_first_contact_met(company, case, now));
            self.contacted_in_time += i64::from(met);
        }
    }

    pub(super) fn rated(self, company: &Company<'_>) -> Option<Reach> {
        if self.concerns <= 0 {
            return None;
        }
        let mut types = company.program.spec().cases.values();
        let has_target = types.any(|case| case.targets.contains_key(&TargetName::FirstContact));
        let of = |hits: i64| share(hits.min(self.concerns), self.concerns);
        Some(Reach {
            with_case_rate: of(self.with_case),
            contacted_rate: of(self.contacted),
            contacted_in_time_rate: has_target.then(|| of(self.contacted_in_time)),
            confirmed_rate: of(self.confirmed),
            concerns: self.concerns,
            with_case: self.with_case,
            contacted: self.contacted,
            contacted_in_time: self.contacted_in_time,
            confirmed: self.confirmed,
        })
    }
}

/// When an alert came to its case.
fn came_at(case: &Case, alert: &str) -> Time {
    let joined = case.history.iter().find(|event| {
        matches!(&event.change, CaseChange::AlertJoined { alert: one } if *one.id == *alert)
    });
    joined.map_or(case.opened_at, |event| event.at)
}

fn is_first_contact_met(company: &Company<'_>, case: &Case, now: Option<Time>) -> bool {
    let Ok(policy) = (company.policy)(case) else {
        return false;
    };
    let mut targets = policy.targets();
    let target = targets.find(|target| target.name == TargetName::FirstContact);
    target.is_some_and(|target| {
        let state = case.verdict_at(&target, now.unwrap_or(case.opened_at));
        matches!(state, ClockState::Met { .. })
    })
}

/// How far the loop carries praise.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PraiseReach {
    /// The praise that stands.
    pub praise: i64,
    /// That of which a person was told: a unit as a whole is no person.
    pub passed_on: i64,
    /// Passed on, as a share of the praise.
    pub passed_on_rate: Estimate,
}

impl PraiseReach {
    pub(crate) fn of(praise: i64, passed_on: i64) -> Option<Self> {
        (praise > 0).then(|| Self {
            praise,
            passed_on,
            passed_on_rate: share(passed_on, praise),
        })
    }
}

/// The people of a level whom no insight reached. Whoever was told nothing has read nothing, and whoever has
/// read nothing has acted on nothing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct WithoutInsightRow {
    /// The level of their roles.
    pub level: Level,
    /// The people of the roster, of this level.
    pub people: i64,
    /// Those who were told nothing.
    pub told_nothing: i64,
    /// Those who have read nothing.
    pub read_nothing: i64,
    /// Those who have acted on nothing.
    pub acted_on_nothing: i64,
    /// Told nothing, as a share of the people.
    pub told_nothing_rate: Estimate,
    /// Read nothing, as a share of the people.
    pub read_nothing_rate: Estimate,
    /// Acted on nothing, as a share of the people.
    pub acted_on_nothing_rate: Estimate,
}

/// What somebody heard: whether they were told anything, read anything, acted on anything.
pub(crate) type Heard = [bool; 3];

/// Who never got an insight, by level; of people by id, those who heard something.
pub(crate) fn without_insight(
    program: &Program,
    people: &Named<Person>,
    heard: &Named<Heard>,
) -> Vec<WithoutInsightRow> {
    let roles = &program.spec().roles;
    let row = |level: Level| {
        let mut counts = [0_i64; 4];
        let of_level = people.iter().filter(|(_, person)| {
            let role = roles.get(&person.role);
            role.is_some_and(|role| role.level == level)
        });
        for (id, _) in of_level {
            let [told, read, acted] = heard.get(id).copied().unwrap_or_default();
            let missed = [true, !(told || read || acted), !(read || acted), !acted];
            for (count, missed) in counts.iter_mut().zip(missed) {
                *count += i64::from(missed);
            }
        }
        let [people, told_nothing, read_nothing, acted_on_nothing] = counts;
        (people > 0).then(|| WithoutInsightRow {
            level,
            people,
            told_nothing,
            read_nothing,
            acted_on_nothing,
            told_nothing_rate: share(told_nothing, people),
            read_nothing_rate: share(read_nothing, people),
            acted_on_nothing_rate: share(acted_on_nothing, people),
        })
    };
    let levels = [Level::Executive, Level::Middle, Level::FrontLine];
    levels.into_iter().filter_map(row).collect()
}
