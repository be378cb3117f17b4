//! Random histories against the definitions of DESIGN.md §7, evaluated naively over the whole sorted
//! history.

use crate::engine::{Engine, What};
use crate::ordered::Few;
use crate::program::Program;
use crate::signal::{Body, CustomerStatement, Input, Retract, Signal};
use crate::time::{HOUR, Time};
use crate::value::Value;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

const WITHIN_HOURS: i64 = 10;
const AT_LEAST: usize = 3;

fn program() -> Program {
    Program::parse(
        "voc: 1\nname: t\nlateness: P30D\nfields: {claim: text, ltr: int}\ncustomer: {tier: text}\nrules:\n  gold: {when: 'ltr <= 6 && customer.tier == \"gold\"'}\n  often: {when: 'kind == \"contact\"', count: {at_least: 3, within: PT10H}}\n  same: {when: 'kind == \"contact\"', count: {at_least: 3, within: PT10H, same: claim}}",
    )
    .unwrap()
}

/// A thing that happened: hour of the day, claim, score, tier stated with it.
type Thing = (i64, Option<u8>, i64, Option<bool>);

fn things() -> impl Strategy<Value = Vec<Thing>> {
    let thing = (
        0_i64..40,
        prop::option::of(0_u8..2),
        0_i64..10,
        prop::option::of(any::<bool>()),
    );
    prop::collection::vec(thing, 0..25)
}

fn tier(gold: bool) -> Few<String, Value> {
    let name = if gold { "gold" } else { "basic" };
    Few::from([("tier".to_owned(), Value::Text(name.into()))])
}

fn at(hour: i64) -> Time {
    Time::from_micros(1_770_000_000_000_000 + hour * HOUR).unwrap()
}

fn inputs(things: &[Thing]) -> Vec<Input> {
    let mut inputs = Vec::new();
    for (index, (hour, claim, ltr, gold)) in things.iter().enumerate() {
        let mut fields = Few::from([("ltr".to_owned(), Value::Int(*ltr))]);
        if let Some(claim) = claim {
            fields.insert("claim".to_owned(), Value::Text(claim.to_string()));
        }
        // Half of the statements come with the signal, half by themselves.
        let with_signal = gold
            .filter(|_| index % 2 == 0)
            .map(tier)
            .unwrap_or_default();
        let signal = serde_json::json!({"at": at(*hour), "kind": "contact", "customer": "c"});
        let mut signal: Signal = serde_json::from_value(signal).unwrap();
        signal.fields = fields;
        signal.attributes = with_signal;
        inputs.push(Input::new(
            format!("s{index:02}"),
            Body::Signal(Box::new(signal)),
        ));
        if let Some(gold) = gold.filter(|_| index % 2 == 1) {
            let statement = CustomerStatement {
                at: at(*hour),
                customer: "c".into(),
                attributes: tier(gold),
            };
            inputs.push(Input::new(
                format!("a{index:02}"),
                Body::Customer(statement),
            ));
        }
    }
    inputs
}

/// Which (rule, signal) fire, straight from the definitions.
fn expected(things: &[Thing], retracted: &BTreeSet<usize>) -> BTreeSet<(String, String)> {
    let mut order: Vec<(i64, String, usize)> = things
        .iter()
        .enumerate()
        .filter(|(index, _)| !retracted.contains(index))
        .map(|(index, thing)| (thing.0, format!("s{index:02}"), index))
        .collect();
    order.sort();
    // Statements by (at, id): those of their own have ids that begin with `a`, before `s`.
    let mut statements: Vec<(i64, String, bool)> = things
        .iter()
        .enumerate()
        .filter_map(|(index, thing)| {
            let gold = thing.3?;
            let own = index % 2 == 1;
            let gone = !own && retracted.contains(&index);
            (!gone).then(|| {
                (
                    thing.0,
                    format!("{}{index:02}", if own { "a" } else { "s" }),
                    gold,
                )
            })
        })
        .collect();
    statements.sort();
    let mut fired = BTreeSet::new();
    for (position, (hour, id, index)) in order.iter().enumerate() {
        let gold = statements
            .iter()
            .take_while(|(at, by, _)| (at, by) <= (hour, id))
            .last()
            .is_some_and(|(_, _, gold)| *gold);
        if things[*index].2 <= 6 && gold {
            fired.insert(("gold".to_owned(), id.clone()));
        }
        // The count rises from below n to n at this signal: time first falls out of the window.
        for (rule, same) in [("often", false), ("same", true)] {
            if same && things[*index].1.is_none() {
                continue;
            }
            let matches =
                |other: &&(i64, String, usize)| !same || things[other.2].1 == things[*index].1;
            let in_window = |other: &&(i64, String, usize)| other.0 > hour - WITHIN_HOURS;
            let before = order[..position]
                .iter()
                .filter(in_window)
                .filter(matches)
                .count();
            if before < AT_LEAST && before + 1 >= AT_LEAST {
                fired.insert((rule.to_owned(), id.clone()));
            }
        }
    }
    fired
}

/// The alerts that stand after all inputs, by what the events say.
fn standing(engine: &mut Engine, inputs: Vec<Input>) -> BTreeSet<(String, String)> {
    let mut alerts = BTreeMap::new();
    for input in inputs {
        for event in engine.handle(input).unwrap() {
            match event.what {
                What::AlertRaised { alert } => {
                    assert!(
                        alerts.insert(alert.id.clone(), alert).is_none(),
                        "raised twice"
                    );
                }
                What::AlertRevised { alert } => {
                    let old = alerts
                        .insert(alert.id.clone(), alert.clone())
                        .expect("revised out of nothing");
                    assert!(old.revision < alert.revision);
                }
                What::AlertRetracted { alert } => {
                    alerts.remove(&alert.id).expect("retracted out of nothing");
                }
                _ => {}
            }
        }
    }
    alerts
        .into_values()
        .map(|alert| (alert.rule, alert.signal))
        .collect()
}

proptest! {
    #[test]
    fn any_arrival_order_fires_what_the_definitions_say(
        things in things(),
        shuffle in any::<u64>(),
        retract in prop::collection::btree_set(0_usize..25, 0..4),
    ) {
        let retracted: BTreeSet<usize> = retract.into_iter().filter(|index| *index < things.len()).collect();
        let mut log = inputs(&things);
        for index in &retracted {
            let signal = format!("s{index:02}");
            log.push(Input::new(format!("x{index:02}"), Body::Retract(Retract { signal })));
        }
        let mut in_order = Engine::new(program());
        let expected = expected(&things, &retracted);
        prop_assert_eq!(&standing(&mut in_order, log.clone()), &expected);

        // A shuffle by a linear congruence, with every third input given twice.
        let mut seed = shuffle | 1;
        let mut shuffled: Vec<(u64, Input)> = Vec::new();
        for (index, input) in log.into_iter().enumerate() {
            for _ in 0..=usize::from(index % 3 == 0) {
                seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                shuffled.push((seed, input.clone()));
            }
        }
        shuffled.sort_by_key(|(order, _)| *order);
        let mut any_order = Engine::new(program());
        let found = standing(&mut any_order, shuffled.into_iter().map(|(_, input)| input).collect());
        prop_assert_eq!(&found, &expected);
        prop_assert_eq!(any_order.facts_digest(), in_order.facts_digest());
    }
}
