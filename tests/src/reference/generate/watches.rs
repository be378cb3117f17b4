//! Random rules over metrics, for the random programs.

use proptest::prelude::*;
use serde_json::{Value, json};

/// Metrics, and rules over them, for any random program.
#[derive(Debug, Clone)]
pub struct Watches(Vec<Value>);

fn test() -> impl Strategy<Value = Value> {
    prop_oneof![
        (-2_i32..=4).prop_map(|level| json!({"metric": "nps", "below": level * 20})),
        (-4_i32..=2).prop_map(|level| json!({"metric": "nps", "above": level * 20})),
        (2_i32..=6).prop_map(|level| json!({"metric": "gold", "above": f64::from(level) / 10.0})),
        prop::sample::select(vec![-60, -20, 20, 60])
            .prop_map(|by| json!({"metric": "nps", "change": {"by": by}})),
        Just(json!({"metric": "gold", "change": {"significant": true}, "confidence": 0.5})),
    ]
}

fn watch() -> impl Strategy<Value = Value> {
    let by = prop::sample::select(vec![
        vec![],
        vec!["claim"],
        vec!["channel"],
        vec!["segment"],
        vec!["channel", "segment"],
    ]);
    let every = prop::sample::select(vec!["P1D", "P1D", "P1W", "P1M"]);
    let over = prop::sample::select(vec!["P1D", "P2D", "P7D", "P1M"]);
    (test(), by, every, over, 1_u32..4).prop_map(|(mut rule, by, every, over, min_n)| {
        // What is said of `gold` is not kept by claim.
        if by != ["claim"] || rule["metric"] == "nps" {
            rule["by"] = json!(by);
        }
        rule["every"] = json!(every);
        rule["over"] = json!(over);
        rule["min_n"] = json!(min_n);
        rule
    })
}

/// One to four rules over metrics.
pub fn watches() -> impl Strategy<Value = Watches> {
    prop::collection::vec(watch(), 1..=4).prop_map(Watches)
}

impl Watches {
    /// A program with these rules beside its own.
    pub fn among(&self, program: &str) -> String {
        let mut program: Value = serde_json::from_str(program).unwrap_or_default();
        program["metrics"] = json!({
            "nps": {"kind": "nps", "of": "ltr", "by": ["claim"]},
            "gold": {"kind": "rate", "of": "segment(\"gold\")", "out_of": "has(customer.tier)"},
        });
        for (number, rule) in self.0.iter().enumerate() {
            program["rules"][format!("watch-{number}")] = rule.clone();
        }
        program.to_string()
    }
}
