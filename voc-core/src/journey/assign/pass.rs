//! What a book's customers have said, read from the beginning.

use super::activity::Activities;
use super::actual::{Actual, Names};
use super::build::{Build, Signals};
use super::machine::Reason;
use super::seen::{HAS_KEY, PLANNED, Seen, key_text, look, stage};
use crate::condition::{Cell, Row};
use crate::journey::plan::{Journey, Kind, NO_PLACE};
use crate::named::Named;
use crate::ordered::Few;
use crate::rule::Slot;
use crate::signal::{Packed, Signal};
use crate::text::Text;
use crate::time::Time;
use crate::value::Value;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What a customer has said, and what is known of them, in order.
pub(super) type Own = BTreeMap<(Time, Text), Entry>;

#[derive(Debug, Clone)]
pub(super) enum Entry {
    Signal(Packed),
    Stated(Few<String, Value>),
}

/// One pass over customers.
pub(super) struct Pass<'b> {
    journey: &'b Journey,
    pub(super) build: Build<'b>,
    kinds: Vec<Kind>,
    kind_places: Named<usize>,
    activities: Activities,
    channels: Vec<String>,
    channel_places: Named<u16>,
    units: Vec<String>,
    unit_places: Named<u32>,
    customers: Vec<Text>,
    keys: Named<u32>,
    key_names: Vec<Text>,
    reads_attributes: bool,
}

impl<'b> Pass<'b> {
    pub(super) fn of(journey: &'b Journey, now: Option<Time>) -> Self {
        let mut build = Build::of(journey, 0);
        build.now = now;
        let mut slots = journey.slots.iter();
        Self {
            journey,
            build,
            kinds: Vec::new(),
            kind_places: Named::new(),
            activities: Activities::of(journey),
            channels: Vec::new(),
            channel_places: Named::new(),
            units: Vec::new(),
            unit_places: Named::new(),
            customers: Vec::new(),
            keys: Named::new(),
            key_names: Vec::new(),
            reads_attributes: slots.any(|slot| matches!(slot, Slot::Attribute(_))),
        }
    }

    /// Reads what a customer has said.
    pub(super) fn customer(&mut self, customer: Option<&Text>, own: &Own) {
        let Some(customer) = customer else {
            self.build.leave_out(Reason::NoCustomer, own.len() as u64);
            return;
        };
        let mut known: Few<String, Value> = Few::new();
        let (mut all, mut seen) = (Vec::new(), Vec::new());
        for ((_, id), entry) in own {
            let stated = match entry {
                Entry::Stated(attributes) => attributes,
                Entry::Signal(packed) => {
                    let signal = packed.unpack();
                    let kind = self.kind(&signal.kind);
                    let unit = signal.unit.as_ref().map(|name| self.unit(name));
                    all.push(One {
                        kind,
                        unit: unit.unwrap_or(u32::MAX),
                        known: known.clone(),
                        id: id.clone(),
                        signal,
                    });
                    match all.last() {
                        Some(one) => &one.signal.attributes,
                        None => continue,
                    }
                }
            };
            if self.reads_attributes {
                for (name, value) in stated {
                    known.insert(name.clone(), value.clone());
                }
            }
        }
        for (row, one) in (0..).zip(&all) {
            seen.push(self.see(row, one));
        }
        let signals = OfOne {
            journey: self.journey,
            kinds: &self.kinds,
            all: &all,
        };
        let number = u32::try_from(self.customers.len()).unwrap_or(u32::MAX);
        self.build.customer(number, &seen, &signals);
        self.build.settle(&signals);
        self.customers.push(customer.clone());
    }

    fn kind(&mut self, name: &str) -> usize {
        if let Some(known) = self.kind_places.get(name) {
            return *known;
        }
        self.kinds.push(self.journey.kind(name));
        self.kind_places.insert(name, self.kinds.len() - 1);
        self.kinds.len() - 1
    }

    fn see(&mut self, row: u32, one: &One) -> Seen {
        let journey = self.journey;
        let reading = OneRow {
            journey,
            one: Some(one),
        };
        let key = journey
            .tests()
            .key
            .and_then(|key| key_text(reading.cell(key)));
        let kind = self.kinds.get(one.kind).filter(|kind| kind.is_ours);
        let is_ours = kind.is_some();
        let has = |slot: u16| reading.cell(slot) != Cell::Absent;
        let mut is = kind.map_or(0, |kind| look(kind, &reading, has));
        if is_ours && key.is_some() {
            is |= HAS_KEY;
        }
        let signal = &one.signal;
        let named = signal.stage.as_ref().and_then(|id| journey.stage(id));
        let at_point = signal.touch_point.as_ref();
        let point = self
            .activities
            .point(journey, at_point.unwrap_or(&signal.kind));
        if is_ours && (named.is_some() || at_point.is_some() && point.is_planned) {
            is |= PLANNED;
        }
        Seen {
            at: signal.at.micros(),
            key: key.map_or(0, |key| self.key(&key)),
            activity: point.activity,
            row,
            customer: 0,
            kind: u16::try_from(one.kind).unwrap_or(u16::MAX),
            channel: signal
                .channel
                .as_ref()
                .map_or(NO_PLACE, |name| self.channel(name)),
            stage: stage(named.unwrap_or(NO_PLACE), point.stage),
            is,
        }
    }

    /// What tells the values of the key apart.
    fn key(&mut self, text: &str) -> u32 {
        if let Some(known) = self.keys.get(text) {
            return *known;
        }
        let next = u32::try_from(self.key_names.len()).unwrap_or(u32::MAX);
        self.keys.insert(text, next);
        self.key_names.push(text.into());
        next
    }

    fn channel(&mut self, name: &str) -> u16 {
        if let Some(known) = self.channel_places.get(name) {
            return *known;
        }
        let Ok(place) = u16::try_from(self.channels.len()) else {
            return NO_PLACE;
        };
        self.channels.push(name.to_owned());
        self.channel_places.insert(name, place);
        place
    }

    fn unit(&mut self, name: &str) -> u32 {
        if let Some(known) = self.unit_places.get(name) {
            return *known;
        }
        let place = u32::try_from(self.units.len()).unwrap_or(u32::MAX);
        self.units.push(name.to_owned());
        self.unit_places.insert(name, place);
        place
    }

    pub(super) fn finish(self, journey: &Arc<Journey>) -> Actual {
        let names = Names {
            activities: self.activities.into_names(),
            channels: self.channels,
            units: self.units,
            customers: self.customers,
            keys: self.key_names,
        };
        self.build.finish(journey, names)
    }
}

/// One signal, with what was known of its customer before.
struct One {
    signal: Signal,
    known: Few<String, Value>,
    id: Text,
    kind: usize,
    unit: u32,
}

/// The signals of one customer.
struct OfOne<'o> {
    journey: &'o Journey,
    kinds: &'o [Kind],
    all: &'o [One],
}

impl Signals for OfOne<'_> {
    type Row<'r>
        = OneRow<'r>
    where
        Self: 'r;

    fn row(&self, row: u32) -> OneRow<'_> {
        OneRow {
            journey: self.journey,
            one: self.all.get(row as usize),
        }
    }

    fn kind(&self, kind: u16) -> Option<&Kind> {
        self.kinds.get(usize::from(kind))
    }

    fn id(&self, row: u32) -> Text {
        let one = self.all.get(row as usize);
        one.map_or_else(|| "".into(), |one| one.id.clone())
    }

    fn has_units(&self) -> bool {
        true
    }

    fn unit(&self, row: u32) -> u32 {
        self.all.get(row as usize).map_or(u32::MAX, |one| one.unit)
    }
}

/// One signal as conditions read it.
struct OneRow<'r> {
    journey: &'r Journey,
    one: Option<&'r One>,
}

impl Row for OneRow<'_> {
    fn cell(&self, slot: u16) -> Cell<'_> {
        let Some(one) = self.one else {
            return Cell::Absent;
        };
        let signal = &one.signal;
        match self.journey.slots.get(usize::from(slot)) {
            None => Cell::Absent,
            Some(Slot::Own(text)) => text.on(signal).map_or(Cell::Absent, Cell::Text),
            Some(Slot::At) => Cell::Time(signal.at),
            Some(Slot::Topic(topic)) => {
                let program = self.journey.program();
                let touches = program.touches(topic, signal.verbatim.as_deref());
                touches.map_or(Cell::Absent, Cell::Bool)
            }
            Some(Slot::Field(name)) => Cell::from(signal.fields.get(name)),
            Some(Slot::Attribute(name)) => {
                let own = signal.attributes.get(name);
                Cell::from(own.or_else(|| one.known.get(name)))
            }
        }
    }
}
