//! What the history of a case means to the clock of a target: whether it runs, how long it may, by which
//! calendar, and where a round begins.

use super::read::{Mode, Phase};
use crate::calendar::Calendar;
use crate::case::{Case, CaseChange, CaseEvent, State, Target, Verdict, WaitingOn};
use crate::program::{OnReopen, TargetName};
use crate::time::Time;

/// The history so far, as the clock of a target sees it.
pub(super) struct Story<'c, 'p> {
    case: &'c Case,
    target: Target<'p>,
    /// The unit in which the case was opened.
    opened_in: Option<&'c str>,
    calendar: &'p Calendar,
    within: i64,
    state: State,
    waiting: Option<WaitingOn>,
    sub_state: Option<&'c str>,
    /// Whether its first round has begun.
    has_begun: bool,
    /// What it asks for is done.
    is_met: bool,
    /// When the customer was last reached.
    reached: Option<Time>,
    reply: Reply,
}

/// What the customer has said, and waits to be answered.
struct Reply {
    /// Whether a word is answered by the first contact, which has a target of its own.
    is_first: bool,
    owed: Owed,
    /// Whether the clock runs.
    runs: bool,
    /// What the clock does while it does not run.
    rest: Mode,
}

/// Whether a word waits for an answer.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Owed {
    No,
    Here,
    /// It was said on a duplicate, which was at work on it until it was merged.
    Elsewhere,
}

impl<'c, 'p> Story<'c, 'p> {
    pub(super) fn of(case: &'c Case, target: &Target<'p>) -> Self {
        let opened_in = case.units().next().flatten();
        Self {
            case,
            target: *target,
            opened_in,
            calendar: target.first_calendar(case),
            within: target.within(&case.opened_priority, &case.segments, opened_in),
            state: State::New,
            waiting: None,
            sub_state: None,
            has_begun: false,
            is_met: false,
            reached: None,
            reply: Reply {
                is_first: target.shares_first_contact(),
                owed: Owed::No,
                runs: false,
                rest: Mode::Idle,
            },
        }
    }

    /// What happens next: whether a round begins with it; absent where it means nothing to the clock.
    pub(super) fn hear(&mut self, event: &'c CaseEvent) -> Option<bool> {
        if event.change.sets_the_state() {
            self.sub_state = None;
        }
        match &event.change {
            CaseChange::Placed { sub_state } => self.sub_state = Some(sub_state),
            CaseChange::PriorityRaised { priority } | CaseChange::PrioritySet { priority, .. } => {
                let segments = &self.case.segments;
                self.within = self.target.within(priority, segments, self.opened_in);
            }
            CaseChange::Transferred { transfer } => self.goes_to(transfer.to_unit.as_deref()),
            CaseChange::UnitRemoved { to, .. } => self.goes_to(to.as_deref()),
            CaseChange::Acknowledged => self.state = State::Acknowledged,
            CaseChange::Started | CaseChange::Reopened { .. } => self.state = State::InProgress,
            CaseChange::Waiting { on } => {
                self.state = State::Waiting;
                self.waiting = Some(*on);
            }
            CaseChange::Resumed { to } => self.state = *to,
            CaseChange::Resolved { .. } => self.state = State::Resolved,
            CaseChange::Closed { .. } => self.state = State::Closed,
            CaseChange::Cancelled { .. } => self.state = State::Cancelled,
            CaseChange::MergedInto { .. } => self.state = State::Merged,
            CaseChange::Opened
            | CaseChange::Contacted { .. }
            | CaseChange::CustomerSpoke { .. }
            | CaseChange::AlertJoined { .. }
            | CaseChange::VerdictRecorded { .. } => {}
            CaseChange::TookOver { .. } => {
                if self.reply.owed == Owed::Elsewhere {
                    self.reply.owed = Owed::Here;
                }
                return None;
            }
            _ => return None,
        }
        Some(match self.target.name {
            TargetName::Reply => self.replies(event),
            _ => self.goes_on(event),
        })
    }

    /// What the clock does from an instant on.
    pub(super) fn phase(&self, from: Time) -> Phase<'p> {
        Phase::of(from, self.mode(), self.within, self.calendar)
    }

    fn mode(&self) -> Mode {
        let has_ended = match self.state {
            State::Cancelled | State::Merged => true,
            State::Closed => self.target.name != TargetName::TellCustomer,
            _ => false,
        };
        match self.target.name {
            TargetName::Reply if !self.reply.runs => return self.reply.rest,
            _ if self.is_met => return Mode::Stop,
            _ if has_ended && self.reply.owed != Owed::Elsewhere => return Mode::End,
            _ => {}
        }
        let is_waiting = self.state == State::Waiting;
        let on = self.waiting.filter(|_| is_waiting);
        if self.target.pauses(self.state, on, self.sub_state) {
            return Mode::Pause(on);
        }
        Mode::Run
    }

    /// From here on another unit has the case, and its hours count, where the policy knows it.
    fn goes_to(&mut self, unit: Option<&str>) {
        if let Some(calendar) = self.target.calendar_in(unit) {
            self.calendar = calendar;
        }
    }

    /// A target of the case as a whole; whether a round begins.
    fn goes_on(&mut self, event: &CaseEvent) -> bool {
        let name = self.target.name;
        let is_done = matches!(self.state, State::Resolved | State::Closed);
        let comes_back = matches!(event.change, CaseChange::Reopened { .. })
            && matches!(name, TargetName::Resolve | TargetName::TellCustomer);
        if comes_back {
            self.is_met = false;
        }
        self.is_met |= match name {
            TargetName::Acknowledge => {
                !matches!(self.state, State::New | State::Cancelled | State::Merged)
            }
            TargetName::FirstContact => matches!(event.change, CaseChange::Contacted { .. }),
            TargetName::Resolve => is_done,
            TargetName::TellCustomer => self.tells(event, is_done),
            TargetName::Reply => false,
        };
        let again = comes_back && self.target.on_reopen() == OnReopen::Restart;
        let begins = again || !self.has_begun;
        self.has_begun = true;
        begins
    }

    /// Whether the customer knows with this that it is done: they are reached, or say so themselves.
    fn tells(&mut self, event: &CaseEvent, is_done: bool) -> bool {
        match event.change {
            CaseChange::Contacted { reached: true, .. } => {
                self.reached = Some(event.at);
                is_done
            }
            CaseChange::Resolved { .. } | CaseChange::Closed { .. } => {
                self.reached == Some(event.at)
            }
            CaseChange::VerdictRecorded {
                verdict: Verdict::Confirmed | Verdict::Disputed,
                ..
            } => is_done,
            _ => false,
        }
    }

    /// The customer speaks, is answered, or there is nothing to answer any more; whether a round begins.
    fn replies(&mut self, event: &CaseEvent) -> bool {
        let is_at_work = matches!(
            self.state,
            State::New | State::Acknowledged | State::InProgress | State::Waiting
        );
        let reply = &mut self.reply;
        match event.change {
            CaseChange::CustomerSpoke { case: Some(_), .. } => {
                reply.owed = Owed::Elsewhere;
            }
            CaseChange::CustomerSpoke { .. } | CaseChange::AlertJoined { .. }
                if reply.owed == Owed::No && !reply.is_first =>
            {
                reply.owed = Owed::Here;
            }
            CaseChange::Contacted { reached, .. } => {
                reply.is_first = false;
                if reached {
                    reply.owed = Owed::No;
                    reply.rest = if reply.runs { Mode::Stop } else { reply.rest };
                }
            }
            CaseChange::Resolved { .. }
            | CaseChange::Closed { .. }
            | CaseChange::Cancelled { .. }
            | CaseChange::MergedInto { .. }
                if reply.owed != Owed::Elsewhere =>
            {
                reply.owed = Owed::No;
                reply.rest = if reply.runs { Mode::End } else { reply.rest };
            }
            _ => {}
        }
        let runs = match reply.owed {
            Owed::No => false,
            Owed::Here => is_at_work,
            Owed::Elsewhere => true,
        };
        let ran = std::mem::replace(&mut reply.runs, runs);
        reply.runs && !ran
    }
}

impl Case {
    /// The customer's first word that waits for an answer, and whether the clock of that runs.
    pub(in crate::case) fn reply_owed(&self, target: &Target<'_>) -> Option<(&CaseEvent, bool)> {
        let mut story = Story::of(self, target);
        let mut word = None;
        for event in &self.history {
            story.hear(event);
            word = word
                .or(Some(event))
                .filter(|_| story.reply.owed != Owed::No);
        }
        Some((word?, story.reply.runs))
    }

    /// The units that had it, the one in which it was opened first.
    pub(in crate::case) fn units(&self) -> impl Iterator<Item = Option<&str>> {
        let moves = self.history.iter().filter_map(|event| match &event.change {
            CaseChange::Transferred { transfer } => {
                Some((transfer.from_unit.as_deref(), transfer.to_unit.as_deref()))
            }
            CaseChange::UnitRemoved { unit, to } => Some((Some(unit.as_str()), to.as_deref())),
            _ => None,
        });
        let first = moves.clone().next();
        let opened_in = first.map_or(self.unit.as_deref(), |(from, _)| from);
        std::iter::once(opened_in).chain(moves.map(|(_, to)| to))
    }
}
