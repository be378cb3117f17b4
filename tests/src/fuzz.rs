//! What fuzz targets do with a text: read it, and use what comes of it.

use serde_json::json;
use voc_core::condition::{Cell, Condition, Layout, Scope, Type};
use voc_core::program::Program;
use voc_core::{Engine, Input};

/// The names that a condition may use.
struct Names;

impl Scope for Names {
    fn type_of(&self, name: &str) -> Option<Type> {
        Some(match name {
            "kind" | "verbatim" | "customer.tier" => Type::Text,
            "ltr" => Type::Int,
            "amount" => Type::Number,
            "resolved" => Type::Bool,
            "at" => Type::Time,
            _ => return None,
        })
    }

    fn texts_of(&self, name: &str) -> Option<Vec<String>> {
        (name == "kind").then(|| vec!["response".into(), "contact".into()])
    }

    fn names(&self) -> Vec<String> {
        vec!["ltr".into(), "amount".into()]
    }

    fn segments(&self) -> Vec<String> {
        vec!["gold".into()]
    }

    fn topics(&self) -> Vec<String> {
        vec!["payout".into()]
    }
}

/// Reads a condition, compiles it and asks it of a few rows; whether it was accepted.
pub fn condition(text: &str) -> bool {
    let Ok(condition) = Condition::compile(text, &Names) else {
        return false;
    };
    condition.lint();
    let compiled = condition.compiled(&mut Layout::new(), &|_| None);
    let rows = [
        [Cell::Absent; 8],
        [Cell::Text("aé (b"); 8],
        [Cell::Int(i64::MIN); 8],
        [Cell::Number(f64::NAN); 8],
        [Cell::Bool(true); 8],
    ];
    for row in rows {
        compiled.eval(&row[..]);
        compiled.specialise(&|slot| (slot % 2 == 0).then_some(row[0]));
    }
    true
}

/// Reads a program and runs it over a few signals; whether it was accepted. What was not says why.
///
/// # Panics
/// Where a refusal says nothing, or a restored engine is not as the one before.
pub fn program(text: &str) -> bool {
    let program = match Program::parse(text) {
        Ok(program) => program,
        Err(error) => {
            assert!(!error.to_string().is_empty(), "refused, and not said why");
            return false;
        }
    };
    assert_eq!(program.digest().len(), 64);
    let mut engine = Engine::new(program.clone());
    for (hour, kind) in (0..20).zip(program.spec().kinds.keys().cycle()) {
        let at = format!("2026-03-{:02}T{hour:02}:30:00Z", 1 + hour);
        let signal = json!({"at": at, "kind": kind, "customer": "c", "verbatim": "no one called"});
        let input = json!({"id": format!("s-{hour}"), "received": at, "signal": signal});
        let input = Input::from_json(&input.to_string());
        // A program may ask for more than these signals have; then it says so.
        let _ = input.map(|input| engine.handle(input));
    }
    let blob = engine.snapshot().unwrap_or_default();
    let restored = Engine::restore(program, &blob);
    assert!(restored.is_ok_and(|restored| restored.digest() == engine.digest()));
    true
}
