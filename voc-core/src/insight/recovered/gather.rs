//! Cases and signals into customers of two groups, in strata.

use super::{RecoveredLeftOut, RecoveredQuery, settled_at, unknown};
use crate::case::{Case, CaseChange, State, Verdict};
use crate::error::Error;
use crate::insight::histories::{GroupBy, Histories};
use crate::insight::outcome::{Came, Follow, OutcomeKind};
use crate::metric::Member;
use crate::time::Time;
use std::collections::BTreeMap;

/// The customers that count.
pub(super) struct Gathered {
    /// What came after it was settled.
    pub(super) after: Vec<Member>,
    /// What had come before the concern, of those known for long enough.
    pub(super) before: Vec<Member>,
    pub(super) left_out: RecoveredLeftOut,
}

/// What customers must be alike in.
enum Alike {
    Rule,
    Priority,
    CaseType,
    Period,
    Signal(GroupBy),
}

impl Alike {
    fn named(histories: &Histories, name: &str, index: usize) -> Result<Self, Error> {
        Ok(match name {
            "rule" => Self::Rule,
            "priority" => Self::Priority,
            "case_type" => Self::CaseType,
            "period" => Self::Period,
            _ => {
                let own = [
                    "rule",
                    "priority",
                    "case_type",
                    "period",
                    "segment",
                    "stage",
                    "channel",
                ];
                let found = GroupBy::named(histories, name, "alike");
                Self::Signal(found.map_err(|_| unknown(name, index).nearest(name, own))?)
            }
        })
    }
}

/// A customer's first case.
struct First<'c> {
    case: &'c Case,
    /// Whose it is, in the histories; what the signal that opened it says, and when the first one was.
    seen: Option<(usize, Vec<Option<String>>)>,
}

pub(super) fn gather<'c>(
    histories: &Histories,
    cases: impl Iterator<Item = &'c Case>,
    query: &RecoveredQuery,
    follow: &mut Follow<'_>,
) -> Result<Gathered, Error> {
    let names = query.alike.iter().enumerate();
    let alike = names.map(|(index, name)| Alike::named(histories, name, index));
    let alike: Vec<Alike> = alike.collect::<Result<_, _>>()?;
    let mut firsts = first_cases(cases);
    let mut began: BTreeMap<usize, Time> = BTreeMap::new();
    let program = histories.program();
    histories.read(&mut |moment| {
        follow.take(moment);
        let Some(customer) = moment.customer else {
            return;
        };
        began.entry(customer).or_insert(moment.signal.at);
        if let Some(first) = firsts.get_mut(moment.id) {
            let of = |alike: &Alike| match alike {
                Alike::Signal(by) => by.at(program, moment),
                _ => None,
            };
            first.seen = Some((customer, alike.iter().map(of).collect()));
        }
    });
    let mut strata: BTreeMap<Vec<Option<String>>, u32> = BTreeMap::new();
    let mut gathered = Gathered {
        after: Vec::new(),
        before: Vec::new(),
        left_out: RecoveredLeftOut::default(),
    };
    for first in firsts.values() {
        let Some((customer, told)) = &first.seen else {
            gathered.left_out.no_signal += 1;
            continue;
        };
        let case = first.case;
        let key = alike.iter().zip(told).map(|(alike, told)| match alike {
            Alike::Rule => case.alerts.first().map(|alert| alert.rule.to_string()),
            Alike::Priority => Some(case.opened_priority.to_string()),
            Alike::CaseType => Some(case.case_type.to_string()),
            Alike::Period => {
                let day = case.opened_at.date_in(program.zone());
                Some(day.format("%Y-%m").to_string())
            }
            Alike::Signal(_) => told.clone(),
        });
        let next = u32::try_from(strata.len()).unwrap_or(u32::MAX);
        let stratum = *strata.entry(key.collect()).or_insert(next);
        let settled = settled_at(query, case.opened_at, histories);
        let is_first = is_recovered(case, settled, query.undisputed);
        let member = |value| Member {
            stratum,
            is_first,
            value,
        };
        let value = gathered.value(follow, *customer, case.opened_at, settled);
        let Some(value) = value else {
            continue;
        };
        gathered.after.push(member(value));
        let before = follow.before(*customer, case.opened_at);
        let known = began
            .get(customer)
            .is_some_and(|began| *began <= follow.begins(case.opened_at));
        let before = match (before, follow.kind()) {
            (Came::Value(value), _) => Some(value),
            (Came::Nothing, OutcomeKind::Share) => Some(0.0),
            _ => None,
        };
        gathered.before.extend(before.filter(|_| known).map(member));
    }
    Ok(gathered)
}

impl Gathered {
    /// What came to a customer after it was settled; counted as left out where that does not count.
    fn value(
        &mut self,
        follow: &Follow<'_>,
        customer: usize,
        opened: Time,
        settled: Time,
    ) -> Option<f64> {
        let left_out = &mut self.left_out;
        if follow.has_come(customer, opened, settled) {
            left_out.outcome_before += 1;
            return None;
        }
        match (follow.after(customer, settled), follow.kind()) {
            (Came::Value(value), _) => return Some(value),
            (Came::Nothing, OutcomeKind::Share) => return Some(0.0),
            (Came::Nothing, OutcomeKind::Mean) => left_out.nothing_came += 1,
            (Came::NoValue, _) => left_out.no_value += 1,
            (Came::NotYet | Came::Early, _) => left_out.waiting += 1,
        }
        None
    }
}

/// The first case of each customer, by the signal that opened it.
fn first_cases<'c>(cases: impl Iterator<Item = &'c Case>) -> BTreeMap<String, First<'c>> {
    let mut of: BTreeMap<&str, &Case> = BTreeMap::new();
    for case in cases.filter(|case| !matches!(case.state, State::Cancelled | State::Merged)) {
        let Some(customer) = case.customer.as_deref() else {
            continue;
        };
        let known = of.entry(customer).or_insert(case);
        if (case.opened_at, &case.id) < (known.opened_at, &known.id) {
            *known = case;
        }
    }
    let opened = of.into_values().filter_map(|case| {
        let signal = case.alerts.first()?.signal.to_string();
        Some((signal, First { case, seen: None }))
    });
    opened.collect()
}

/// Whether the customer's last word by an instant was that it is put right.
fn is_recovered(case: &Case, by: Time, undisputed: bool) -> bool {
    let mut is = false;
    for event in case.history.iter().filter(|event| event.at <= by) {
        match &event.change {
            CaseChange::VerdictRecorded { verdict, .. } => {
                is =
                    *verdict == Verdict::Confirmed || undisputed && *verdict == Verdict::Undisputed;
            }
            CaseChange::Reopened { .. } | CaseChange::QuestionWithdrawn => is = false,
            _ => {}
        }
    }
    is
}
