//! Coaching at work: what is seen of employees, what is agreed with them, and who may look at it.

use super::event::What;
use super::index::Whose;
use super::notice::Notice;
use super::{Accepted, Engine};
use crate::coaching::{
    Coaching, CoachingAction, CoachingChange, CoachingEvent, CoachingPage, Observation,
};
use crate::document::{Node, Read, Reader};
use crate::error::{Code, Error, Refusal};
use crate::named::Named;
use crate::ordered::Set;
use crate::program::NoticeKind;
use crate::route::Audience;
use crate::rule::Key;
use crate::signal::{CoachingCommand, Signal};
use crate::time::Time;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The coaching of everybody, and when something that was agreed is due next.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Coached {
    pub(super) all: Named<Coaching>,
    /// Made again from the rest.
    due: Set<(Time, String)>,
}

impl Serialize for Coached {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.all.serialize(serializer)
    }
}

impl Read for Coached {
    fn read<'n>(reader: &mut Reader<'n>, node: Option<&'n Node>) -> Self {
        Self::of(Named::read(reader, node))
    }
}

impl<'de> Deserialize<'de> for Coached {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Named::deserialize(deserializer).map(Self::of)
    }
}

impl Coached {
    pub(super) fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    fn of(all: Named<Coaching>) -> Self {
        let due = all
            .iter()
            .filter_map(|(id, one)| Some((one.due()?, id.clone())));
        Self {
            due: due.collect(),
            all,
        }
    }

    /// Whose agreement is due first, up to an instant.
    pub(super) fn due(&self, by: Time) -> Option<&(Time, String)> {
        self.due.first().filter(|(at, _)| *at <= by)
    }

    /// Changes the coaching of an employee; one of whom nothing is left is forgotten.
    fn change(&mut self, employee: &str, change: impl FnOnce(&mut Coaching)) {
        let mut one = self
            .all
            .remove(employee)
            .unwrap_or_else(|| Coaching::of(employee));
        if let Some(due) = one.due() {
            self.due.remove(&(due, employee.to_owned()));
        }
        change(&mut one);
        if let Some(due) = one.due() {
            self.due.insert((due, employee.to_owned()));
        }
        if !one.is_empty() {
            self.all.insert(employee, one);
        }
    }
}

impl Engine {
    /// The coaching of an employee as it stands now: what was seen, what was agreed, what was seen later,
    /// and how often customers praised them.
    ///
    /// # Errors
    /// Somebody who is not in the roster, and of whom nothing is known.
    pub fn coaching(&self, employee: &str) -> Result<CoachingPage, Error> {
        let at = self.state.now.unwrap_or(Time::MIN);
        let praised = self.recognition("person")?;
        let mut praised = praised.into_iter();
        let praised = praised.find(|row| row.group.as_deref() == Some(employee));
        let praised = praised.map_or(0, |row| row.n);
        if let Some(known) = self.state.outer.coached().all.get(employee) {
            return Ok(known.page(at, praised));
        }
        if self.state.follow_up.people().contains_key(employee) {
            return Ok(Coaching::of(employee).page(at, praised));
        }
        let message = format!("nothing is known of an employee `{employee}`");
        Err(Error::new(Code::NotFound, message))
    }

    /// The same as a person sees it: their own, or that of people of units whose verbatims they see, unless
    /// they are of the front line.
    ///
    /// # Errors
    /// `not_allowed` where they do not see it, whether or not there is anything to see; and those of
    /// [`Engine::coaching`].
    pub fn coaching_for(&self, person: &str, employee: &str) -> Result<CoachingPage, Error> {
        if !self.viewer(person).coaching_of(employee) {
            let message = format!("they do not see the coaching of `{employee}`");
            return Err(Error::new(Code::NotAllowed, message));
        }
        self.coaching(employee)
    }

    /// A signal about an employee comes in, is corrected, or is taken out.
    pub(super) fn observe(
        &mut self,
        customer: Option<&str>,
        key: &Key,
        signal: Option<&Signal>,
        is_new: bool,
    ) {
        let coached = self.state.outer.coached();
        if !is_new && !coached.is_empty() {
            let state = self.state.facts.of(customer);
            let known = state.as_ref().and_then(|state| state.get(key));
            let known = known.and_then(|one| one.signal.unpack().employee);
            drop(state);
            let known = known.filter(|employee| coached.all.contains_key(employee));
            if let Some(employee) = known {
                let coached = self.state.outer.coached_mut();
                coached.change(&employee, |one| one.forget(&key.1));
            }
        }
        let program = self.plans.program_at(key.0);
        if let Some(signal) = signal.filter(|signal| program.is_about_employee(&signal.kind))
            && let Some(employee) = &signal.employee
        {
            let seen = Observation::of(&key.1, signal);
            let coached = self.state.outer.coached_mut();
            coached.change(employee, |one| one.observe(seen));
        }
    }

    /// Somebody does something in coaching an employee.
    pub(super) fn coach(
        &mut self,
        command: &CoachingCommand,
        accepted: Accepted,
        out: &mut Vec<(Time, What)>,
    ) -> Result<(), Refusal> {
        let CoachingCommand {
            employee,
            by,
            at,
            action,
        } = command;
        if employee.trim().is_empty() {
            let error = Error::new(Code::Missing, "`employee` is empty");
            return Err(error.at("coaching.employee"));
        }
        self.is_in_roster(employee, "coaching.employee")?;
        if let CoachingAction::Agree { owner, .. } = action {
            self.is_in_roster(owner, "coaching.do.agree.owner")?;
        }
        let known = self.state.outer.coached().all.get(employee);
        let events = match known {
            Some(known) => known.decide(by, *at, action),
            None => Coaching::of(employee).decide(by, *at, action),
        }?;
        let received = accepted.received;
        self.fire(Whose::Nobody, received, out);
        while let Some(due) = self.due_of(employee).filter(|due| Some(*due) <= received) {
            self.lapse(employee, due, out);
        }
        self.accept(accepted, None);
        for event in events {
            self.happens_in_coaching(employee, event, out);
        }
        Ok(())
    }

    fn due_of(&self, employee: &str) -> Option<Time> {
        self.state.outer.coached().all.get(employee)?.due()
    }

    /// What was agreed and not done by this instant is broken at it.
    pub(super) fn lapse(&mut self, employee: &str, at: Time, out: &mut Vec<(Time, What)>) {
        let known = self.state.outer.coached().all.get(employee);
        for event in known.map(|known| known.lapsed(at)).unwrap_or_default() {
            self.happens_in_coaching(employee, event, out);
        }
    }

    fn happens_in_coaching(
        &mut self,
        employee: &str,
        event: CoachingEvent,
        out: &mut Vec<(Time, What)>,
    ) {
        let coached = self.state.outer.coached_mut();
        coached.change(employee, |one| one.apply(&event));
        let at = event.at;
        let told = self.concerned(employee, &event);
        let employee = employee.to_owned();
        let what = What::CoachingChanged {
            employee: employee.clone(),
            event,
        };
        out.push((at, what));
        for (kind, person, agreement) in told {
            let mut notice = Notice::new(kind, Audience::Person(person), None, None, &agreement);
            notice.employee = Some(employee.clone());
            out.push((at, What::notice(notice)));
        }
    }

    /// Who is told: whoever is to do what others agreed, and when it was not done, those two.
    fn concerned(
        &self,
        employee: &str,
        event: &CoachingEvent,
    ) -> Vec<(NoticeKind, String, String)> {
        match &event.change {
            CoachingChange::Agreed { agreement } => {
                let owner = Some(&agreement.owner).filter(|owner| event.by.as_ref() != Some(owner));
                let id = &agreement.action.id;
                let told = owner.map(|owner| (NoticeKind::Agreement, owner.clone(), id.clone()));
                told.into_iter().collect()
            }
            CoachingChange::Lapsed { agreement: id } => {
                let known = self.state.outer.coached().all.get(employee);
                let mut agreed = known.into_iter().flat_map(|known| &known.agreed);
                let Some(one) = agreed.find(|one| one.action.id == *id) else {
                    return Vec::new();
                };
                let coach = Some(&one.action.by).filter(|by| **by != one.owner);
                let both = std::iter::once(&one.owner).chain(coach);
                let told =
                    both.map(|person| (NoticeKind::AgreementBroken, person.clone(), id.clone()));
                told.collect()
            }
            _ => Vec::new(),
        }
    }
}
