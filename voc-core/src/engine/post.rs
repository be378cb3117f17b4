//! Notices on their way: what the program gathers into digests, and what is told of them.

use super::mail::{Mark, receiver};
use super::{Accepted, Engine, What, Whose};
use crate::error::{Error, Refusal};
use crate::insight::{LastMileRow, Receiver, last_mile};
use crate::program::NoticeKind;
use crate::route::Audience;
use crate::signal::{Body, NoticeMark};
use crate::time::Time;

impl Engine {
    /// Remembers the notices that have come out since it was last asked, where the program wants it.
    pub(super) fn post(&mut self, out: &mut [(Time, What)]) {
        let posted = std::mem::replace(&mut self.room.posted, out.len());
        let program = self.plans.program();
        let Some(spec) = &program.spec().notices else {
            return;
        };
        for (at, what) in out.iter_mut().skip(posted) {
            if let What::Notice { notice } = what {
                let now = self.state.now.map_or(*at, |now| now.max(*at));
                let people = self.state.follow_up.people();
                let mail = &mut self.state.mail;
                mail.post((spec, program.zone()), people, (*at, now), notice);
            }
        }
        if let Some(now) = self.state.now {
            self.state.mail.forget(spec, now);
        }
    }

    /// Something is told of a notice.
    pub(super) fn told_of(
        &mut self,
        body: &Body,
        accepted: Accepted,
        out: &mut Vec<(Time, What)>,
    ) -> Result<(), Refusal> {
        let (mark, told, key) = match body {
            Body::Delivered(told) => (Mark::Delivered, told, "delivered"),
            Body::Read(told) => (Mark::Read, told, "read"),
            Body::Acted(told) => (Mark::Acted, told, "acted"),
            _ => return Ok(()),
        };
        self.state.mail.check(told, key)?;
        self.fire(Whose::Nobody, accepted.received, out);
        self.accept(accepted, None);
        let NoticeMark { notice, by, at } = told;
        let new = self.state.mail.mark(notice, mark, *at);
        out.extend(new.into_iter().map(|new| marked(new, by.as_deref(), *at)));
        Ok(())
    }

    /// Somebody did something to a case, and so acted on what they were told of it.
    pub(super) fn acted(&mut self, case: &str, by: &str, at: Time, out: &mut Vec<(Time, What)>) {
        if self.plans.program().spec().notices.is_none() {
            return;
        }
        let people = self.state.follow_up.people();
        let new = self.state.mail.act(people, case, by, at);
        out.extend(new.into_iter().map(|new| marked(new, Some(by), at)));
    }

    /// What became of the notices, by `role`, `unit` and `kind`, or by none of them for all: who was
    /// told, who read it and who acted. Roles and units of the roster that were told nothing have a row
    /// that says so. Empty where the program says nothing of `notices`.
    ///
    /// # Errors
    /// An unknown name.
    pub fn last_mile(&self, by: &[String]) -> Result<Vec<LastMileRow>, Error> {
        let people = self.state.follow_up.people();
        let remembers = self.plans.program().spec().notices.is_some();
        let ids = people.keys().filter(|_| remembers);
        let receivers = ids.map(|id| -> Receiver {
            receiver(people, &Audience::Person(id.clone()), NoticeKind::Alert)
        });
        last_mile(by, self.state.mail.told(), receivers)
    }
}

fn marked((notice, mark): (String, Mark), by: Option<&str>, at: Time) -> (Time, What) {
    let by = by.map(str::to_owned);
    (at, What::NoticeMarked { notice, mark, by })
}
