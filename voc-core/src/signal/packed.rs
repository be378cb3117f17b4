//! A signal as it is retained: in one piece of memory, read where it stands.

use super::Signal;
use super::packing::{put_text, put_values};
use super::unpacking::Unpacking;
use crate::condition::Cell;
use crate::document::{Node, Read, Reader};
use crate::ordered::Few;
use crate::time::Time;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A signal in one piece of memory: which own texts it has, its instant, its attributes, its fields, and
/// those texts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Packed(Vec<u8>);

/// Room is made in steps of so many bytes, so that the next signal often fits where one was.
const ROOM: usize = 32;

/// An own text of a signal, by its place in the order in which they are packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct OwnText(u8);

/// The names of the own texts, as conditions have them.
const OWN: [&str; 10] = [
    "kind",
    "customer",
    "touch_point",
    "channel",
    "stage",
    "unit",
    "employee",
    "respondent",
    "respondent_role",
    "verbatim",
];

/// The own texts of a signal, in the same order.
#[inline]
fn own_texts(signal: &Signal) -> [Option<&str>; OWN.len()] {
    [
        Some(&signal.kind),
        signal.customer.as_deref(),
        signal.touch_point.as_deref(),
        signal.channel.as_deref(),
        signal.stage.as_deref(),
        signal.unit.as_deref(),
        signal.employee.as_deref(),
        signal.respondent.as_deref(),
        signal.respondent_role.as_deref(),
        signal.verbatim.as_deref(),
    ]
}

/// Set beside the own texts where there are attributes.
const ATTRIBUTES: u16 = 1 << OWN.len();

impl OwnText {
    pub(crate) const KIND: Self = Self(0);
    const CUSTOMER: Self = Self(1);
    pub(crate) const TOUCH_POINT: Self = Self(2);
    pub(crate) const VERBATIM: Self = Self(9);

    /// The own text of a name.
    pub(crate) fn of(name: &str) -> Option<Self> {
        let place = OWN.iter().position(|own| *own == name)?;
        u8::try_from(place).ok().map(Self)
    }

    /// The text on a signal.
    pub(crate) fn on(self, signal: &Signal) -> Option<&str> {
        match self.0 {
            0 => Some(&signal.kind),
            1 => signal.customer.as_deref(),
            2 => signal.touch_point.as_deref(),
            3 => signal.channel.as_deref(),
            4 => signal.stage.as_deref(),
            5 => signal.unit.as_deref(),
            6 => signal.employee.as_deref(),
            7 => signal.respondent.as_deref(),
            8 => signal.respondent_role.as_deref(),
            _ => signal.verbatim.as_deref(),
        }
    }
}

impl Packed {
    /// Packs a signal; `room` is emptied first, and worked in.
    pub(crate) fn of(signal: &Signal, room: &mut Vec<u8>) -> Self {
        Self::default().again(signal, room)
    }

    /// Packs a signal where one was that is not needed any more; `room` is emptied first, and worked in.
    pub(crate) fn again(self, signal: &Signal, room: &mut Vec<u8>) -> Self {
        room.clear();
        let texts = own_texts(signal);
        let mut own = 0;
        for (text, place) in texts.iter().zip(0..) {
            own |= u16::from(text.is_some()) << place;
        }
        let states = !signal.attributes.is_empty();
        let head = if states { own | ATTRIBUTES } else { own };
        room.extend_from_slice(&head.to_le_bytes());
        room.extend_from_slice(&signal.at.micros().to_le_bytes());
        if states {
            put_values(room, &signal.attributes);
        }
        put_values(room, &signal.fields);
        for text in texts.into_iter().flatten() {
            put_text(room, text);
        }
        let Self(mut bytes) = self;
        bytes.clear();
        let (has, wants) = (bytes.capacity(), room.len().next_multiple_of(ROOM));
        // A short signal does not keep the room of a long one.
        if has < room.len() || has > 2 * wants {
            bytes = Vec::with_capacity(wants);
        }
        bytes.extend_from_slice(room);
        Self(bytes)
    }

    /// The signal.
    pub(crate) fn unpack(&self) -> Signal {
        let (mut unpacking, own) = self.open();
        let attributes = if own & ATTRIBUTES == 0 {
            Few::new()
        } else {
            unpacking.values()
        };
        let fields = unpacking.values();
        let mut text = |has: OwnText| {
            let text = (own >> has.0 & 1 == 1).then(|| unpacking.text());
            text.map(str::to_owned)
        };
        let kind = text(OwnText::KIND).unwrap_or_default();
        let [customer, touch_point, channel, stage] = [1, 2, 3, 4].map(|own| text(OwnText(own)));
        let [unit, employee, respondent] = [5, 6, 7].map(|own| text(OwnText(own)));
        let [respondent_role, verbatim] = [8, 9].map(|own| text(OwnText(own)));
        Signal {
            at: self.at(),
            kind,
            customer,
            respondent,
            respondent_role,
            touch_point,
            stage,
            channel,
            unit,
            employee,
            verbatim,
            fields,
            attributes,
        }
    }

    /// An own text.
    pub(crate) fn own(&self, text: OwnText) -> Option<&str> {
        let (mut unpacking, own) = self.open();
        if own >> text.0 & 1 == 0 {
            return None;
        }
        if own & ATTRIBUTES != 0 {
            unpacking.skip_values();
        }
        unpacking.skip_values();
        unpacking.skip_texts(own & ((1 << text.0) - 1));
        Some(unpacking.text())
    }

    /// The value of a field.
    pub(crate) fn field(&self, name: &str) -> Cell<'_> {
        let (mut unpacking, own) = self.open();
        if own & ATTRIBUTES != 0 {
            unpacking.skip_values();
        }
        unpacking.find(name)
    }

    /// The value of an attribute that it states.
    pub(crate) fn attribute(&self, name: &str) -> Cell<'_> {
        let (mut unpacking, own) = self.open();
        if own & ATTRIBUTES == 0 {
            return Cell::Absent;
        }
        unpacking.find(name)
    }

    /// The attributes that it states.
    pub(crate) fn attributes(&self) -> impl Iterator<Item = (&str, Cell<'_>)> {
        let all = self.packed_attributes();
        all.map(|(name, value)| {
            let name = std::str::from_utf8(name).unwrap_or_default();
            (name, Unpacking::new(value, 0).cell())
        })
    }

    /// The attributes that it states, names and values as they are packed.
    pub(crate) fn packed_attributes(&self) -> impl Iterator<Item = (&[u8], &[u8])> {
        let (mut unpacking, own) = self.open();
        let number = if own & ATTRIBUTES != 0 {
            unpacking.number()
        } else {
            0
        };
        (0..number).map(move |_| (unpacking.bytes(), unpacking.raw_cell()))
    }

    /// Whether it says anything of its customer, and there is one.
    pub(crate) fn states(&self) -> bool {
        let wanted = ATTRIBUTES | 1 << OwnText::CUSTOMER.0;
        self.open().1 & wanted == wanted
    }

    /// Whether there is room for a signal in it.
    pub(crate) fn has_room(&self) -> bool {
        self.0.capacity() > 0
    }

    /// It as it stands in memory.
    #[cfg(not(small))]
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// Another, as it stood in memory, where this one was.
    #[cfg(not(small))]
    pub(crate) fn set_bytes(&mut self, bytes: &[u8]) {
        self.0.clear();
        self.0.extend_from_slice(bytes);
    }

    /// Its instant.
    pub(crate) fn at(&self) -> Time {
        let at = self.0.get(HEAD - 8..).and_then(<[u8]>::first_chunk);
        Time::clamped(i64::from_le_bytes(at.copied().unwrap_or_default()))
    }

    /// Where its attributes begin, or else its fields, and which own texts there are.
    fn open(&self) -> (Unpacking<'_>, u16) {
        let own = self.0.first_chunk().copied().unwrap_or_default();
        let unpacking = Unpacking::new(&self.0, HEAD);
        (unpacking, u16::from_le_bytes(own))
    }
}

/// How many bytes say which own texts there are, and when it was.
const HEAD: usize = 10;

impl Serialize for Packed {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.unpack().serialize(serializer)
    }
}

impl Read for Packed {
    fn read<'n>(reader: &mut Reader<'n>, node: Option<&'n Node>) -> Self {
        Self::of(&Signal::read(reader, node), &mut Vec::new())
    }
}

impl<'de> Deserialize<'de> for Packed {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let signal = Signal::deserialize(deserializer)?;
        Ok(Self::of(&signal, &mut Vec::new()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::{INT_MAX, Value};
    use proptest::prelude::*;

    fn value() -> impl Strategy<Value = Value> {
        prop_oneof![
            any::<bool>().prop_map(Value::Bool),
            (-INT_MAX..=INT_MAX).prop_map(Value::Int),
            any::<f64>()
                .prop_filter("finite", |number| number.is_finite())
                .prop_map(Value::Number),
            "\\PC{0,80}".prop_map(Value::Text),
            any::<i64>().prop_map(|at| Value::Time(Time::clamped(at))),
        ]
    }

    fn values() -> impl Strategy<Value = Few<String, Value>> {
        let all = prop::collection::btree_map("\\PC{0,5}", value(), 0..5);
        all.prop_map(|all| all.into_iter().collect())
    }

    proptest! {
        #[test]
        fn a_signal_is_read_as_it_was_packed(
            at in any::<i64>(),
            texts in prop::collection::vec(prop::option::of("\\PC{0,70}"), 10),
            (fields, attributes) in (values(), values()),
        ) {
            let text = |place: usize| texts[place].clone();
            let signal = Signal {
                at: Time::clamped(at),
                kind: text(0).unwrap_or_default(),
                customer: text(1),
                respondent: text(2),
                respondent_role: text(3),
                touch_point: text(4),
                stage: text(5),
                channel: text(6),
                unit: text(7),
                employee: text(8),
                verbatim: text(9),
                fields,
                attributes,
            };
            let other = Packed(b"another that was here before".to_vec());
            let packed = other.again(&signal, &mut b"left over".to_vec());
            prop_assert_eq!(&packed, &Packed::of(&signal, &mut Vec::new()));
            prop_assert_eq!(&packed.unpack(), &signal);
            for (name, text) in OWN.into_iter().zip(own_texts(&signal)) {
                let own = OwnText::of(name).unwrap();
                prop_assert_eq!(packed.own(own), text);
                prop_assert_eq!(own.on(&signal), text);
            }
            for name in signal.fields.keys().chain(signal.attributes.keys()) {
                prop_assert_eq!(packed.field(name), Cell::from(signal.fields.get(name)));
                prop_assert_eq!(packed.attribute(name), Cell::from(signal.attributes.get(name)));
            }
            let states = signal.customer.is_some() && !signal.attributes.is_empty();
            prop_assert_eq!(packed.states(), states);
            let stated = packed.attributes().map(|(name, cell)| (name.to_owned(), cell.to_value().unwrap()));
            prop_assert_eq!(stated.collect::<Few<_, _>>(), signal.attributes);
        }
    }
}
