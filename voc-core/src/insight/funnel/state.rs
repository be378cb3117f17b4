//! The occasions of one customer, as its signals tell them.

use super::occasion::{Occasion, Step};
use crate::program::SURVEY;
use crate::signal::Signal;
use crate::text::Text;
use crate::time::Time;
use crate::value::Value;

/// The field that names the invitation, by the id of its input.
pub(super) const INVITATION_FIELD: &str = "invitation";

/// A signal of a customer, with its id.
#[derive(Debug, Clone, Copy)]
pub(super) struct Heard<'s> {
    pub(super) id: &'s Text,
    pub(super) signal: &'s Signal,
}

/// An occasion in the making.
#[derive(Debug)]
pub(super) struct Draft<'s> {
    pub(super) occasion: Occasion,
    /// The signal that tells most of it: what made them eligible, or else the first.
    pub(super) first: Heard<'s>,
    invitation: Option<Heard<'s>>,
}

/// The occasions of one customer.
#[derive(Debug, Default)]
pub(super) struct Drafts<'s> {
    pub(super) all: Vec<Draft<'s>>,
    /// Steps that were reached once more.
    pub(super) repeated: u64,
}

/// A text of a field.
pub(super) fn text_of<'s>(signal: &'s Signal, field: &str) -> Option<&'s str> {
    match signal.fields.get(field) {
        Some(Value::Text(text)) => Some(text),
        _ => None,
    }
}

pub(super) fn survey_of(signal: &Signal) -> Option<&str> {
    text_of(signal, SURVEY)
}

impl<'s> Drafts<'s> {
    /// The customer could be asked by a survey.
    pub(super) fn eligible(&mut self, survey: &str, heard: Heard<'s>) {
        self.begin(survey, Step::Eligible, heard);
    }

    /// The customer was invited: on the newest occasion before that has no invitation.
    pub(super) fn invited(&mut self, survey: &str, heard: Heard<'s>) {
        let free = |draft: &&mut Draft<'s>| {
            draft.is_of(survey, heard.signal)
                && !draft.occasion.has(Step::Invited)
                && draft.began() <= heard.signal.at
        };
        let place = self.all.iter_mut().rev().find(free);
        match place {
            Some(draft) => {
                draft.occasion.reach(Step::Invited, heard.signal.at);
                draft.take(heard.signal);
                draft.invitation = Some(heard);
            }
            None => self.begin(survey, Step::Invited, heard),
        }
    }

    /// A later step: on the occasion of the invitation that it names; else on the newest before that has
    /// not reached it, one with an invitation first.
    pub(super) fn reach(&mut self, survey: &str, step: Step, heard: Heard<'s>) {
        let signal = heard.signal;
        let named = text_of(signal, INVITATION_FIELD);
        let invited = |draft: &Draft<'s>| match (named, draft.invitation) {
            (Some(id), Some(invitation)) => invitation.id.as_str() == id,
            (None, Some(invitation)) => invitation.signal.at <= signal.at,
            (_, None) => false,
        };
        let of = |draft: &Draft<'s>| draft.is_of(survey, signal);
        let fits = |draft: &Draft<'s>| of(draft) && invited(draft);
        let mut newest = self.all.iter().enumerate().rev();
        let free = newest.find(|(_, draft)| fits(draft) && !draft.occasion.has(step));
        let place = free.map(|(place, _)| place);
        if place.is_none() && self.all.iter().any(fits) {
            self.repeated += 1;
            return;
        }
        let mut newest = self.all.iter().enumerate().rev();
        let place = place.or_else(|| {
            let waits = |draft: &Draft<'s>| {
                of(draft)
                    && draft.invitation.is_none()
                    && !draft.occasion.has(step)
                    && draft.began() <= signal.at
            };
            newest
                .find(|(_, draft)| waits(draft))
                .map(|(place, _)| place)
        });
        match place.and_then(|place| self.all.get_mut(place)) {
            Some(draft) => {
                draft.occasion.reach(step, signal.at);
                draft.take(signal);
            }
            None => self.begin(survey, step, heard),
        }
    }

    /// The newest occasion that has been completed by a signal, to note what it says.
    pub(super) fn completed_at(&mut self, survey: &str, at: Time) -> Option<&mut Occasion> {
        let mut newest = self.all.iter_mut().rev();
        let draft = newest.find(|draft| {
            let occasion = &draft.occasion;
            occasion.survey == survey && occasion.at(Step::Completed) == Some(at)
        });
        draft.map(|draft| &mut draft.occasion)
    }

    fn begin(&mut self, survey: &str, step: Step, heard: Heard<'s>) {
        let mut draft = Draft {
            occasion: Occasion {
                survey: survey.to_owned(),
                ..Occasion::default()
            },
            first: heard,
            invitation: (step == Step::Invited).then_some(heard),
        };
        draft.occasion.reach(step, heard.signal.at);
        draft.take(heard.signal);
        self.all.push(draft);
    }
}

impl Draft<'_> {
    fn is_of(&self, survey: &str, signal: &Signal) -> bool {
        let said = |draft: &Draft<'_>| {
            let invitation = draft.invitation.map(|heard| heard.signal);
            let asked = invitation.unwrap_or(draft.first.signal);
            asked.respondent.clone()
        };
        self.occasion.survey == survey
            && match (said(self), &signal.respondent) {
                (Some(asked), Some(spoke)) => asked == *spoke,
                _ => true,
            }
    }

    fn began(&self) -> Time {
        self.first.signal.at
    }

    /// Notes what a signal says that none before it said.
    fn take(&mut self, signal: &Signal) {
        let occasion = &mut self.occasion;
        for (part, said) in [
            (&mut occasion.channel, &signal.channel),
            (&mut occasion.unit, &signal.unit),
            (&mut occasion.touch_point, &signal.touch_point),
            (&mut occasion.stage, &signal.stage),
            (&mut occasion.respondent_role, &signal.respondent_role),
        ] {
            if part.is_none() {
                part.clone_from(said);
            }
        }
    }
}
