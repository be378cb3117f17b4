//! One condition over single signals: ours against the `cel` crate's, on the same events.

#![allow(
    clippy::unwrap_used,
    reason = "a bench stops where its own material is wrong"
)]

use std::borrow::Cow;
use std::hint::black_box;
use std::time::{Duration, Instant};
use voc_core::Value;
use voc_core::condition::{Cell, Condition, Facts, Layout, Scope, Truth, Type};

const EVENTS: u64 = 200_000;
const ROUNDS: u32 = 3;
const SOURCE: &str = "kind == 'response' && ltr <= 6 && amount > 50.0";

struct Event {
    kind: Value,
    ltr: Value,
    amount: Value,
}

impl Facts for Event {
    fn value(&self, name: &str) -> Option<Cow<'_, Value>> {
        let value = match name {
            "kind" => &self.kind,
            "ltr" => &self.ltr,
            "amount" => &self.amount,
            _ => return None,
        };
        Some(Cow::Borrowed(value))
    }
    fn segment(&self, _: &str) -> Truth {
        Truth::No
    }
}

struct Names;

impl Scope for Names {
    fn type_of(&self, name: &str) -> Option<Type> {
        match name {
            "kind" => Some(Type::Text),
            "ltr" => Some(Type::Int),
            "amount" => Some(Type::Number),
            _ => None,
        }
    }
    fn texts_of(&self, _: &str) -> Option<Vec<String>> {
        None
    }
    fn names(&self) -> Vec<String> {
        vec!["kind".into(), "ltr".into(), "amount".into()]
    }
    fn segments(&self) -> Vec<String> {
        Vec::new()
    }
}

/// Seeded by the number of the event: every run has the same.
fn event(number: u64) -> Event {
    let mixed = number.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32;
    let kind = if mixed.is_multiple_of(3) {
        "contact"
    } else {
        "response"
    };
    let amount = u32::try_from(mixed / 7 % 100).unwrap_or_default();
    Event {
        kind: Value::Text(kind.into()),
        ltr: Value::Int(i64::try_from(mixed % 11).unwrap_or_default()),
        amount: Value::Number(amount.into()),
    }
}

/// The shortest of some rounds, and what each of them found.
fn shortest(mut work: impl FnMut() -> usize) -> (Duration, usize) {
    let round = |_| {
        let started = Instant::now();
        let found = work();
        (started.elapsed(), found)
    };
    (0..ROUNDS).map(round).min().unwrap()
}

fn main() {
    let events: Vec<Event> = (0..EVENTS).map(event).collect();
    let condition = Condition::compile(SOURCE, &Names).unwrap();
    let program = cel::Program::compile(SOURCE).unwrap();

    let (ours, found) = shortest(|| {
        let holds = |event: &&Event| black_box(&condition).holds(*event).is_yes();
        events.iter().filter(holds).count()
    });
    let mut layout = Layout::new();
    let compiled = condition.compiled(&mut layout, &|_| None);
    let (slots, slots_found) = shortest(|| {
        let holds = |event: &&Event| {
            let row = [&event.kind, &event.ltr, &event.amount].map(Cell::from);
            black_box(&compiled).holds(&row[..])
        };
        events.iter().filter(holds).count()
    });
    assert_eq!(found, slots_found, "the compiled form disagrees");
    // Its functions are registered once: only the variables change from event to event.
    let root = cel::Context::default();
    let (theirs, peer_found) = shortest(|| {
        let holds = |event: &&Event| {
            let mut context = root.new_inner_scope();
            context
                .add_variable("kind", event.kind.as_text().unwrap())
                .unwrap();
            context
                .add_variable("amount", event.amount.as_f64().unwrap())
                .unwrap();
            if let Value::Int(ltr) = event.ltr {
                context.add_variable("ltr", ltr).unwrap();
            }
            program.execute(&context).unwrap() == true.into()
        };
        events.iter().filter(holds).count()
    });
    assert_eq!(
        found, peer_found,
        "the peers disagree: their times do not count"
    );

    let rate =
        |time: Duration| f64::from(u32::try_from(EVENTS).unwrap_or(u32::MAX)) / time.as_secs_f64();
    println!("condition: {SOURCE}");
    println!("{EVENTS} events, {found} hold; the shortest of {ROUNDS} rounds");
    println!(
        "voc  {:>12.0} events a second, compiled to slots",
        rate(slots)
    );
    println!(
        "voc  {:>12.0} events a second, by name, as explanations take it",
        rate(ours)
    );
    println!(
        "cel  {:>12.0} events a second, its variables set for each event",
        rate(theirs)
    );
    println!("ratio {:.1}", rate(slots) / rate(theirs));
}
