//! Reviews in any order, again, too early and of nothing, restored anywhere, against a plain reading.

use super::Engine;
use crate::error::Code;
use crate::program::Program;
use crate::signal::Input;
use crate::time::{DAY, Time};
use proptest::prelude::*;
use serde_json::json;
use std::collections::BTreeMap;

const PROGRAM: &str = "
voc: 1
name: Reviews
fields: {csat: int}
metrics: {csat: {kind: csat, of: csat, scale: [1, 5]}}
roles: {manager: {level: middle}, adviser: {level: front_line}}
units: {company: {}, shop: {parent: company}}
reports: {weekly: {to: [manager, adviser], every: P7D, metrics: [csat], review_by: P3D}}
";

const PEOPLE: [&str; 4] = ["ann", "bob", "cem", "nobody"];
const UNITS: [&str; 3] = ["company", "shop", "nowhere"];
/// The first is a Monday; on the last no week begins.
const PERIODS: [&str; 4] = ["2026-03-02", "2026-03-09", "2026-03-16", "2026-03-04"];

fn program() -> Program {
    Program::parse(PROGRAM).unwrap()
}

fn at(day: i64) -> Time {
    Time::parse("2026-03-02T00:00:00Z").unwrap().plus(day * DAY)
}

fn give(engine: &mut Engine, input: &serde_json::Value) -> Result<usize, Code> {
    let input = Input::from_json(&input.to_string()).unwrap();
    let events = engine.handle(input).map_err(|error| error.code)?;
    Ok(events.len())
}

fn begun() -> Engine {
    let mut engine = Engine::new(program());
    let person = |unit: &str, role: &str| json!({"units": [unit], "role": role});
    let people = json!({
        "ann": person("shop", "manager"),
        "bob": person("shop", "adviser"),
        "cem": person("company", "manager"),
    });
    let roster = json!({"id": "r", "received": at(0), "roster": {"at": at(0), "people": people}});
    give(&mut engine, &roster).unwrap();
    // An answer in each of the first two weeks, of the shop.
    for day in [1, 8] {
        let signal =
            json!({"at": at(day), "kind": "response", "unit": "shop", "fields": {"csat": 5}});
        let input = json!({"id": format!("s{day}"), "received": at(day), "signal": signal});
        give(&mut engine, &input).unwrap();
    }
    engine
}

/// Unit, period, person, day, whether it is given twice, and whether the engine is restored after it.
type Step = (usize, usize, usize, i64, bool, bool);

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = (
        0..3_usize,
        0..4_usize,
        0..4_usize,
        0..40_i64,
        any::<bool>(),
        any::<bool>(),
    );
    prop::collection::vec(step, 0..40)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn a_review_counts_once_at_its_earliest(steps in steps()) {
        let mut engine = begun();
        let mut twin = engine.clone();
        // By unit, period and person.
        let mut known: BTreeMap<(usize, usize, usize), i64> = BTreeMap::new();
        for (number, (unit, period, person, day, again, restore)) in steps.iter().enumerate() {
            let reviewed = json!({
                "report": "weekly", "unit": UNITS[*unit], "period": PERIODS[*period],
                "by": PEOPLE[*person], "at": at(*day),
            });
            let input = json!({"id": format!("v{number}"), "received": at(40), "reviewed": reviewed});
            let found = give(&mut engine, &input);
            prop_assert_eq!(&found, &give(&mut twin, &input));
            let over = 7 * (i64::try_from(*period).unwrap() + 1);
            let wanted = if *unit == 2 {
                Err(Code::Unknown)
            } else if *period == 3 {
                Err(Code::OutOfRange)
            } else if *person == 3 {
                Err(Code::Unknown)
            } else if *day < over {
                Err(Code::BadTime)
            } else {
                let key = (*unit, *period, *person);
                let earlier = known.get(&key).is_none_or(|known| day < known);
                if earlier {
                    known.insert(key, *day);
                }
                Ok(usize::from(earlier))
            };
            prop_assert_eq!(found, wanted);
            if *again && wanted.is_ok() {
                let before = engine.reviews().unwrap();
                prop_assert_eq!(give(&mut engine, &input), Ok(1));
                prop_assert_eq!(give(&mut twin, &input), Ok(1));
                prop_assert_eq!(engine.reviews().unwrap(), before);
            }
            if *restore {
                let snapshot = engine.snapshot().unwrap();
                engine = Engine::restore(program(), &snapshot).unwrap();
            }
        }
        prop_assert_eq!(engine.digest(), twin.digest());
        // Two weeks in the shop, for ann and bob, and in the company, for cem: due 3 days after their end.
        for (level, people) in [("middle", &[(1, 0), (0, 2)][..]), ("front_line", &[(1, 1)][..])] {
            let mut counts = [0_i64; 3];
            for (unit, person) in people {
                for period in 0..2_usize {
                    let due = 7 * (i64::try_from(period).unwrap() + 1) + 3;
                    let place = match known.get(&(*unit, period, *person)) {
                        Some(day) if *day <= due => 0,
                        Some(_) => 1,
                        None => 2,
                    };
                    counts[place] += 1;
                }
            }
            // Before any review the engine's time is that of the last answer: nothing is due.
            let rows = engine.reviews().unwrap();
            let row = rows.iter().find(|row| serde_json::to_value(row.level).unwrap() == level).unwrap();
            if engine.now() == Some(at(40)) {
                prop_assert_eq!([row.in_time, row.late, row.missing], counts);
                prop_assert_eq!(row.to_come, 0);
            } else {
                prop_assert_eq!(row.due, 0);
            }
        }
    }
}

#[test]
fn without_reviews_nothing_is_written_down() {
    let engine = begun();
    let snapshot = engine.snapshot().unwrap();
    let text = String::from_utf8_lossy(&snapshot);
    assert!(!text.contains("reviews"), "{text}");
}
