//! Random conditions and rows against the `cel` crate.

use super::generate::{Generated, NAMES, Tape};
use super::rows::{Facts, facts, tape};
use super::*;

/// What the `cel` crate says: it holds, it does not, or it is an error.
fn theirs(source: &str, facts: &Facts) -> Option<bool> {
    let program = cel::Program::compile(source).unwrap();
    let mut context = cel::Context::default();
    let mut customer = BTreeMap::new();
    for (name, _) in NAMES {
        let Some(value) = facts.get(name) else {
            continue;
        };
        let value: cel::Value = match value {
            Value::Bool(value) => (*value).into(),
            Value::Int(value) => (*value).into(),
            Value::Number(value) => (*value).into(),
            Value::Text(value) => value.as_str().into(),
            Value::Time(value) => cel::Value::Timestamp(value.to_utc().fixed_offset()),
        };
        match name.strip_prefix("customer.") {
            Some(attribute) => {
                customer.insert(attribute, facts.get(name));
            }
            None => context.add_variable_from_value(name, value),
        }
    }
    context.add_variable("customer", customer).unwrap();
    match program.execute(&context) {
        Ok(cel::Value::Bool(value)) => Some(value),
        Ok(other) => panic!("{source} is {other:?}"),
        Err(_) => None,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4000))]

    #[test]
    fn means_what_the_cel_crate_says(tape in tape(), facts in facts()) {
        let source = Tape::new(&tape, true).expr(Type::Bool, 4);
        let Ok(condition) = Condition::compile(&source, &Generated) else {
            return Ok(());
        };
        let ours = match condition.holds(&facts) {
            Truth::Yes => Some(true),
            Truth::No => Some(false),
            Truth::Error(_) => None,
        };
        prop_assert_eq!(ours, theirs(&source, &facts), "{}", source);
    }
}
