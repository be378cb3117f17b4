//! What a case keeps of the signal that opened it, in one piece of memory.

use super::About;
use crate::document::{Node, Read, Reader};
use crate::signal::{OwnText, Packed, Signal};
use crate::time::Time;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// What a case keeps of the signal that opened it. Written and read as an [`About`], in a fraction of its
/// room.
#[derive(Debug, Clone, PartialEq)]
pub struct Carried {
    packed: Packed,
    words: Option<Box<Words>>,
}

/// What few cases keep.
#[derive(Debug, Clone, Default, PartialEq)]
struct Words {
    signal: Option<String>,
    verbatim_until: Option<Time>,
    topics: Vec<String>,
}

/// The instant under which it is packed where the signal has a kind; else 0.
const HAS_KIND: i64 = 1;

impl Carried {
    /// What is kept, part by part.
    pub fn get(&self) -> About {
        let signal = self.packed.unpack();
        let words = self.words.as_deref().cloned().unwrap_or_default();
        let has_kind = signal.at.micros() == HAS_KIND;
        About {
            kind: has_kind.then_some(signal.kind),
            respondent: signal.respondent,
            touch_point: signal.touch_point,
            stage: signal.stage,
            channel: signal.channel,
            unit: signal.unit,
            employee: signal.employee,
            fields: signal.fields,
            signal: words.signal,
            verbatim: signal.verbatim,
            verbatim_until: words.verbatim_until,
            topics: words.topics,
        }
    }

    /// When its words are to be forgotten, where there are any.
    pub fn forgotten_at(&self) -> Option<Time> {
        let until = self.words.as_deref()?.verbatim_until?;
        self.packed.own(OwnText::VERBATIM).map(|_| until)
    }

    /// The signal whose words it keeps.
    pub(crate) fn signal(&self) -> Option<&str> {
        self.words.as_deref()?.signal.as_deref()
    }

    pub(crate) fn change(&mut self, change: impl FnOnce(&mut About)) {
        let mut about = self.get();
        change(&mut about);
        *self = about.into();
    }
}

impl From<About> for Carried {
    fn from(about: About) -> Self {
        let words = Words {
            signal: about.signal,
            verbatim_until: about.verbatim_until,
            topics: about.topics,
        };
        let kept = words != Words::default();
        let has_kind = about.kind.is_some();
        let signal = Signal {
            at: Time::clamped(if has_kind { HAS_KIND } else { 0 }),
            kind: about.kind.unwrap_or_default(),
            customer: None,
            respondent: about.respondent,
            respondent_role: None,
            touch_point: about.touch_point,
            stage: about.stage,
            channel: about.channel,
            unit: about.unit,
            employee: about.employee,
            verbatim: about.verbatim,
            fields: about.fields,
            attributes: crate::ordered::Few::new(),
        };
        Self {
            packed: Packed::of(&signal, &mut Vec::with_capacity(128)),
            words: kept.then(|| Box::new(words)),
        }
    }
}

impl Serialize for Carried {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.get().serialize(serializer)
    }
}

impl Read for Carried {
    fn read<'n>(reader: &mut Reader<'n>, node: Option<&'n Node>) -> Self {
        About::read(reader, node).into()
    }
}

impl<'de> Deserialize<'de> for Carried {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        About::deserialize(deserializer).map(Self::from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::Value;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_carried_is_what_was_said(
            texts in prop::collection::vec(prop::option::of("\\PC{0,9}"), 9),
            fields in prop::collection::vec(("[a-c]", -9_i64..9), 0..3),
            until in prop::option::of(-9_i64..9),
            topics in prop::collection::vec("[a-c]", 0..3),
        ) {
            let text = |place: usize| texts[place].clone();
            let about = About {
                kind: text(0),
                respondent: text(1),
                touch_point: text(2),
                stage: text(3),
                channel: text(4),
                unit: text(5),
                employee: text(6),
                fields: fields.into_iter().map(|(name, value)| (name, Value::Int(value))).collect(),
                signal: text(7),
                verbatim: text(8),
                verbatim_until: until.map(Time::clamped),
                topics,
            };
            let carried = Carried::from(about.clone());
            prop_assert_eq!(&carried.get(), &about);
            prop_assert_eq!(carried.forgotten_at(), about.forgotten_at());
            let (one, other) = (serde_json::to_string(&carried), serde_json::to_string(&about));
            prop_assert_eq!(one.unwrap(), other.unwrap());
            let mut changed = carried;
            changed.change(About::forget_verbatim);
            let mut forgotten = about;
            forgotten.forget_verbatim();
            prop_assert_eq!(changed.get(), forgotten);
        }
    }
}
