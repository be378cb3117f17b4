//! Which inputs are known, for as long as they can matter.

use super::expiry::Expiry;
use crate::digest::Content;
use crate::document::Read;
use crate::named::Named;
use crate::ordered::{Keyed, Set, sort_plain};
use crate::text::Text;
use crate::time::Time;
use serde::{Deserialize, Serialize};

/// Where a signal stands: whose it is, and when.
pub(super) type Standing = (Option<Text>, Time);

/// An input that came.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
pub(super) struct Known {
    /// The digest of its content; absent of a signal that stands, which is compared itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) content: Option<Box<Content>>,
    pub(super) revision: u32,
    /// For a signal: where it stands among those of its customer.
    pub(super) place: Option<Standing>,
    pub(super) retracted: bool,
    until: Time,
}

/// The inputs that came, until `lateness` has passed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Read)]
pub(super) struct Ids {
    known: Keyed<Known>,
    /// Signals retracted before they came.
    retracted_ahead: Named<Time>,
    #[serde(skip)]
    expiry: Expiry,
    #[serde(skip)]
    ahead_until: Set<(Time, Text)>,
}

impl Ids {
    /// Restores what is not written down.
    pub(super) fn rebuild(&mut self) {
        self.expiry = Expiry::default();
        let mut all: Vec<(Time, u32)> = self
            .known
            .places()
            .map(|(place, known)| (known.until, place))
            .collect();
        sort_plain(&mut all);
        for (until, place) in all {
            self.expiry.enter(until, place);
        }
        let ahead = self.retracted_ahead.iter();
        self.ahead_until = ahead
            .map(|(id, until)| (*until, id.as_str().into()))
            .collect();
    }

    pub(super) fn get(&self, id: &str) -> Option<&Known> {
        self.known.get(id)
    }

    /// Remembers an input, whose id may be known; whether it was retracted before it came.
    pub(super) fn remember(
        &mut self,
        id: &Text,
        is_known: bool,
        content: Option<Content>,
        revision: u32,
        place: Option<Standing>,
        until: Time,
    ) -> bool {
        let ahead =
            !self.retracted_ahead.is_empty() && self.retracted_ahead.remove(&**id).is_some();
        let retracted = ahead || is_known && self.known.get(id).is_some_and(|old| old.retracted);
        let known = Known {
            content: content.map(Box::new),
            revision,
            place,
            retracted,
            until,
        };
        let place = self.known.put(id.clone(), known, !is_known);
        self.expiry.enter(until, place);
        retracted
    }

    /// A signal stands nowhere: what it said is kept as a digest.
    pub(super) fn keep_content(&mut self, id: &str, content: Content) {
        if let Some(known) = self.known.get_mut(id) {
            known.content = Some(Box::new(content));
        }
    }

    /// Marks a signal as taken back; its place where it had come and still stood.
    pub(super) fn retract(&mut self, id: &str, until: Time) -> Option<Standing> {
        match self.known.get_mut(id) {
            Some(known) if known.retracted => None,
            Some(known) => {
                known.retracted = true;
                known.place.clone()
            }
            None => {
                self.retracted_ahead.insert(id.to_owned(), until);
                self.ahead_until.insert((until, id.into()));
                None
            }
        }
    }

    /// Remembers all inputs for longer.
    pub(super) fn extend(&mut self, by: i64) {
        for (_, known) in self.known.iter_mut() {
            known.until = known.until.plus(by);
        }
        for (_, until) in self.retracted_ahead.iter_mut() {
            *until = until.plus(by);
        }
        self.rebuild();
    }

    /// Forgets the inputs whose time has passed.
    pub(super) fn forget(&mut self, now: Time) {
        while let Some(place) = self.expiry.next_before(now) {
            // An input that came again has another time than the entry says, and so may another input
            // that was put in its place.
            if self.known.at(place).is_some_and(|known| known.until < now) {
                self.known.remove_at(place);
            }
        }
        while let Some(first) = self.ahead_until.first().filter(|(until, _)| *until < now) {
            let first = first.clone();
            self.ahead_until.remove(&first);
            let id = first.1;
            if self
                .retracted_ahead
                .get(&*id)
                .is_some_and(|until| *until < now)
            {
                self.retracted_ahead.remove(&*id);
            }
        }
    }
}
