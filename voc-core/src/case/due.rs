//! What comes near its due, and what passes it: promises that are to be kept, and a transfer that nobody
//! has taken up. It is read off the history, so that it is the same whenever anybody looks.

use super::{Case, CaseChange, CaseEvent, Policy, Transfer};
use crate::program::DueSpec;
use crate::time::{Span, Time};

/// The last transfer, and what became of it.
#[derive(Debug)]
struct HandedOver<'c> {
    transfer: &'c Transfer,
    taken_up: Option<Time>,
    is_warned: bool,
    has_lapsed: bool,
    is_overtaken: bool,
    /// When it was handed over again.
    handed_on: Option<Time>,
}

/// What has become of a transfer by an instant.
#[cfg(not(small))]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TransferState {
    /// Not taken up, and not due.
    Open,
    /// Taken up in time.
    TakenUp,
    /// Not taken up in time.
    Lapsed,
    /// Handed over again before it was taken up, by others than whoever had it.
    HandedOn,
}

#[cfg(not(small))]
impl HandedOver<'_> {
    fn state(&self, at: Time) -> TransferState {
        let ended = self.taken_up.or(self.handed_on);
        if ended.unwrap_or(at) >= self.transfer.due {
            TransferState::Lapsed
        } else if self.taken_up.is_some() {
            TransferState::TakenUp
        } else if self.handed_on.is_some() {
            TransferState::HandedOn
        } else {
            TransferState::Open
        }
    }
}

impl Case {
    /// When somebody is to be told next of a promise or a transfer, and what happens to the case then.
    pub(crate) fn falls_due(&self, policy: &Policy<'_>) -> Option<(Time, CaseChange)> {
        if cfg!(small) {
            return None;
        }
        let promise = self.promise_warning(policy);
        let transfer = self.transfer_due(policy);
        let dues = promise.into_iter().chain(transfer);
        dues.min_by_key(|(at, _)| *at)
    }

    fn promise_warning(&self, policy: &Policy<'_>) -> Option<(Time, CaseChange)> {
        let spec = policy.spec().promises.as_ref()?;
        let is_warned = |id: &str| {
            let mut back = self.history.iter().rev();
            back.any(|event| match &event.change {
                CaseChange::PromiseWarned { promise, .. } => promise == id,
                _ => false,
            })
        };
        let open = self.promises.iter().filter(|one| !is_warned(&one.id));
        let warnings = open.filter_map(|promise| {
            let due = promise.lapses_at()?;
            let at = self.warns(policy, spec, promise.made_at, due)?;
            let promise = promise.id.clone();
            Some((at, CaseChange::PromiseWarned { promise, due }))
        });
        warnings.min_by_key(|(at, _)| *at)
    }

    fn transfer_due(&self, policy: &Policy<'_>) -> Option<(Time, CaseChange)> {
        let spec = policy.spec().transfers.as_ref()?;
        let handed = self.handed_over()?;
        if handed.taken_up.is_some() || handed.has_lapsed {
            return None;
        }
        let Transfer { at, due, .. } = *handed.transfer;
        let warning = self.warns(policy, spec, at, due);
        match warning.filter(|_| !handed.is_warned) {
            Some(at) => Some((at, CaseChange::TransferWarned { due })),
            None => Some((due, CaseChange::TransferLapsed { due })),
        }
    }

    /// When to warn of something that is due, in hours of the calendar of whoever has the case.
    fn warns(&self, policy: &Policy<'_>, spec: &DueSpec, from: Time, due: Time) -> Option<Time> {
        let warn = spec.warn.map(Span::at_most)?;
        let calendar = policy.calendar_for(self, &spec.calendar);
        let left = calendar.open_between(from, due) - warn;
        let at = calendar.after_open(from, left.max(0));
        at.filter(|at| *at < due)
    }

    /// That a transfer was not taken up was announced, and it was, as has come to light: when it was due.
    pub(crate) fn lapse_overtaken(&self) -> Option<Time> {
        if cfg!(small) {
            return None;
        }
        let handed = self.handed_over()?;
        let due = handed.transfer.due;
        let in_time = handed.taken_up.is_some_and(|at| at < due);
        let is_overtaken = handed.has_lapsed && in_time && !handed.is_overtaken;
        is_overtaken.then_some(due)
    }

    /// Who handed it over last.
    pub(crate) fn handed_over_by(&self) -> Option<&str> {
        self.transfers.last().map(|one| one.by.as_str())
    }

    /// What has become of each of its transfers by an instant, in order; by when they were made, if not
    /// said.
    #[cfg(not(small))]
    pub(crate) fn transfers_at(&self, at: Option<Time>) -> Vec<TransferState> {
        let handed = |(place, event): (usize, &CaseEvent)| match &event.change {
            CaseChange::Transferred { transfer } => {
                let handed = self.handed_over_at(place, transfer);
                Some(handed.state(at.unwrap_or(event.at)))
            }
            _ => None,
        };
        if self.transfers.is_empty() {
            return Vec::new();
        }
        self.history.iter().enumerate().filter_map(handed).collect()
    }

    fn handed_over(&self) -> Option<HandedOver<'_>> {
        let transfer = self.transfers.last()?;
        let is_it = |event: &CaseEvent| matches!(event.change, CaseChange::Transferred { .. });
        let place = self.history.iter().rposition(is_it)?;
        Some(self.handed_over_at(place, transfer))
    }

    /// The transfer at a place of the history.
    fn handed_over_at<'c>(&'c self, place: usize, transfer: &'c Transfer) -> HandedOver<'c> {
        let mut handed = HandedOver {
            transfer,
            taken_up: None,
            is_warned: false,
            has_lapsed: false,
            is_overtaken: false,
            handed_on: None,
        };
        let mut holder = transfer.to_person.as_deref();
        for event in self.history.iter().skip(place + 1) {
            match &event.change {
                CaseChange::TransferWarned { .. } => handed.is_warned = true,
                CaseChange::TransferLapsed { .. } => handed.has_lapsed = true,
                CaseChange::TransferOvertaken { .. } => handed.is_overtaken = true,
                _ if handed.taken_up.is_some() => {}
                _ if takes_up(event, transfer, holder) => handed.taken_up = Some(event.at),
                CaseChange::Assigned { to } | CaseChange::HolderLeft { to, .. } => {
                    holder = Some(to);
                }
                CaseChange::Unassigned { .. } => holder = None,
                _ => {}
            }
            if matches!(event.change, CaseChange::Transferred { .. }) {
                handed.handed_on = Some(event.at);
                break;
            }
        }
        handed
    }

    /// The unit that had it at an instant.
    pub(crate) fn unit_at(&self, at: Time) -> Option<&String> {
        let moves = self.history.iter().filter_map(|event| match &event.change {
            CaseChange::Transferred { transfer } => Some((event.at, &transfer.from_unit)),
            _ => None,
        });
        let later = moves.filter(|(moved, _)| *moved > at).map(|(_, from)| from);
        later.chain([&self.unit]).next().and_then(Option::as_ref)
    }
}

/// Whether a transfer is taken up: whoever has the case since does anything to it, or somebody else than
/// who handed it over goes on with the work. Where the work is over, there is nothing left to take up.
fn takes_up(event: &CaseEvent, transfer: &Transfer, holder: Option<&str>) -> bool {
    if matches!(
        event.change,
        CaseChange::Resolved { .. }
            | CaseChange::Closed { .. }
            | CaseChange::Cancelled { .. }
            | CaseChange::MergedInto { .. }
    ) {
        return true;
    }
    let works =
        event.change.sets_the_state() || matches!(event.change, CaseChange::Contacted { .. });
    event
        .by
        .as_deref()
        .is_some_and(|by| holder == Some(by) || works && by != transfer.by)
}
