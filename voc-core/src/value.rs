//! Answers and attributes: the values that signals carry and conditions compare.

use crate::document::{Content, Node, Read, Reader};
use crate::error::{Code, Error};
use crate::time::Time;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::fmt;

/// Whole numbers lie within ±2^53, so that every language reads them exactly.
pub const INT_MAX: i64 = 1 << 53;

/// One value. Absent is the absence of the key, never a value of its own.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Yes or no.
    Bool(bool),
    /// A whole number within ±2^53.
    Int(i64),
    /// A double; never NaN or infinite.
    Number(f64),
    /// Text.
    Text(String),
    /// An instant; written as text.
    Time(Time),
}

impl Value {
    /// The name of its type, as programs declare it.
    pub fn type_name(&self) -> &'static str {
        match self {
            Self::Bool(_) => "bool",
            Self::Int(_) => "int",
            Self::Number(_) => "number",
            Self::Text(_) => "text",
            Self::Time(_) => "time",
        }
    }

    /// The number it stands for, where it is one.
    pub fn as_f64(&self) -> Option<f64> {
        match self {
            #[expect(clippy::cast_precision_loss, reason = "within ±2^53 the cast is exact")]
            Self::Int(int) => Some(*int as f64),
            Self::Number(number) => Some(*number),
            _ => None,
        }
    }

    /// A number as a whole multiple of its last decimal place; absent where it is none, or beyond ±2^53 of them.
    #[cfg(not(small))]
    pub(crate) fn units(&self, places: u32) -> Option<i64> {
        if let (Self::Int(value), 0) = (self, places) {
            return Some(*value);
        }
        let scale = (0..places).fold(1.0, |scale, _| scale * 10.0);
        let units = (self.as_f64()? * scale).round();
        #[expect(clippy::cast_possible_truncation, reason = "whole, and within ±2^53")]
        let whole = units as i64;
        (units.abs() <= 9_007_199_254_740_992.0).then_some(whole)
    }

    /// The text it stands for, where it is text.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bool(value) => write!(f, "{value}"),
            Self::Int(value) => write!(f, "{value}"),
            Self::Number(value) => write!(f, "{value}"),
            Self::Text(value) => f.write_str(value),
            Self::Time(value) => write!(f, "{value}"),
        }
    }
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Bool(value) => serializer.serialize_bool(*value),
            Self::Int(value) => serializer.serialize_i64(*value),
            Self::Number(value) => serializer.serialize_f64(*value),
            Self::Text(value) => serializer.serialize_str(value),
            Self::Time(value) => value.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl de::Visitor<'_> for Visitor {
            type Value = Value;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("true, false, a number or text")
            }
            fn visit_bool<E: de::Error>(self, value: bool) -> Result<Value, E> {
                Ok(Value::Bool(value))
            }
            fn visit_i64<E: de::Error>(self, value: i64) -> Result<Value, E> {
                if (-INT_MAX..=INT_MAX).contains(&value) {
                    Ok(Value::Int(value))
                } else {
                    Err(E::custom(format!("{value} is beyond ±2^53")))
                }
            }
            fn visit_u64<E: de::Error>(self, value: u64) -> Result<Value, E> {
                i64::try_from(value)
                    .map_err(|_| E::custom(format!("{value} is beyond ±2^53")))
                    .and_then(|value| self.visit_i64(value))
            }
            fn visit_f64<E: de::Error>(self, value: f64) -> Result<Value, E> {
                if value.is_finite() {
                    // −0 becomes 0: equal values have equal digests.
                    Ok(Value::Number(value + 0.0))
                } else {
                    Err(E::custom("a number is never infinite"))
                }
            }
            fn visit_str<E: de::Error>(self, value: &str) -> Result<Value, E> {
                Ok(Value::Text(value.to_owned()))
            }
        }
        deserializer.deserialize_any(Visitor)
    }
}

impl Read for Value {
    fn read<'n>(reader: &mut Reader<'n>, node: Option<&'n Node>) -> Self {
        let depth = reader.depth();
        let expected = "true, false, a number or text";
        match node.map(|node| &node.content) {
            Some(Content::Bool(value)) => return Self::Bool(*value),
            Some(Content::Int(value)) if (-INT_MAX..=INT_MAX).contains(value) => {
                return Self::Int(*value);
            }
            // −0 becomes 0: equal values have equal digests.
            Some(Content::Float(value)) => return Self::Number(*value + 0.0),
            Some(Content::Text(text, _)) => return Self::Text(text.clone()),
            Some(Content::Int(value)) => {
                let message = [&value.to_string(), " is beyond ±2^53"].concat();
                reader.refuse(depth, node, Error::new(Code::Malformed, message));
            }
            Some(other) => {
                reader.mismatch(expected, other);
            }
            None => reader.missing(),
        }
        Self::Bool(false)
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Value {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Value".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": ["boolean", "number", "string"],
            "description": "An answer or attribute: true, false, a number or text."
        })
    }
}
