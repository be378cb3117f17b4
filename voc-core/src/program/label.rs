//! Names for people, in one language or several.

use crate::named::Named;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::fmt;

/// Text, or text by language.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(untagged))]
pub enum Label {
    /// One text for all.
    One(String),
    /// By language, such as `en` or `de-CH`.
    ByLanguage(Named<String>),
}

impl Label {
    /// The text in a language, or the first there is.
    pub fn text(&self, language: &str) -> &str {
        match self {
            Self::One(text) => text,
            Self::ByLanguage(texts) => texts
                .get(language)
                .or_else(|| texts.values().next())
                .map_or("", String::as_str),
        }
    }
}

impl Serialize for Label {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::One(text) => text.serialize(serializer),
            Self::ByLanguage(texts) => texts.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Label {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl<'de> de::Visitor<'de> for Visitor {
            type Value = Label;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("text, or text by language")
            }
            fn visit_str<E: de::Error>(self, text: &str) -> Result<Label, E> {
                Ok(Label::One(text.to_owned()))
            }
            fn visit_map<A: de::MapAccess<'de>>(self, mut map: A) -> Result<Label, A::Error> {
                let mut texts = Named::new();
                while let Some((language, text)) = map.next_entry::<String, String>()? {
                    texts.insert(language, text);
                }
                Ok(Label::ByLanguage(texts))
            }
        }
        deserializer.deserialize_any(Visitor)
    }
}
