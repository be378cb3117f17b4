//! Seventy conditions over a stream of signals: whole, and specialised per kind and touch point as an
//! engine would; beside a loop written by hand for one of them.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::cast_precision_loss,
    reason = "a bench stops where its own material is wrong"
)]

use std::hint::black_box;
use std::time::{Duration, Instant};
use voc_core::condition::{Cell, Compiled, Condition, Layout, Row, Scope, Specialised, Type};

const SIGNALS: u32 = 2_000_000;
const ROUNDS: u32 = 3;
const CONDITIONS: usize = 70;
const KINDS: [&str; 8] = [
    "response",
    "contact",
    "order",
    "return",
    "complaint",
    "observation",
    "invitation",
    "review",
];
const TOUCH_POINTS: usize = 24;

struct Names;

impl Scope for Names {
    fn type_of(&self, name: &str) -> Option<Type> {
        Some(match name {
            "kind" | "touch_point" => Type::Text,
            "ltr" => Type::Int,
            "amount" => Type::Number,
            "resolved" => Type::Bool,
            _ => return None,
        })
    }
    fn texts_of(&self, _: &str) -> Option<Vec<String>> {
        None
    }
    fn names(&self) -> Vec<String> {
        Vec::new()
    }
    fn segments(&self) -> Vec<String> {
        Vec::new()
    }
}

/// One signal, its texts as codes.
#[derive(Clone, Copy)]
struct Signal {
    kind: u8,
    touch_point: u8,
    resolved: bool,
    /// Absent where it is negative.
    ltr: i8,
    amount: f64,
}

struct Signals<'s> {
    signal: &'s Signal,
    touch_points: &'s [String],
}

/// Slots in this order.
const LAYOUT: [&str; 5] = ["kind", "touch_point", "ltr", "amount", "resolved"];

impl Row for Signals<'_> {
    #[inline]
    fn cell(&self, slot: u16) -> Cell<'_> {
        let signal = self.signal;
        match slot {
            0 => Cell::Text(KINDS[usize::from(signal.kind)]),
            1 => Cell::Text(&self.touch_points[usize::from(signal.touch_point)]),
            2 if signal.ltr >= 0 => Cell::Int(signal.ltr.into()),
            3 => Cell::Number(signal.amount),
            4 => Cell::Bool(signal.resolved),
            _ => Cell::Absent,
        }
    }
}

fn source(number: usize) -> String {
    let kind = KINDS[number % KINDS.len()];
    let touch_point = number * 7 % TOUCH_POINTS;
    let (low, high) = (number % 5, 3 + number % 7);
    match number % 4 {
        0 => format!("kind == '{kind}' && ltr <= {high}"),
        1 => format!("kind == '{kind}' && touch_point == 'tp-{touch_point}' && ltr <= {high}"),
        2 => format!("kind == '{kind}' && ltr >= {low} && amount > {high}0.0"),
        _ => format!("kind == '{kind}' && !resolved && amount <= {low}5.0"),
    }
}

fn signal(number: u32) -> Signal {
    let mixed = u64::from(number).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 20;
    let part = |divisor: u64, below: u64| u8::try_from(mixed / divisor % below).unwrap();
    Signal {
        kind: part(1, 8),
        touch_point: part(11, TOUCH_POINTS as u64),
        resolved: part(301, 2) == 0,
        ltr: i8::try_from(part(5003, 14)).unwrap() - 3,
        amount: f64::from(part(70_001, 100)),
    }
}

fn row<'s>(signal: &'s Signal, touch_points: &'s [String]) -> Signals<'s> {
    Signals {
        signal,
        touch_points,
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

/// What is left of the conditions for each kind and touch point.
fn residuals(conditions: &[Compiled], touch_points: &[String]) -> Vec<(usize, Vec<Compiled>)> {
    let mut all = Vec::new();
    for kind in KINDS {
        for touch_point in touch_points {
            let known = |slot: u16| match slot {
                0 => Some(Cell::Text(kind)),
                1 => Some(Cell::Text(touch_point)),
                _ => None,
            };
            let (mut always, mut left) = (0, Vec::new());
            for condition in conditions {
                match condition.specialise(&known) {
                    Specialised::Const(verdict) => always += usize::from(verdict.is_yes()),
                    Specialised::Residual(residual) if residual.can_hold() => left.push(residual),
                    Specialised::Residual(_) => {}
                }
            }
            all.push((always, left));
        }
    }
    all
}

fn main() {
    let touch_points: Vec<String> = (0..TOUCH_POINTS).map(|at| format!("tp-{at}")).collect();
    let mut layout = Layout::new();
    for name in LAYOUT {
        layout.slot(name);
    }
    let conditions: Vec<Compiled> = (0..CONDITIONS)
        .map(|number| {
            let condition = Condition::compile(&source(number), &Names).unwrap();
            condition.compiled(&mut layout, &|_| None)
        })
        .collect();
    let signals: Vec<Signal> = (0..SIGNALS).map(signal).collect();

    let (whole, found) = shortest(|| {
        let held = |signal: &Signal| {
            let row = row(signal, &touch_points);
            let holds = |condition: &&Compiled| condition.holds(&row);
            black_box(&conditions).iter().filter(holds).count()
        };
        signals.iter().map(held).sum()
    });
    let started = Instant::now();
    let left = residuals(&conditions, &touch_points);
    let specialising = started.elapsed();
    let (parts, parts_found) = shortest(|| {
        let held = |signal: &Signal| {
            let place = usize::from(signal.kind) * TOUCH_POINTS + usize::from(signal.touch_point);
            let (always, left) = &black_box(&left)[place];
            let row = row(signal, &touch_points);
            always
                + left
                    .iter()
                    .filter(|condition| condition.holds(&row))
                    .count()
        };
        signals.iter().map(held).sum()
    });
    assert_eq!(found, parts_found, "specialised conditions disagree");

    let response = |slot: u16| (slot == 0).then_some(Cell::Text("response"));
    let Specialised::Residual(residual) = conditions[0].specialise(&response) else {
        panic!("it asks for more than the kind");
    };
    let (one, one_found) = shortest(|| {
        let residual = black_box(&residual);
        let holds = |signal: &&Signal| residual.holds(&row(signal, &touch_points));
        signals.iter().filter(holds).count()
    });
    let (by_hand, hand_found) = shortest(|| {
        let high = black_box(3);
        let holds = |signal: &&Signal| signal.ltr >= 0 && signal.ltr <= high;
        signals.iter().filter(holds).count()
    });
    assert_eq!(one_found, hand_found, "the loop by hand disagrees");

    let rate = |time: Duration| f64::from(SIGNALS) / time.as_secs_f64();
    let count: usize = left.iter().map(|(_, left)| left.len()).sum();
    println!(
        "{CONDITIONS} conditions, {SIGNALS} signals, {found} matches; the shortest of {ROUNDS} rounds"
    );
    println!("whole        {:>12.0} signals a second", rate(whole));
    println!(
        "specialised  {:>12.0} signals a second, {:.1} conditions left on average, made in {:.1} ms",
        rate(parts),
        count as f64 / left.len() as f64,
        specialising.as_secs_f64() * 1e3
    );
    println!("one residual {:>12.0} signals a second", rate(one));
    println!(
        "by hand      {:>12.0} signals a second, its comparison",
        rate(by_hand)
    );
    println!("ratio {:.2}", rate(by_hand) / rate(one));
}
