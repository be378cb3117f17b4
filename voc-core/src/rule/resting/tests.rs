//! A state comes back as it was laid down, whatever lay in its room before.

use super::{Resting, Room};
use crate::digest::SetHash;
use crate::ordered::Few;
use crate::rare::Rare;
use crate::rule::book::{Key, Recent, Retained};
use crate::rule::customer::CustomerState;
use crate::rule::track::{Entry, Track};
use crate::signal::{Packed, Signal, put_value};
use crate::text::Text;
use crate::time::Time;
use crate::value::Value;
use proptest::prelude::*;

fn time() -> impl Strategy<Value = Time> {
    any::<i64>().prop_map(Time::clamped)
}

fn key() -> impl Strategy<Value = Key> {
    (time(), "\\PC{0,40}").prop_map(|(at, id)| (at, id.into()))
}

fn value() -> impl Strategy<Value = Value> {
    prop_oneof![
        any::<bool>().prop_map(Value::Bool),
        (-9_i64..9).prop_map(Value::Int),
        (-9.0..9.0).prop_map(Value::Number),
        "\\PC{0,30}".prop_map(Value::Text),
        time().prop_map(Value::Time),
    ]
}

fn signal() -> impl Strategy<Value = Signal> {
    let fields = prop::collection::btree_map("[a-z]{1,8}", value(), 0..4);
    let verbatim = prop::option::of("\\PC{0,80}");
    (time(), "[a-z]{1,9}", fields, verbatim).prop_map(|(at, kind, fields, verbatim)| Signal {
        at,
        kind,
        verbatim,
        customer: Some("c-1".into()),
        respondent: None,
        respondent_role: None,
        touch_point: None,
        stage: None,
        channel: None,
        unit: None,
        employee: None,
        fields: fields.into_iter().collect(),
        attributes: Few::new(),
    })
}

fn recent() -> impl Strategy<Value = Recent> {
    let tests = prop::collection::vec(any::<u16>(), 0..20);
    (
        key(),
        any::<u32>(),
        signal(),
        prop::option::of(time()),
        tests,
    )
        .prop_map(|(key, handle, signal, received, tests)| Recent {
            handle,
            retained: Retained {
                signal: Packed::of(&signal, &mut Vec::new()),
                alone: false,
                received: received.unwrap_or(key.0),
            },
            key,
            tests: tests.into_iter().collect(),
            alerts: Rare::default(),
        })
}

fn track() -> impl Strategy<Value = Track> {
    let entry = (
        any::<i64>(),
        any::<u64>(),
        any::<u32>(),
        any::<u16>(),
        any::<u16>(),
    );
    let entry = entry.prop_map(|(at, key, of, rule, flags)| Entry {
        at,
        key,
        of,
        rule,
        flags,
    });
    prop::collection::vec(entry, 0..9).prop_map(|entries| {
        let mut track = Track::default();
        track.refill(|all| all.extend(entries));
        track
    })
}

prop_compose! {
    fn state()(
        names in prop::collection::vec((0_u32..5, key()), 0..9),
        texts in prop::collection::vec("\\PC{0,30}", 0..4),
        known in prop::collection::vec(("[a-c]", key(), value()), 0..5),
        recent in prop::collection::vec(recent(), 0..4),
        kept in prop::collection::vec(recent(), 0..3),
        (base, head) in (track(), prop::option::of(track())),
        (known_head, deadline, passed) in (any::<bool>(), prop::option::of(any::<i64>()), prop::option::of(time())),
        (alerts, consent) in (0_u32..3, prop::option::of(any::<bool>())),
        laid in any::<bool>(),
    ) -> CustomerState {
        let mut state = CustomerState::default();
        let book = &mut state.book;
        for (handle, key) in names {
            book.names.give();
            book.names.keep(handle, (key.0, &key.1));
        }
        for text in texts {
            book.texts.key(&text);
        }
        for (name, key, value) in &known {
            let mut packed = Vec::new();
            put_value(&mut packed, value);
            book.base.state(name.as_bytes(), key, &packed);
        }
        book.recent = recent;
        book.kept = kept.into();
        state.base = base;
        let is_read = head.is_some();
        state.head.fill(known_head || is_read, is_read, |track| *track = head.unwrap_or_default());
        state.head.deadline = deadline;
        state.passed = passed;
        let mut settled = SetHash::default();
        (0..alerts).for_each(|alert| settled.add(&alert));
        state.settled = settled;
        state.consent = consent;
        if laid { state } else { CustomerState::default() }
    }
}

proptest! {
    #[test]
    fn a_state_comes_back_as_it_was_laid_down(states in prop::collection::vec(state(), 1..6)) {
        let mut room = Room::default();
        let mut resting: Vec<Resting> = states.iter().map(|_| Resting::default()).collect();
        for round in 0..2 {
            for (state, resting) in states.iter().zip(&mut resting) {
                let mut taken = resting.take(&mut room);
                if round == 0 {
                    prop_assert_eq!(&*taken, &CustomerState::default());
                    *taken = state.clone();
                }
                // All of it, what is not compared for equality too.
                prop_assert_eq!(format!("{taken:?}"), format!("{state:?}"));
                resting.lay(taken, &mut room);
                prop_assert!(resting.whole().is_none());
                prop_assert_eq!(format!("{:?}", &*resting.see()), format!("{state:?}"));
            }
        }
    }
}

/// A customer's key and where their state lies are one look.
#[cfg(target_pointer_width = "64")]
#[test]
fn a_customer_takes_one_line_of_memory() {
    assert_eq!(size_of::<Option<(Text, Resting)>>(), 64);
}
