//! The engine: both stages wired together, in memory. Inputs in, events out; time comes with them.

mod announced;
mod ask;
mod change;
#[cfg(not(small))]
mod coaching;
pub mod columns;
mod command;
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
mod reorganise;
mod rows;
mod run;
mod see;
mod snapshot;
mod timers;
mod watch;
mod words;

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
pub use preview::{Loses, Reorganisation, Reorganised};
pub use rows::{AlertRow, NoticeRow};
pub use run::{END, Refused, Run, run};
pub use see::SeenCase;
pub use snapshot::SNAPSHOT_VERSION;

use crate::digest::Content;
use crate::document::Read;
use crate::error::{Code, Error, Refusal};
use crate::program::Program;
use crate::rule::{Alert, Change, SignalFacts};
use crate::signal::{Body, Command, Input, check_values};
use crate::text::Text;
use crate::time::{MINUTE, Time};
use change::{NewVersion, StoredVersion};
use facts::{FactPlans, Facts};
use follow_up::FollowUp;
use ids::{Ids, Known, Standing};
use index::Whose;
use journeys::Journeys;
use limits::{Decision, arrange};
use merge::Merged;
use outer::Outer;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use watch::Watch;

/// How far an input's `at` may lie after it was received: clocks differ.
const AHEAD_MAX: i64 = 5 * MINUTE;

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

    fn take(&mut self, input: &Input, out: &mut Vec<(Time, What)>) -> Result<(), Refusal> {
        if cfg!(small) && input.body.is_for_data() {
            let message = "this kind of input is not in this build";
            return Err(Error::new(Code::NotAllowed, message).hint("take the build for data"));
        }
        let mut body = self.check(&input.body)?;
        let version = if cfg!(small) {
            None
        } else {
            NewVersion::of(&body)?
        };
        let mut corrected = None;
        let known = self.state.ids.get(&input.id);
        let is_known = known.is_some();
        if let Some(known) = known {
            if self.is_known(&input.id, known, &body) {
                self.state.counts.duplicate();
                let at = self.state.now.or(input.at()).unwrap_or(Time::MIN);
                out.push((at, What::Duplicate));
                return Ok(());
            }
            let is_signal = matches!(*body, Body::Signal(_)) && known.place.is_some();
            if !is_signal || input.revision <= known.revision {
                let hint = "a correction of a signal has a higher `revision`";
                return Err(Error::new(
                    Code::IdTaken,
                    format!("`{}` came before with other content", input.id),
                )
                .at("id")
                .hint(hint));
            }
            corrected = self.state.merged.placed(known.place.clone());
        }
        let tick = matches!(*body, Body::Tick(_)).then(|| input.at()).flatten();
        let told = input.received.or(tick);
        let received = told.max(self.state.now);
        if let (Some(at), Some(told)) = (input.at(), told)
            && at.since(told) > AHEAD_MAX
        {
            let message = format!("it happened at {at}, after it was received at {told}");
            return Err(Error::new(Code::BadTime, message).at("at"));
        }
        let is_signal = matches!(*body, Body::Signal(_));
        let accepted = Accepted {
            at: input.at(),
            id: input.id.as_str().into(),
            is_known,
            revision: input.revision,
            received,
            content: match &version {
                Some(version) => Some(version.content()),
                None => (!is_signal).then(|| Content::of(&*body)),
            },
        };
        if !self.state.merged.is_empty() {
            self.state.merged.resolve(body.to_mut());
        }
        match &*body {
            Body::Signal(signal) => self.signal(signal, corrected.as_ref(), accepted, out),
            Body::Customer(statement) => self.customer(statement, accepted, out),
            Body::Command(command) => self.command(command, accepted, out)?,
            // Left out where size counts most: see above.
            other if cfg!(small) && other.is_for_data() => {}
            Body::Merge(merge) => self.merge(merge, accepted, out)?,
            Body::Retract(retract) => self.retract(&retract.signal, accepted, out),
            Body::Roster(roster) => {
                self.fire(Whose::Nobody, accepted.received, out);
                self.accept(accepted, None);
                self.roster(roster, out);
            }
            Body::Program(_) => {
                if let Some(version) = version {
                    self.follow_program(&version, accepted, out)?;
                }
            }
            Body::Tick(_) => self.tick(accepted, out),
            Body::Delivered(_) | Body::Read(_) | Body::Acted(_) => {
                self.told_of(&body, accepted, out)?;
            }
            #[cfg(not(small))]
            Body::Improvement(command) => self.improve(command, accepted, out)?,
            #[cfg(not(small))]
            Body::Coaching(command) => self.coach(command, accepted, out)?,
        }
        let State { follow_up, now, .. } = &mut self.state;
        follow_up.forget_words(&self.plans, *now, out);
        Ok(())
    }

    /// Whether an input says what the known one of its id said.
    fn is_same(&self, id: &str, known: &Known, body: &Body) -> bool {
        if let Some(content) = &known.content {
            return **content
                == match NewVersion::of(body) {
                    Ok(Some(version)) => version.content(),
                    _ => Content::of(body),
                };
        }
        let place = self.state.merged.placed(known.place.clone());
        let standing = place.as_ref().and_then(|(customer, at)| {
            let state = self.state.facts.of(customer.as_deref())?;
            state.get(&(*at, id.into()))
        });
        match body {
            Body::Signal(signal) => standing.is_some_and(|known| known.signal.unpack() == **signal),
            _ => false,
        }
    }

    /// An input held against the program, with its values of their declared types, so that 3 and 3.0 are
    /// the same content.
    fn check<'b>(&self, body: &'b Body) -> Result<Cow<'b, Body>, Refusal> {
        match body {
            Body::Signal(signal) => {
                let version = self.plans.at(signal.at);
                if let Cow::Owned(signal) = version.plain.check(&version.program, signal)? {
                    return Ok(Cow::Owned(Body::Signal(Box::new(signal))));
                }
            }
            Body::Customer(statement) => {
                let declared = &self.plans.program_at(statement.at).spec().customer;
                let mut statement = statement.clone();
                check_values("customer.attributes", declared, &mut statement.attributes)?;
                return Ok(Cow::Owned(Body::Customer(statement)));
            }
            Body::Roster(roster) => crate::route::check(&roster.people)?,
            _ => {}
        }
        Ok(Cow::Borrowed(body))
    }

    /// From here on nothing is refused: time moves, and the input is remembered. Whether it was taken
    /// back before.
    fn accept(&mut self, accepted: Accepted, place: Option<Standing>) -> bool {
        let Accepted {
            id,
            is_known,
            revision,
            at,
            received,
            content,
        } = accepted;
        self.forget_alerts();
        self.state.now = received;
        self.state.counts.accept();
        if let Some(received) = received {
            self.state.ids.forget(received);
        }
        let until = received
            .max(at)
            .unwrap_or(Time::MIN)
            .plus(self.plans.rules.lateness_max());
        self.state
            .ids
            .remember(&id, is_known, content, revision, place, until)
    }

    /// Before this instant alerts are settled; without any time known, none is.
    fn horizon(&self) -> Time {
        let lateness = self.plans.rules.lateness_max();
        let now = self.state.now.map(|now| now.plus(-lateness));
        // It does not go back where a new version lets signals come later.
        now.max(self.state.floor).unwrap_or(Time::MIN)
    }

    /// When an alert that its rule holds back is announced; absent where it is not held back.
    fn held_until(&self, alert: &Alert) -> Option<Time> {
        let program = self.plans.program_at(alert.at);
        let rule = program.spec().rules.get(&alert.rule)?;
        rule.settle
            .then(|| alert.at.plus(self.plans.rules.lateness_max()))
    }

    /// An alert goes out, and is followed up.
    fn announce(
        &mut self,
        customer: Option<&str>,
        alert: Alert,
        now: Time,
        out: &mut Vec<(Time, What)>,
    ) {
        let state = self.state.facts.of(customer);
        let bearing = state.and_then(|state| Some((state, state.bearing(&alert)?)));
        let Some((state, (key, retained))) = bearing else {
            return;
        };
        let signal = retained.signal.unpack();
        let decision = self.state.follow_up.decide_alert(
            &self.plans,
            (&alert, &signal),
            state.standing(),
            self.state.now.map_or(now, |known| known.max(now)),
        );
        let told = out.len();
        if decision != Decision::Raised {
            out.push((now, What::decided(Box::new(alert), decision)));
            return;
        }
        let facts = SignalFacts {
            program: self.plans.program_at(alert.at),
            signal: &signal,
            attributes: &state.as_of(key, &signal),
        };
        // A checked program has every case type and priority that its rules name.
        let followed = self
            .state
            .follow_up
            .raised(&self.plans, &alert, &facts, now, out);
        debug_assert!(followed.is_ok(), "{followed:?}");
        if let Ok(Some(routed)) = followed {
            self.state.follow_up.keep(&alert, routed);
        }
        // It is told before what is done about it.
        out.insert(told, (now, What::decided(Box::new(alert), decision)));
    }

    /// Holds an alert back where its rule says so, and announces it otherwise.
    fn hold_on(
        &mut self,
        customer: Option<&str>,
        alert: Alert,
        now: Time,
        out: &mut Vec<(Time, What)>,
    ) {
        match self.held_until(&alert).filter(|at| *at > now) {
            Some(until) => self.state.facts.hold(until, &alert),
            None => self.announce(customer, alert, now, out),
        }
    }

    fn follow(
        &mut self,
        customer: Option<&str>,
        changes: Vec<Change>,
        now: Time,
        out: &mut Vec<(Time, What)>,
    ) {
        if changes.is_empty() && self.state.follow_up.dropped.is_empty() {
            return;
        }
        let state = self.state.facts.of(customer);
        for change in arrange(&self.plans, state, changes) {
            let stands = !matches!(change, Change::Retracted(_));
            match change {
                Change::Raised(alert) => self.hold_on(customer, alert, now, out),
                Change::Revised(alert) | Change::Retracted(alert)
                    if self.state.facts.let_go(&alert.id) =>
                {
                    if stands {
                        self.hold_on(customer, alert, now, out);
                    }
                }
                Change::Moved { from, alert } => self.moved(customer, &from, alert, now, out),
                Change::Revised(alert) => {
                    out.push((
                        now,
                        What::AlertRevised {
                            alert: Box::new(alert.clone()),
                        },
                    ));
                    self.state.follow_up.revised(&alert, now, out);
                }
                Change::Retracted(alert) => {
                    out.push((
                        now,
                        What::AlertRetracted {
                            alert: Box::new(alert.clone()),
                        },
                    ));
                    let program = self.plans.program_at(alert.at);
                    let follow_up = &mut self.state.follow_up;
                    follow_up.retracted(&self.plans, program, &alert, now, out);
                }
            }
        }
        self.take_up(now, out);
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
        let Some((id, _)) = decided.first().cloned() else {
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
mod dossier_tests;
#[cfg(test)]
mod escalate_tests;
#[cfg(test)]
mod outer_tests;
#[cfg(test)]
mod post_tests;
#[cfg(test)]
mod praise_tests;
#[cfg(test)]
mod preview_tests;
#[cfg(test)]
mod see_tests;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod watch_tests;
#[cfg(test)]
mod words_tests;
