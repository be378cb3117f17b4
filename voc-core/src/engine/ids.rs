//! Which inputs are known, for as long as they can matter.

use crate::document::Read;
use crate::named::Named;
use crate::ordered::Set;
use crate::time::Time;
use serde::{Deserialize, Serialize};

/// An input that came.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
pub(super) struct Known {
    /// The digest of its content.
    pub(super) content: String,
    pub(super) revision: u32,
    /// For a signal: where it stands among those of its customer.
    pub(super) place: Option<(Option<String>, Time)>,
    pub(super) retracted: bool,
    until: Time,
}

/// The inputs that came, until `lateness` has passed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Read)]
pub(super) struct Ids {
    known: Named<Known>,
    /// Signals retracted before they came.
    retracted_ahead: Named<Time>,
    #[serde(skip)]
    expiry: Set<(Time, String)>,
}

impl Ids {
    /// Restores what is not written down.
    pub(super) fn rebuild(&mut self) {
        self.expiry = self
            .known
            .iter()
            .map(|(id, known)| (known.until, id.clone()))
            .collect();
    }

    pub(super) fn get(&self, id: &str) -> Option<&Known> {
        self.known.get(id)
    }

    pub(super) fn remember(
        &mut self,
        id: &str,
        content: String,
        revision: u32,
        place: Option<(Option<String>, Time)>,
        until: Time,
    ) {
        if let Some(old) = self.known.get(id) {
            self.expiry.remove(&(old.until, id.to_owned()));
        }
        let retracted = self.retracted_ahead.remove(id).is_some()
            || self.known.get(id).is_some_and(|old| old.retracted);
        self.expiry.insert((until, id.to_owned()));
        let known = Known {
            content,
            revision,
            place,
            retracted,
            until,
        };
        self.known.insert(id.to_owned(), known);
    }

    /// Marks a signal as taken back; its place where it had come and still stood.
    pub(super) fn retract(&mut self, id: &str, until: Time) -> Option<(Option<String>, Time)> {
        match self.known.get_mut(id) {
            Some(known) if known.retracted => None,
            Some(known) => {
                known.retracted = true;
                known.place.clone()
            }
            None => {
                self.retracted_ahead.insert(id.to_owned(), until);
                None
            }
        }
    }

    /// Forgets the inputs whose time has passed.
    pub(super) fn forget(&mut self, now: Time) {
        while let Some((_, id)) = self.expiry.pop_first_if(|(until, _)| *until < now) {
            self.known.remove(&id);
        }
        let past = |(id, until): (&String, &Time)| (*until < now).then(|| id.clone());
        let past: Vec<String> = self.retracted_ahead.iter().filter_map(past).collect();
        for id in past {
            self.retracted_ahead.remove(&id);
        }
    }
}
