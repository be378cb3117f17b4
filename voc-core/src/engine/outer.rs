//! The outer loop at work: improvements, the cases behind them, and who is told that one is done.

use super::coaching::Coached;
use super::event::What;
use super::facts::Consent;
use super::index::Whose;
use super::notice::Notice;
use super::reviews::Reviews;
use super::{Accepted, Engine};
use crate::case::{Allowed, Case, CaseChange, CaseEvent, State};
use crate::document::Read;
use crate::error::{Code, Error, Refusal};
use crate::improvement::effect::{Effect, Measuring};
use crate::improvement::{
    Improvement, ImprovementAction, ImprovementChange, ImprovementEvent, NotTold, Told,
};
use crate::insight::{CauseRow, causes};
use crate::named::Named;
use crate::ordered::insert_in_order;
use crate::program::{Level, NoticeKind};
use crate::route::Audience;
use crate::signal::{CaseRef, ImprovementCommand};
use crate::time::Time;
use serde::{Deserialize, Serialize};

/// What the engine holds beside customers and cases.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, Read)]
pub(super) struct Outer {
    #[serde(default, skip_serializing_if = "Named::is_empty")]
    improvements: Named<Improvement>,
    #[serde(default, skip_serializing_if = "Coached::is_empty")]
    coaching: Coached,
    #[serde(default, skip_serializing_if = "Reviews::is_empty")]
    reviews: Reviews,
}

impl Outer {
    pub(super) fn is_empty(&self) -> bool {
        self.improvements.is_empty() && self.coaching.is_empty() && self.reviews.is_empty()
    }

    pub(super) fn coached(&self) -> &Coached {
        &self.coaching
    }

    pub(super) fn coached_mut(&mut self) -> &mut Coached {
        &mut self.coaching
    }

    pub(super) fn reviews(&self) -> &Reviews {
        &self.reviews
    }

    pub(super) fn reviews_mut(&mut self) -> &mut Reviews {
        &mut self.reviews
    }

    /// Whose agreement is due first, up to an instant.
    pub(super) fn due(&self, by: Time) -> Option<(Time, String)> {
        self.coaching.due(by).cloned()
    }
}

/// What a command about an improvement brings about.
struct Decided {
    id: String,
    /// The improvement, where it is proposed.
    opened: Option<Improvement>,
    events: Vec<ImprovementEvent>,
}

impl Engine {
    /// All improvements, by id.
    pub fn improvements(&self) -> impl Iterator<Item = &Improvement> {
        self.state.outer.improvements.values()
    }

    /// One improvement.
    pub fn improvement(&self, id: &str) -> Option<&Improvement> {
        self.state.outer.improvements.get(id)
    }

    /// What came of an improvement, as of now: see [`crate::improvement::effect`]. It goes by the newest
    /// version of the program that has its metric and its units.
    ///
    /// # Errors
    /// An unknown improvement; a metric that there is not any more.
    pub fn effect(&self, id: &str) -> Result<Effect, Error> {
        let improvement = self.known_improvement(id)?;
        let has_all = |units: &[String], known: &Named<_>| {
            known.is_empty() || units.iter().all(|unit| known.contains_key(unit))
        };
        let mut versions = self.plans.versions().rev();
        let version = versions.find(|version| {
            let spec = version.program.spec();
            spec.metrics.contains_key(&improvement.metric)
                && has_all(&improvement.units, &spec.units)
        });
        let version = version.unwrap_or_else(|| self.plans.newest());
        let reading = version.metrics.reading(&improvement.metric);
        let reading = reading.ok_or_else(|| {
            let metric = &improvement.metric;
            Error::new(
                Code::Unknown,
                format!("there is no metric `{metric}` any more"),
            )
        })?;
        let measuring = Measuring {
            improvement,
            program: &version.program,
            reading,
            all: self.improvements().collect(),
            now: self.state.now,
            answers: &|first, behind| {
                let cells = self.state.facts.cells();
                let metrics = &version.metrics;
                metrics.by_unit(cells, &improvement.metric, first..behind)
            },
        };
        Ok(measuring.effect())
    }

    /// What may be done about an improvement now, and why not the rest.
    ///
    /// # Errors
    /// An unknown improvement.
    pub fn improvement_allowed(&self, id: &str) -> Result<Vec<Allowed>, Error> {
        self.known_improvement(id).map(Improvement::allowed)
    }

    /// The cases by what was found to cause them, and by other parts of them: see
    /// [`crate::insight::causes`].
    ///
    /// # Errors
    /// An unknown name.
    pub fn causes(&self, by: &[String]) -> Result<Vec<CauseRow>, Error> {
        causes(by, self.cases())
    }

    fn known_improvement(&self, id: &str) -> Result<&Improvement, Error> {
        self.improvement(id)
            .ok_or_else(|| Error::new(Code::NotFound, format!("there is no improvement `{id}`")))
    }

    /// Somebody does something about an improvement.
    pub(super) fn improve(
        &mut self,
        command: &ImprovementCommand,
        accepted: Accepted,
        out: &mut Vec<(Time, What)>,
    ) -> Result<(), Refusal> {
        let decided = self.decide_improvement(command)?;
        let linked = decided.events.iter().find_map(case_of).map(str::to_owned);
        let customer = linked
            .as_deref()
            .and_then(|case| self.case(case)?.customer.clone());
        let whose = match (&customer, &linked) {
            (Some(customer), _) => Whose::Customer(customer),
            (None, Some(case)) => Whose::Case(case),
            (None, None) => Whose::Nobody,
        };
        self.fire(whose, accepted.received, out);
        self.accept(accepted, None);
        let Decided { id, opened, events } = decided;
        if let Some(mut one) = opened {
            // What it was opened with is told as an event, like whatever comes after.
            one.history.clear();
            self.state.outer.improvements.insert(id.clone(), one);
        }
        for event in events {
            let done = event.change == ImprovementChange::Done;
            self.happens_to(&id, &event, out);
            self.show_on_case(&id, &event, out);
            if done {
                self.tell_all(&id, event.at, out);
            }
        }
        Ok(())
    }

    fn decide_improvement(&self, command: &ImprovementCommand) -> Result<Decided, Refusal> {
        let ImprovementCommand {
            improvement,
            by,
            at,
            action,
        } = command;
        let place = |key: &str| format!("improvement.do.{}.{key}", action.name());
        if let ImprovementAction::SetOwner { owner } = action {
            self.is_in_roster(owner, &place("owner"))?;
        }
        let Some(id) = improvement else {
            let ImprovementAction::Open(open) = action else {
                return Err(
                    Error::new(Code::Missing, "which improvement is meant is not said")
                        .at("improvement.improvement")
                        .hint(
                            "only `open` names none: the id comes with the event that tells of it",
                        ),
                );
            };
            self.is_in_roster(&open.owner, &place("owner"))?;
            let one = Improvement::open(self.program(), by, *at, open)?;
            if self.improvement(&one.id).is_some() {
                let message = format!("this was proposed already, as `{}`", one.id);
                return Err(Error::new(Code::NotAllowed, message).at("improvement.do.open"));
            }
            return Ok(Decided {
                id: one.id.clone(),
                events: one.history.clone(),
                opened: Some(one),
            });
        };
        let known = self
            .known_improvement(id)
            .map_err(|error| error.at("improvement.improvement"))?;
        let find = |case: &CaseRef| {
            let found = self.state.follow_up.find(case);
            found.map_err(|error| error.at(place("case")))
        };
        Ok(Decided {
            id: id.clone(),
            opened: None,
            events: known.decide(&find, by, *at, action)?,
        })
    }

    pub(super) fn is_in_roster(&self, person: &str, path: &str) -> Result<(), Refusal> {
        let people = self.state.follow_up.people();
        if people.is_empty() || people.contains_key(person) || person.trim().is_empty() {
            return Ok(());
        }
        Err(
            Error::new(Code::Unknown, format!("`{person}` is not in the roster"))
                .at(path)
                .nearest(person, people.keys().map(String::as_str)),
        )
    }

    fn happens_to(&mut self, id: &str, event: &ImprovementEvent, out: &mut Vec<(Time, What)>) {
        let Some(one) = self.state.outer.improvements.get_mut(id) else {
            return;
        };
        one.apply(event);
        let what = What::ImprovementChanged {
            improvement: id.to_owned(),
            title: one.title.clone(),
            event: event.clone(),
        };
        out.push((event.at, what));
    }

    /// A case shows which improvements it is behind.
    fn show_on_case(&mut self, id: &str, event: &ImprovementEvent, out: &mut Vec<(Time, What)>) {
        let Some(case) = case_of(event) else { return };
        let improvement = id.to_owned();
        let linked = matches!(event.change, ImprovementChange::Linked { .. });
        let shown = CaseEvent {
            at: event.at,
            by: event.by.clone(),
            change: if linked {
                CaseChange::LinkedTo { improvement }
            } else {
                CaseChange::UnlinkedFrom { improvement }
            },
        };
        let follow_up = &mut self.state.follow_up;
        follow_up.apply(&self.plans, case, vec![shown], out);
    }

    /// "You said, we did": the customers behind an improvement who agree to be contacted, and the people
    /// concerned, each once.
    fn tell_all(&mut self, id: &str, at: Time, out: &mut Vec<(Time, What)>) {
        let Some(one) = self.improvement(id) else {
            return;
        };
        let mut told = Told::default();
        let mut customers: Vec<&str> = Vec::new();
        let mut people: Vec<&str> = vec![&one.owner];
        for case in one.cases.iter().filter_map(|case| self.survivor(case)) {
            if case.state == State::Cancelled {
                told.not_told
                    .update(NotTold::CaseCancelled, |count| *count += 1);
                continue;
            }
            if let Some(customer) = &case.customer {
                insert_in_order(&mut customers, customer.as_str());
            } else {
                told.not_told
                    .update(NotTold::NoCustomer, |count| *count += 1);
            }
            people.extend(case.person.as_deref());
            people.extend(
                case.unit
                    .as_deref()
                    .map_or_else(Vec::new, |unit| self.managers(unit)),
            );
        }
        let mut audiences = Vec::new();
        for customer in customers {
            let consent = self.state.facts.consent(self.program(), customer);
            let why_not = match consent {
                Consent::Given => {
                    told.customers += 1;
                    audiences.push(Audience::Customer(customer.to_owned()));
                    continue;
                }
                Consent::Refused => NotTold::ConsentRefused,
                Consent::NotSaid => NotTold::ConsentNotSaid,
                Consent::NotDeclared => NotTold::NoConsentDeclared,
            };
            told.not_told.update(why_not, |count| *count += 1);
        }
        let roster = self.state.follow_up.people();
        let mut here = Vec::new();
        for person in people {
            if roster.is_empty() || roster.contains_key(person) {
                insert_in_order(&mut here, person);
            }
        }
        for person in here {
            told.people += 1;
            audiences.push(Audience::Person(person.to_owned()));
        }
        let event = ImprovementEvent {
            at,
            by: None,
            change: ImprovementChange::Told { told },
        };
        self.happens_to(id, &event, out);
        for to in audiences {
            let mut notice = Notice::new(NoticeKind::ImprovementDone, to, None, None, &id);
            notice.improvement = Some(id.to_owned());
            out.push((at, What::notice(notice)));
        }
    }

    /// A case, or the one that it was merged into.
    fn survivor(&self, id: &str) -> Option<&Case> {
        let mut case = self.case(id)?;
        // A duplicate goes on in an older case, so this ends.
        while let Some(into) = &case.merged_into {
            case = self.case(into)?;
        }
        Some(case)
    }

    /// Everybody of the middle level in a unit, or in the nearest above it that has any.
    fn managers(&self, unit: &str) -> Vec<&str> {
        let program = self.program();
        let in_unit = |unit: &str| {
            let people = self.state.follow_up.people().iter();
            let manages = people.filter(|(_, person)| {
                let role = program.spec().roles.get(&person.role);
                person.units.iter().any(|own| own == unit)
                    && role.is_some_and(|role| role.level == Level::Middle)
            });
            manages.map(|(id, _)| id.as_str()).collect::<Vec<_>>()
        };
        let mut found = program.units_up(unit).into_iter().map(in_unit);
        found.find(|people| !people.is_empty()).unwrap_or_default()
    }
}

/// The case that an event links or unlinks.
fn case_of(event: &ImprovementEvent) -> Option<&str> {
    match &event.change {
        ImprovementChange::Linked { case } | ImprovementChange::Unlinked { case } => Some(case),
        _ => None,
    }
}
