//! What is expected against what is there.

use serde_json::Value;
use std::collections::BTreeMap;

/// The strings that `$names` stand for in one run.
#[derive(Debug, Default)]
pub struct Names(BTreeMap<String, String>);

impl Names {
    /// Matches as `README.md` defines it.
    ///
    /// # Errors
    /// The first place that differs, and how.
    pub fn matches(&mut self, at: &str, expected: &Value, actual: &Value) -> Result<(), String> {
        let differs = || Err(format!("{at}: expected {expected}, found {actual}"));
        match (expected, actual) {
            (Value::Object(keys), Value::Object(found)) => {
                for (key, expected) in keys {
                    let actual = found.get(key).unwrap_or(&Value::Null);
                    self.matches(&format!("{at}.{key}"), expected, actual)?;
                }
                Ok(())
            }
            (Value::Array(items), Value::Array(found)) if items.len() == found.len() => {
                for (index, (expected, actual)) in items.iter().zip(found).enumerate() {
                    self.matches(&format!("{at}[{index}]"), expected, actual)?;
                }
                Ok(())
            }
            (Value::Number(number), Value::Number(found)) => {
                let (expected, actual) = (number.as_f64(), found.as_f64());
                let near = expected.zip(actual).is_some_and(|(expected, actual)| {
                    (expected - actual).abs() <= 1e-9 * expected.abs().max(1.0)
                });
                if near { Ok(()) } else { differs() }
            }
            (Value::String(name), Value::String(found)) if name.starts_with('$') => {
                let taken = self
                    .0
                    .iter()
                    .any(|(other, text)| other != name && text == found);
                if taken || self.0.entry(name.clone()).or_insert_with(|| found.clone()) != found {
                    return Err(format!(
                        "{at}: {name} is not {found} here; so far: {:?}",
                        self.0
                    ));
                }
                Ok(())
            }
            _ if expected == actual => Ok(()),
            _ => differs(),
        }
    }
}
