//! The engine: both stages wired together, in memory. Inputs in, events out; time comes with them.

#[cfg(not(small))]
mod accountable;
mod announce;
mod announced;
mod ask;
mod cells;
mod change;
#[cfg(not(small))]
mod coaching;
pub mod columns;
mod command;
mod corrected;
mod counted;
mod counts;
#[cfg(not(small))]
mod dossier;
mod due;
mod escalate;
mod event;
mod expiry;
mod explain;
mod facts;
mod fire;
mod follow_up;
mod handed;
mod hear;
mod ids;
mod index;
mod invite;
mod joint;
#[cfg(not(small))]
mod journeys;
#[cfg(small)]
#[path = "journeys_of_pages.rs"]
mod journeys;
mod limits;
mod mail;
mod merge;
mod notice;
#[cfg(not(small))]
mod outer;
#[cfg(small)]
#[path = "outer_of_pages.rs"]
mod outer;
mod partition;
mod plans;
mod post;
mod praise;
mod preview;
#[cfg(not(small))]
mod reach;
mod reorganise;
#[cfg(not(small))]
mod reports;
#[cfg(not(small))]
mod reviews;
mod rows;
mod run;
mod see;
mod snapshot;
#[cfg(not(small))]
mod spoken;
mod take;
mod timers;
#[cfg(not(small))]
mod unit_values;
#[cfg(not(small))]
mod voices;
mod waits;
mod watch;
mod words;
mod written;

pub use crate::program::NoticeKind;
pub use counts::Counts;
#[cfg(not(small))]
pub use dossier::{CaseBrief, Dossier, OpenPromise, Upstream};
pub use event::{Changed, EVENT_VERSION, Event, RuleChange, What};
pub use explain::{Explanation, Followed};
pub use joint::TOGETHER;
#[cfg(not(small))]
pub use journeys::Touch;
pub use limits::Suppression;
use mail::Mail;
pub use mail::Mark;
pub use notice::Notice;
pub use partition::{FactsPart, partition_of};
pub use praise::RecognitionRow;
pub use preview::{Loses, LostStep, Reorganisation, Reorganised};
pub use rows::{AlertRow, NoticeRow};
pub use run::{END, Refused, Run, run};
pub use see::SeenCase;
pub use snapshot::SNAPSHOT_VERSION;
#[cfg(not(small))]
pub use spoken::{Record, Spoken};

use crate::digest::Content;
use crate::document::Read;
use crate::error::Refusal;
use crate::program::Program;
use crate::signal::{Command, Input};
use crate::text::Text;
use crate::time::Time;
use change::StoredVersion;
use facts::{FactPlans, Facts};
use follow_up::FollowUp;
use ids::Ids;
use index::Whose;
use journeys::Journeys;
use merge::Merged;
use outer::Outer;
use serde::{Deserialize, Serialize};
use watch::Watch;

/// The engine. Its state is a function of the program and the inputs, in order.
#[derive(Debug, Clone)]
pub struct Engine {
    plans: FactPlans,
    state: State,
    room: Room,
}

/// Room to work in, kept from one input to the next; empty in between.
#[derive(Debug, Clone, Default)]
struct Room {
    out: Vec<(Time, What)>,
    /// How many of those have been looked through for notices.
    posted: usize,
    packed: Vec<u8>,
}

/// For how much that comes out at once room is kept.
const ROOM_MAX: usize = 1 << 10;

/// Everything that a snapshot holds.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, Read)]
struct State {
    now: Option<Time>,
    /// The versions of the program, the first included; none where there is but one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    versions: Vec<StoredVersion>,
    /// Before this nothing can change, whatever a later version says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    floor: Option<Time>,
    counts: Counts,
    ids: Ids,
    #[serde(default, skip_serializing_if = "Merged::is_empty")]
    merged: Merged,
    facts: Facts,
    follow_up: FollowUp,
    #[serde(default, skip_serializing_if = "Watch::is_empty")]
    watch: Watch,
    #[serde(default, skip_serializing_if = "Mail::is_empty")]
    mail: Mail,
    #[serde(default, skip_serializing_if = "Outer::is_empty")]
    outer: Outer,
    #[serde(default, skip_serializing_if = "Journeys::is_empty")]
    journeys: Journeys,
}

/// An input that was found good, ready to be applied.
struct Accepted {
    id: Text,
    /// Whether one of this id is remembered.
    is_known: bool,
    revision: u32,
    /// The instant that it is about.
    at: Option<Time>,
    /// When it was received, as far as any input has told the time.
    received: Option<Time>,
    /// The digest of its content, where it is not a signal.
    content: Option<Content>,
}

impl Engine {
    /// An engine that has seen nothing.
    pub fn new(program: Program) -> Self {
        Self::watching(program, Watch::default())
    }

    /// An engine that has seen nothing and will see a part of the customers, as [`partition_of`] says.
    ///
    /// It is any other engine, but for rules over metrics: at the ends of periods it counts its
    /// customers' answers and raises nothing. [`FactsPart::judge_metrics`] judges what all parts counted.
    /// A snapshot keeps it so. It needs the feature `columns`.
    #[cfg(feature = "columns")]
    pub fn for_part(program: Program) -> Self {
        Self::watching(program, Watch::of_part())
    }

    fn watching(program: Program, watch: Watch) -> Self {
        let plans = FactPlans::of(program);
        let mut state = State {
            watch,
            ..State::default()
        };
        state.watch.pass(&plans.watch, None);
        Self {
            plans,
            state,
            room: Room::default(),
        }
    }

    /// The program that it runs: the newest version, where others came in mid-stream.
    pub fn program(&self) -> &Program {
        self.plans.program()
    }

    /// Takes one input. Timers that are due by its receipt fire first: those of its customer, or on a
    /// tick everybody's.
    ///
    /// # Errors
    /// A refusal with its reason; it is counted, and nothing else has changed.
    #[expect(clippy::needless_pass_by_value, reason = "most hosts are done with it")]
    pub fn handle(&mut self, input: Input) -> Result<Vec<Event>, Refusal> {
        let mut events = Vec::new();
        self.handle_into(&input, &mut events)?;
        Ok(events)
    }

    /// Takes one input as [`Engine::handle`] does, and adds the events to a list. Of hosts that keep the
    /// list, and the inputs, it asks for less memory.
    ///
    /// # Errors
    /// A refusal with its reason; it is counted, and nothing else has changed.
    pub fn handle_into(&mut self, input: &Input, events: &mut Vec<Event>) -> Result<(), Refusal> {
        let mut out = std::mem::take(&mut self.room.out);
        let taken = self.take(input, &mut out);
        if taken.is_err() {
            out.clear();
        }
        self.post(&mut out);
        self.room.posted = 0;
        let event = |(at, what)| Event {
            voc: EVENT_VERSION,
            input: input.id.clone(),
            at,
            what,
        };
        events.extend(out.drain(..).map(event));
        out.shrink_to(ROOM_MAX);
        self.room.out = out;
        taken.inspect_err(|refusal| self.refuse(refusal))
    }

    /// Counts an input that could not even be read.
    pub fn refuse(&mut self, refusal: &Refusal) {
        self.state.counts.refuse(refusal);
    }

    /// The latest time that the inputs have told.
    pub fn now(&self) -> Option<Time> {
        self.state.now
    }

    /// When the next timer is due: send a tick then. Absent where nothing waits.
    pub fn next_due(&self) -> Option<Time> {
        let facts = self.state.facts.next_due();
        let metric = self.next_metric(Time::MAX).map(|(at, ..)| at);
        let follow_up = &self.state.follow_up;
        let (case, words) = (follow_up.next_due(), follow_up.next_forgotten());
        let digest = self.state.mail.next_due();
        let agreed = self.state.outer.due(Time::MAX).map(|(at, _)| at);
        [facts, metric, case, words, digest, agreed]
            .into_iter()
            .flatten()
            .min()
    }

    /// Before this instant alerts are settled; without any time known, none is.
    fn horizon(&self) -> Time {
        let lateness = self.plans.rules.lateness_max();
        let now = self.state.now.map(|now| now.plus(-lateness));
        // It does not go back where a new version lets signals come later.
        now.max(self.state.floor).unwrap_or(Time::MIN)
    }

    fn command(
        &mut self,
        command: &Command,
        accepted: Accepted,
        out: &mut Vec<(Time, What)>,
    ) -> Result<(), Refusal> {
        let received = accepted.received;
        let decided = self
            .state
            .follow_up
            .decide(&self.plans, command, received)?;
        let Some(id) = decided.first().map(|(id, _)| id.clone()) else {
            return Ok(());
        };
        let customer = self.case(&id).and_then(|case| case.customer.clone());
        let whose = customer
            .as_deref()
            .map_or(Whose::Case(&id), Whose::Customer);
        let follow_up = &self.state.follow_up;
        let first = follow_up.passes_before(&self.plans, &decided, command.at, received);
        self.fire(whose, first, out);
        let follow_up = &mut self.state.follow_up;
        let asked = follow_up.carry_out(&self.plans, decided, received, out);
        if first < received {
            self.fire(whose, received, out);
        }
        self.accept(accepted, None);
        self.take_up(command.at, out);
        self.state.follow_up.tell_of(&id, command, out);
        self.acted(&id, &command.by, command.at, out);
        if asked {
            let may_contact = customer.is_some_and(|customer| {
                self.state
                    .facts
                    .may_contact(self.plans.program(), &customer)
            });
            let question = self.state.follow_up.ask(&id, may_contact, command.at);
            out.extend(question.map(|what| (command.at, what)));
        }
        Ok(())
    }

    fn tick(&mut self, accepted: Accepted, out: &mut Vec<(Time, What)>) {
        let received = accepted.received;
        self.fire(Whose::All, received, out);
        self.accept(accepted, None);
        if let Some(now) = received {
            self.state.facts.settle_all(&self.plans, now);
        }
    }
}

#[cfg(test)]
mod announced_tests;
#[cfg(test)]
mod change_tests;
#[cfg(test)]
mod coaching_tests;
#[cfg(test)]
mod command_tests;
#[cfg(test)]
mod corrected_tests;
#[cfg(test)]
mod dossier_tests;
#[cfg(test)]
mod escalate_tests;
#[cfg(test)]
mod explain_tests;
#[cfg(test)]
mod handed_tests;
#[cfg(test)]
mod measured_tests;
#[cfg(test)]
mod numbered;
#[cfg(test)]
mod outer_tests;
#[cfg(test)]
mod post_tests;
#[cfg(test)]
mod praise_tests;
#[cfg(test)]
mod preview_tests;
#[cfg(test)]
mod record_tests;
#[cfg(test)]
mod reviews_tests;
#[cfg(test)]
mod see_tests;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod watch_tests;
#[cfg(test)]
mod withheld_tests;
#[cfg(test)]
mod words_tests;
