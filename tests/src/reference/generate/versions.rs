//! Random versions of a program in mid-stream.

use super::histories::{DAY, SLOT, time};
use super::programs::{NAMES, program};
use proptest::prelude::*;
use serde_json::{Map, Value, json};
use voc_core::Input;

/// What a version does with each rule of the one before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Rule {
    Keep,
    /// Says the same in other words.
    Reword,
    Replace,
    Remove,
}

/// A version to come.
#[derive(Debug, Clone)]
struct Change {
    at: i64,
    delay: i64,
    other: String,
    rules: Vec<Rule>,
    gold: &'static str,
    lateness: (&'static str, &'static str),
    zone: bool,
    as_text: bool,
    migrate: u8,
}

/// Versions to come, for any log.
#[derive(Debug, Clone)]
pub struct Changes(Vec<Change>);

fn change() -> impl Strategy<Value = Change> {
    let rule = prop_oneof![
        3 => Just(Rule::Keep),
        2 => Just(Rule::Reword),
        2 => Just(Rule::Replace),
        1 => Just(Rule::Remove),
    ];
    let at = (
        prop::sample::select(&[0_i64, 0, 1, 2, 3, 31][..]),
        0_i64..28,
    )
        .prop_map(|(day, half)| day * DAY + half * SLOT / 2);
    let says = (
        prop::sample::select(&["gold", "gold", "gold", "basic"][..]),
        prop::sample::select(
            &[
                ("P2D", "P1D"),
                ("P2D", "P1D"),
                ("P3D", "P2D"),
                ("P1D", "P5D"),
            ][..],
        ),
        prop::bool::weighted(0.2),
        any::<bool>(),
        0_u8..3,
    );
    (
        at,
        0_i64..40,
        program(),
        prop::collection::vec(rule, NAMES.len()),
        says,
    )
        .prop_map(
            |(at, delay, other, rules, (gold, lateness, zone, as_text, migrate))| Change {
                at,
                delay: delay * SLOT,
                other,
                rules,
                gold,
                lateness,
                zone,
                as_text,
                migrate,
            },
        )
}

/// One or two versions in mid-stream, each up to 20 hours late: they keep some rules, replace some,
/// and remove others; now and then a segment, lateness or the time zone changes.
pub fn changes() -> impl Strategy<Value = Changes> {
    prop::collection::vec(change(), 1..3).prop_map(|mut changes| {
        changes.sort_by_key(|change| change.at);
        changes.dedup_by_key(|change| change.at);
        // Each comes after the one before it.
        for index in 1..changes.len() {
            let earliest = changes[index - 1].at + changes[index - 1].delay;
            let own = changes[index].at;
            let delay = changes[index].delay.max(earliest - own);
            changes[index].delay = delay;
        }
        Changes(changes)
    })
}

/// The rules whose awaited rules are all there.
fn complete(mut rules: Map<String, Value>) -> Map<String, Value> {
    loop {
        let names: Vec<String> = rules.keys().cloned().collect();
        let lost = |rule: &Value| {
            let text = rule.to_string();
            NAMES.iter().any(|name| {
                let awaits = text.contains(&format!("\"alert\":\"{name}\""));
                awaits && !names.iter().any(|known| known == name)
            })
        };
        let before = rules.len();
        rules.retain(|_, rule| !lost(rule));
        if rules.len() < before {
            continue;
        }
        for (_, rule) in &mut rules {
            if let Some(below) = rule.get_mut("supersedes").and_then(Value::as_array_mut) {
                below.retain(|one| names.iter().any(|name| one == name));
            }
        }
        return rules;
    }
}

impl Change {
    /// A rule over a metric, where it goes on in any form.
    fn watched(&self, number: usize, rule: &Value) -> Option<Value> {
        let mut rule = rule.clone();
        match self.rules.get(number)? {
            Rule::Keep | Rule::Reword => {}
            Rule::Replace => rule["min_n"] = json!(5 - rule["min_n"].as_u64().unwrap_or(1)),
            Rule::Remove => return None,
        }
        Some(rule)
    }

    fn after(&self, before: &Value) -> Value {
        let other: Value = serde_json::from_str(&self.other).unwrap_or_default();
        let mut rules = Map::new();
        for (name, what) in NAMES.iter().zip(&self.rules) {
            let from = match what {
                Rule::Keep | Rule::Reword => before,
                Rule::Replace => &other,
                Rule::Remove => continue,
            };
            let Some(mut rule) = from["rules"].get(name).cloned() else {
                continue;
            };
            if let (Rule::Reword, Some(when)) = (what, rule["when"].as_str()) {
                rule["when"] = json!(format!("({when})"));
            }
            rules.insert((*name).to_owned(), rule);
        }
        let mut now = before.clone();
        let rules = complete(rules);
        let limits = now.get_mut("suppress").and_then(Value::as_object_mut);
        for (_, limit) in limits.into_iter().flatten() {
            let gone = limit["except"]
                .as_str()
                .is_some_and(|rule| !rules.contains_key(rule));
            if let Some(limit) = limit.as_object_mut().filter(|_| gone) {
                limit.remove("except");
            }
        }
        now["rules"] = Value::Object(rules);
        let known = before["rules"].as_object().into_iter().flatten();
        let watched = known.filter(|(_, rule)| rule.get("metric").is_some());
        for (number, (name, rule)) in watched.enumerate() {
            if let Some(rule) = self.watched(number, rule) {
                now["rules"][name] = rule;
            }
        }
        now["segments"]["gold"] = json!(format!("customer.tier == \"{}\"", self.gold));
        now["lateness"] = json!(self.lateness.0);
        now["kinds"]["response"]["lateness"] = json!(self.lateness.1);
        if self.zone {
            now["time_zone"] = other["time_zone"].clone();
        }
        now
    }
}

impl Changes {
    /// The same, with all that may still change for as long as the log goes.
    #[must_use]
    pub fn patient(mut self) -> Self {
        for change in &mut self.0 {
            change.lateness = ("P400D", "P400D");
        }
        self
    }

    /// A log with the versions in it, each where it comes in.
    pub fn among(&self, program: &str, log: &[Input]) -> Vec<Input> {
        let mut all = log.to_vec();
        let mut before: Value = serde_json::from_str(program).unwrap_or_default();
        for (number, change) in self.0.iter().enumerate() {
            let now = change.after(&before);
            let program = if change.as_text {
                json!(now.to_string())
            } else {
                now.clone()
            };
            let mut form = json!({
                "id": format!("v{number}"),
                "received": time(change.at + change.delay),
                "program": {"at": time(change.at), "program": program},
            });
            match change.migrate {
                0 => {}
                1 => form["program"]["migrate"] = json!("all"),
                _ => form["program"]["migrate"] = json!(["recovery"]),
            }
            let Ok(input) = serde_json::from_value::<Input>(form) else {
                continue;
            };
            // The tick at the end stays the end.
            let last = all.len().saturating_sub(1);
            let place = all[..last].partition_point(|other| other.received <= input.received);
            let later = all
                .get(place)
                .is_some_and(|next| next.received >= input.received);
            if later || place < last {
                all.insert(place, input);
            }
            before = now;
        }
        all
    }
}
