//! Values that may be written short.

use super::patterns::NthSpec;
use crate::time::Span;
use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{Error, MapAccess, SeqAccess, Unexpected, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use std::fmt;

/// `every`: each k-th signal, or with `metric` how often it is judged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum Every {
    /// Each k-th: `5`, or `{k: 5, same: order}`.
    Nth(NthSpec),
    /// How often a metric is judged.
    Period(Span),
}

/// One name or a list of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(with = "NamesForm"))]
#[serde(transparent)]
pub struct Names(pub Vec<String>);

impl Names {
    /// Each of them, in the order of the file.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }

    /// Whether this is one of them.
    pub fn contains(&self, name: &str) -> bool {
        self.iter().any(|one| one == name)
    }
}

#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(super) struct FullNth {
    /// Which one, from 1.
    k: u32,
    /// Only signals of the same value of this field, or part of a signal, count together.
    #[serde(default)]
    same: Option<String>,
    /// The int attribute of the customer that says how many there were before the first signal we
    /// hold; none if absent.
    #[serde(default)]
    seed: Option<String>,
}

#[cfg(feature = "schema")]
#[derive(schemars::JsonSchema)]
#[serde(untagged)]
#[expect(dead_code, reason = "only its schema is used")]
pub(super) enum NthForm {
    Short(u32),
    Full(FullNth),
}

#[cfg(feature = "schema")]
#[derive(schemars::JsonSchema)]
#[serde(untagged)]
#[expect(dead_code, reason = "only its schema is used")]
enum NamesForm {
    One(String),
    Several(Vec<String>),
}

struct EveryVisitor {
    period: bool,
}

impl<'de> Visitor<'de> for EveryVisitor {
    type Value = Every;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a whole number such as 10, or {k: 10, …}")?;
        if self.period {
            f.write_str(", or with `metric` a length of time such as P1D")?;
        }
        Ok(())
    }

    fn visit_i64<E: Error>(self, k: i64) -> Result<Every, E> {
        match u32::try_from(k) {
            Ok(k) => Ok(Every::Nth(NthSpec {
                k,
                same: None,
                seed: None,
            })),
            Err(_) => Err(E::invalid_value(Unexpected::Signed(k), &self)),
        }
    }

    fn visit_u64<E: Error>(self, k: u64) -> Result<Every, E> {
        match i64::try_from(k) {
            Ok(k) => self.visit_i64(k),
            Err(_) => Err(E::invalid_value(Unexpected::Unsigned(k), &self)),
        }
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Every, E> {
        if self.period {
            Span::parse(text).map(Every::Period).map_err(E::custom)
        } else {
            Err(E::invalid_type(Unexpected::Str(text), &self))
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Every, A::Error> {
        let FullNth { k, same, seed } = FullNth::deserialize(MapAccessDeserializer::new(map))?;
        Ok(Every::Nth(NthSpec { k, same, seed }))
    }
}

impl<'de> Deserialize<'de> for Every {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(EveryVisitor { period: true })
    }
}

impl<'de> Deserialize<'de> for NthSpec {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match deserializer.deserialize_any(EveryVisitor { period: false })? {
            Every::Nth(nth) => Ok(nth),
            Every::Period(_) => Err(D::Error::custom("a length of time is no number")),
        }
    }
}

impl<'de> Deserialize<'de> for Names {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct NamesVisitor;
        impl<'de> Visitor<'de> for NamesVisitor {
            type Value = Names;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a name, or a list of names")
            }
            fn visit_str<E: Error>(self, name: &str) -> Result<Names, E> {
                Ok(Names(vec![name.to_owned()]))
            }
            fn visit_seq<A: SeqAccess<'de>>(self, names: A) -> Result<Names, A::Error> {
                Vec::deserialize(SeqAccessDeserializer::new(names)).map(Names)
            }
        }
        deserializer.deserialize_any(NamesVisitor)
    }
}
