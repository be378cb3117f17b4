//! Names for people, in one language or several.

use crate::document::{Content, Node, Read, Reader};
use crate::named::Named;
#[cfg(not(small))]
use serde::{Deserialize, Deserializer};
use serde::{Serialize, Serializer};

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

#[cfg(not(small))]
impl<'de> Deserialize<'de> for Label {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Form {
            One(String),
            ByLanguage(Named<String>),
        }
        Ok(match Form::deserialize(deserializer)? {
            Form::One(text) => Self::One(text),
            Form::ByLanguage(texts) => Self::ByLanguage(texts),
        })
    }
}

impl Read for Label {
    fn read<'n>(reader: &mut Reader<'n>, node: Option<&'n Node>) -> Self {
        match node.map(|node| &node.content) {
            Some(Content::Text(text, _)) => Self::One(text.clone()),
            None | Some(Content::Map(_)) => Self::ByLanguage(Named::read(reader, node)),
            Some(other) => {
                reader.mismatch("text, or text by language", other);
                Self::One(String::new())
            }
        }
    }
}
