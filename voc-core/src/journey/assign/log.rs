//! Actual journeys as an event log, with what is known of each step.

use super::actual::{Actual, Head, NO_STEP};
use super::alerts::before;
use super::rows::id;
use crate::error::Error;
use crate::journey::absence::{Followed, followed};
use crate::journey::details::{Kept, NO_SCORE, Words, millionths};
use crate::journey::experience::ExperienceRow;
use crate::journey::log::{ABSENT, Event, EventLog};
use crate::journey::names::Names;
use crate::journey::plan::{At, NO_PLACE};
use crate::journey::score::Chosen;
use std::sync::Arc;

impl Actual {
    /// The steps as an event log: an activity is a touch point, or else a kind of signal. Instances stand
    /// in their order, under their ids; one without any step is left out. Events bear their channels, their
    /// units, whether they are concerns and whether they carry the key, as `JOURNEYS.md` says.
    pub fn log(&self) -> EventLog {
        self.logged(None)
    }

    /// The same, with the answers to a metric's question as scores, or those to another field that a survey
    /// asks for.
    ///
    /// # Errors
    /// A name that is neither, a rate.
    pub fn scored(&self, of: &str) -> Result<EventLog, Error> {
        Ok(self.logged(Some(&Chosen::of(&self.journey, of)?)))
    }

    /// Where the experience falls along the path: [`EventLog::experience`] of [`Self::scored`], with the
    /// number that the program makes of the answers. Of a field that no metric of this name is made of it
    /// is the mean.
    ///
    /// # Errors
    /// As [`Self::scored`]; a confidence outside (0, 1).
    pub fn experience(
        &self,
        of: &str,
        confidence: Option<f64>,
    ) -> Result<Vec<ExperienceRow>, Error> {
        let chosen = Chosen::of(&self.journey, of)?;
        let mut of = chosen.of;
        of.confidence = confidence;
        self.logged(Some(&chosen)).experience(&of)
    }

    fn logged(&self, score: Option<&Chosen>) -> EventLog {
        let (activities, of) = self.used();
        let (mut instances, mut ends) = (Vec::new(), Vec::new());
        let mut events = Vec::with_capacity(self.steps.len());
        for (place, head) in (0..).zip(self.heads.iter()) {
            let steps = self.steps(head);
            if steps.is_empty() {
                continue;
            }
            events.extend(steps.iter().map(|step| Event {
                at: step.at,
                activity: of.get(step.activity as usize).copied().unwrap_or(u32::MAX),
            }));
            instances.push(place);
            ends.push(events.len());
        }
        let (journey, names) = (Arc::clone(&self.journey), Arc::clone(&self.names));
        let heads = Arc::clone(&self.heads);
        let make = move |place: u32| {
            let head = heads.get(place as usize);
            head.map_or_else(String::new, |head| id(&journey, &names, head))
        };
        let channels = self.steps.iter().map(|step| match step.channel {
            NO_PLACE => ABSENT,
            channel => channel.into(),
        });
        let mut details = Kept::of_columns(
            score.map(|chosen| self.scores(chosen)),
            self.concerned(),
            self.units(),
            Words::of_codes(&self.names.channels, channels),
        );
        if let Some(key) = self.journey.key_name() {
            details = details.with_information(key.to_owned(), self.keyed.clone());
        }
        let names = Names::Made(instances, Arc::new(make));
        EventLog::of_parts(names, activities, ends, events, details)
    }

    /// The activities that steps have, in the order of their names, and for each of ours which it is.
    fn used(&self) -> (Vec<String>, Vec<u32>) {
        let mut used = vec![false; self.names.activities.len()];
        for step in &self.steps {
            if let Some(used) = used.get_mut(step.activity as usize) {
                *used = true;
            }
        }
        let names = self.names.activities.iter().zip(0_u32..).zip(&used);
        let names = names.filter(|(_, used)| **used).map(|(named, _)| named);
        let mut names: Vec<(&String, u32)> = names.collect();
        names.sort_unstable();
        let mut of = vec![u32::MAX; used.len()];
        for (new, (_, old)) in (0..).zip(&names) {
            if let Some(of) = of.get_mut(*old as usize) {
                *of = new;
            }
        }
        let names = names.into_iter().map(|(name, _)| name.clone());
        (names.collect(), of)
    }

    /// By step, the first answer at it or about it.
    fn scores(&self, chosen: &Chosen) -> Vec<i64> {
        let mut scores = vec![NO_SCORE; self.steps.len()];
        for answer in self.answers.iter().filter(|it| it.of == chosen.field) {
            let head = self.heads.get(answer.head as usize);
            let score = head.and_then(|head| scores.get_mut(place(head, answer.step)?));
            if let Some(score) = score
                && *score == NO_SCORE
                && chosen.takes(answer.value)
            {
                *score = millionths(Some(answer.value));
            }
        }
        scores
    }

    /// By step, whether a rule of concern raises an alert at it or about it; absent where the program has
    /// no such rule.
    fn concerned(&self) -> Option<Vec<bool>> {
        let seen = &self.journey.concerns;
        if seen.is_empty() {
            return None;
        }
        let mut concerned = vec![false; self.steps.len()];
        let mut set = |head: &Head, step: u32| {
            let place = place(head, step);
            if let Some(is_one) = place.and_then(|place| concerned.get_mut(place)) {
                *is_one = true;
            }
        };
        let has = |wanted: fn(&At) -> bool| seen.iter().any(wanted);
        let by_marks = has(|at| matches!(at, At::Signal(_) | At::Absence(_)));
        for head in self.heads.iter().filter(|_| by_marks) {
            let marks = self.marks(head);
            if marks.is_empty() {
                continue;
            }
            for at in seen {
                match at {
                    At::Signal(test) => {
                        let own = marks.iter().filter(|mark| mark.test == *test);
                        own.for_each(|mark| set(head, mark.step));
                    }
                    At::Absence(awaited) => {
                        let all = followed(&self.journey, awaited, awaited.within, marks, self.now);
                        for became in all {
                            if let Followed::Not(deadline) = became {
                                set(head, before(self.steps(head), deadline));
                            }
                        }
                    }
                    _ => {}
                }
            }
        }
        let rules = seen.iter().filter_map(|at| match at {
            At::Alerts { rule, .. } => Some(*rule),
            _ => None,
        });
        let rules: Vec<u16> = rules.collect();
        let raised = self.raised.iter();
        let raised = raised.filter(|it| self.now.is_some_and(|now| it.at <= now));
        for alert in raised.filter(|it| rules.contains(&it.rule)) {
            if let Some(head) = self.heads.get(alert.head as usize) {
                set(head, alert.step);
            }
        }
        Some(concerned)
    }

    /// By step, its unit: where it happened, else the owner of its touch point.
    fn units(&self) -> Words {
        let declared = &self.journey.program().spec().touch_points;
        let mut names = self.names.units.clone();
        let owners = self.names.activities.iter().map(|activity| {
            let owner = declared
                .get(activity)
                .and_then(|point| point.owner.as_ref());
            let Some(owner) = owner else {
                return ABSENT;
            };
            let known = names.iter().position(|name| name == owner);
            let place = known.unwrap_or_else(|| {
                names.push(owner.clone());
                names.len() - 1
            });
            u32::try_from(place).unwrap_or(ABSENT)
        });
        let owners: Vec<u32> = owners.collect();
        let said = self.names.units.len();
        if said == 0 && owners.iter().all(|owner| *owner == ABSENT) {
            return Words::default();
        }
        let codes = self.steps.iter().enumerate().map(|(place, step)| {
            let own = self.units.get(place).copied();
            let own = own.filter(|unit| (*unit as usize) < said);
            let owner = owners.get(step.activity as usize).copied();
            own.or(owner).unwrap_or(ABSENT)
        });
        Words::of_some(&names, codes)
    }
}

/// The place of a step of an instance among all.
fn place(head: &Head, step: u32) -> Option<usize> {
    (step != NO_STEP).then(|| (head.steps.0 + step) as usize)
}
