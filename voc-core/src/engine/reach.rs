//! How far insights reach: who was told of anything, and which praise came to a person.

use super::columns::FrameRun;
use super::event::What;
use super::mail::Mark;
use super::{AlertRow, Engine, Run};
use crate::insight::{Heard, LoopHealth, PraiseReach, WithoutInsightRow, without_insight};
use crate::named::Named;
use crate::route::{Audience, Routed};
use crate::rule::AlertKind;
use crate::time::Time;

impl Engine {
    /// Who never got an insight, by level, of the notices that it remembers; empty where the program says
    /// nothing of `notices`.
    pub(super) fn without_insight(&self) -> Vec<WithoutInsightRow> {
        self.without_insight_of(&self.state.mail.heard())
    }

    fn without_insight_of(&self, heard: &Named<Heard>) -> Vec<WithoutInsightRow> {
        let program = self.plans.program();
        if program.spec().notices.is_none() {
            return Vec::new();
        }
        without_insight(program, self.state.follow_up.people(), heard)
    }
}

impl Run {
    /// Whether the loop works, over all cases; with what only a run can tell, since it has every event: which
    /// praise came to a person, and who never got an insight of all that was sent.
    pub fn loop_health(&self) -> LoopHealth {
        let told = || self.events.iter().map(|event| (event.at, &event.what));
        LoopHealth {
            praise_reach: praise_reach(told(), &self.alerts()),
            without_insight: self.engine.without_insight_of(&heard(told())),
            ..self.engine.loop_health()
        }
    }
}

impl FrameRun {
    pub(super) fn praise_reach(&self) -> Option<PraiseReach> {
        praise_reach(self.what(), &self.alerts())
    }
}

/// Of the praise that stands, that of which a person was told.
fn praise_reach<'w>(
    what: impl Iterator<Item = (Time, &'w What)>,
    alerts: &[AlertRow],
) -> Option<PraiseReach> {
    let mut to_people: Named<bool> = Named::new();
    for (_, what) in what {
        match what {
            What::AlertRouted { alert, routed } => {
                to_people.insert(alert.as_str(), reaches_a_person(routed));
            }
            What::AlertMoved { from, alert } => {
                if let Some(reached) = to_people.remove(from) {
                    to_people.insert(alert.id.as_str(), reached);
                }
            }
            _ => {}
        }
    }
    let (mut praise, mut passed_on) = (0, 0);
    for alert in alerts
        .iter()
        .filter(|alert| alert.kind == AlertKind::Praise)
    {
        praise += 1;
        passed_on += i64::from(to_people.get(&alert.id) == Some(&true));
    }
    PraiseReach::of(praise, passed_on)
}

fn reaches_a_person(routed: &Routed) -> bool {
    let mut told = routed.audiences();
    told.any(|audience| matches!(audience, Audience::Person(_)))
}

/// What each person heard, of everything that was sent.
fn heard<'w>(what: impl Iterator<Item = (Time, &'w What)>) -> Named<Heard> {
    let mut to: Named<&str> = Named::new();
    let mut heard: Named<Heard> = Named::new();
    for (_, what) in what {
        match what {
            What::Notice { notice } => {
                if let Audience::Person(person) = &notice.to {
                    to.insert(notice.id.as_str(), person.as_str());
                    heard.or_default(person.as_str())[0] = true;
                }
            }
            What::NoticeMarked { notice, mark, .. } => {
                if let Some(person) = to.get(notice) {
                    let [_, read, acted] = heard.or_default(*person);
                    match mark {
                        Mark::Delivered => {}
                        Mark::Read => *read = true,
                        Mark::Acted => (*read, *acted) = (true, true),
                    }
                }
            }
            _ => {}
        }
    }
    heard
}
