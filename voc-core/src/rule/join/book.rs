//! Two customers' signals and statements as one's.

use crate::ordered::{Map, sort_by};
use crate::rule::book::{Book, Recent};
use crate::rule::track::Handle;
use crate::signal::Packed;

/// How what one history names becomes what the joined one names.
pub(super) struct Renaming {
    /// Its handles begin here.
    pub(super) handles: Handle,
    /// The keys of its texts.
    pub(super) texts: Map<u64, u64>,
}

impl Book {
    /// Takes over the signals and statements of another, as this customer's.
    pub(super) fn join(&mut self, customer: &str, mut other: Self) -> Renaming {
        let handles = self.names.join(&other.names);
        let pairs = [
            (&mut self.recent, other.recent),
            (&mut *self.alone, other.alone.take()),
            (&mut *self.kept, other.kept.take()),
        ];
        let mut room = Vec::new();
        for (own, others) in pairs {
            let mut of_ours = |mut one: Recent| {
                one.handle = one.handle.saturating_add(handles);
                let mut signal = one.retained.signal.unpack();
                signal.customer = Some(customer.to_owned());
                one.retained.signal = Packed::of(&signal, &mut room);
                one
            };
            own.extend(others.into_iter().map(&mut of_ours));
            sort_by(own, &|one, two| one.key.cmp(&two.key));
        }
        self.statements.extend(other.statements.take());
        self.base.join(&other.base);
        let texts = self.texts.join(&other.texts);
        Renaming { handles, texts }
    }
}
