//! A tree as a serde source, so that types derive their reader and errors keep their place.

use super::diagnostic::Diagnostic;
use super::node::{Content, Key, Node, Position};
use crate::error::{Code, Error, nearest_hint};
use serde::de::{
    self, DeserializeSeed, EnumAccess, Expected, MapAccess, SeqAccess, Unexpected, VariantAccess,
    Visitor,
};
use std::fmt;

#[derive(Clone, Copy)]
pub(super) struct NodeDeserializer<'n>(pub(super) &'n Node);

/// What did not fit, where.
#[derive(Debug)]
pub(super) struct Misfit {
    code: Code,
    message: String,
    hint: Option<String>,
    position: Option<Position>,
    path: Vec<String>,
}

impl Misfit {
    fn new(code: Code, message: String) -> Self {
        Self {
            code,
            message,
            hint: None,
            position: None,
            path: Vec::new(),
        }
    }

    fn within(mut self, segment: impl Into<String>, position: Position) -> Self {
        self.position.get_or_insert(position);
        self.path.push(segment.into());
        self
    }

    pub(super) fn into_diagnostic(mut self, root: &Node) -> Diagnostic {
        self.path.reverse();
        Diagnostic {
            path: Some(self.path.join(".")),
            hint: self.hint,
            ..Diagnostic::error(self.code, self.message)
        }
        .at(self.position.unwrap_or(root.position))
    }
}

impl fmt::Display for Misfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}
impl std::error::Error for Misfit {}

impl de::Error for Misfit {
    fn custom<T: fmt::Display>(message: T) -> Self {
        // One of our own errors writes itself out whole in the alternate form.
        let text = format!("{message:#}");
        match Error::read_whole(&text) {
            Some(error) => Self {
                code: error.code,
                message: error.message,
                hint: error.hint,
                position: None,
                path: error.path.into_iter().collect(),
            },
            None => Self::new(Code::Malformed, text),
        }
    }
    fn invalid_type(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        let message = format!("expected {}, found {}", plain(expected), plain_found(found));
        Self::new(Code::WrongType, message)
    }
    fn invalid_value(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        let message = format!("expected {}, found {}", plain(expected), plain_found(found));
        Self::new(Code::OutOfRange, message)
    }
    fn invalid_length(length: usize, expected: &dyn Expected) -> Self {
        Self::new(
            Code::WrongType,
            format!("expected {}, found {length} items", plain(expected)),
        )
    }
    fn unknown_variant(name: &str, known: &'static [&'static str]) -> Self {
        let mut misfit = Self::new(Code::Unknown, format!("`{name}` is not known here"));
        misfit.hint = nearest_hint(name, known.iter().copied());
        misfit
    }
    fn unknown_field(name: &str, known: &'static [&'static str]) -> Self {
        let mut misfit = Self::new(Code::Unknown, format!("unknown key `{name}`"));
        misfit.hint = nearest_hint(name, known.iter().copied());
        misfit
    }
    fn missing_field(name: &'static str) -> Self {
        Self::new(Code::Missing, format!("the key `{name}` is missing"))
    }
    fn duplicate_field(name: &'static str) -> Self {
        Self::new(
            Code::Malformed,
            format!("the key `{name}` stands here twice"),
        )
    }
}

/// What serde expects, in the words of the file instead of Rust's.
fn plain(expected: &dyn Expected) -> String {
    let text = expected.to_string();
    match text.as_str() {
        "i64" | "i32" | "i16" => "a whole number".into(),
        "u64" | "u32" | "usize" | "u16" | "u8" => "a whole number from 0".into(),
        "f64" => "a number".into(),
        "a string" | "string" => "text".into(),
        "a sequence" => "a list".into(),
        "a boolean" => "true or false".into(),
        "a map" => "keys with values".into(),
        other if other.starts_with("struct ") => "keys with values".into(),
        other if other.starts_with("enum ") => "a name".into(),
        other => match other.strip_prefix("an array of length ") {
            Some(length) => format!("a list of {length}"),
            None => other.to_owned(),
        },
    }
}

fn plain_found(found: Unexpected<'_>) -> String {
    match found {
        Unexpected::Bool(value) => format!("{value}"),
        Unexpected::Unsigned(value) => format!("{value}"),
        Unexpected::Signed(value) => format!("{value}"),
        Unexpected::Float(value) => format!("{value}"),
        Unexpected::Str(text) => format!("the text `{text}`"),
        Unexpected::Seq => "a list".into(),
        Unexpected::Map => "keys with values".into(),
        Unexpected::Unit | Unexpected::Option => "nothing".into(),
        other => other.to_string(),
    }
}

impl NodeDeserializer<'_> {
    fn here<T>(self, result: Result<T, Misfit>) -> Result<T, Misfit> {
        result.map_err(|mut misfit| {
            misfit.position.get_or_insert(self.0.position);
            misfit
        })
    }
}

impl<'de> de::Deserializer<'de> for NodeDeserializer<'_> {
    type Error = Misfit;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        self.here(match &self.0.content {
            Content::Null => visitor.visit_unit(),
            Content::Bool(value) => visitor.visit_bool(*value),
            Content::Int(value) => visitor.visit_i64(*value),
            Content::Float(value) => visitor.visit_f64(*value),
            Content::Text(text, _) => visitor.visit_str(text),
            Content::Seq(items) => visitor.visit_seq(Items { items, next: 0 }),
            Content::Map(entries) => visitor.visit_map(Entries { entries, next: 0 }),
        })
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        match self.0.content {
            Content::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        match &self.0.content {
            Content::Text(name, _) => self.here(visitor.visit_enum(Variant {
                name,
                content: None,
            })),
            Content::Map(entries) => match entries.as_slice() {
                [(key, node)] => self.here(
                    visitor
                        .visit_enum(Variant {
                            name: &key.text,
                            content: Some(node),
                        })
                        .map_err(|misfit| misfit.within(&key.text, node.position)),
                ),
                _ => self.here(Err(de::Error::custom("expected one key with its value"))),
            },
            _ => self.deserialize_any(visitor),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        match self.0.content {
            // Serde would take a list for the fields in their order.
            Content::Seq(_) => self.here(Err(de::Error::invalid_type(Unexpected::Seq, &visitor))),
            _ => self.deserialize_any(visitor),
        }
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf
        unit unit_struct seq tuple tuple_struct map identifier ignored_any
    }
}

struct Items<'n> {
    items: &'n [Node],
    next: usize,
}

impl<'de> SeqAccess<'de> for Items<'_> {
    type Error = Misfit;
    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Misfit> {
        let Some(node) = self.items.get(self.next) else {
            return Ok(None);
        };
        let index = self.next;
        self.next += 1;
        seed.deserialize(NodeDeserializer(node))
            .map(Some)
            .map_err(|misfit| misfit.within(index.to_string(), node.position))
    }
}

struct Entries<'n> {
    entries: &'n [(Key, Node)],
    next: usize,
}

impl<'de> MapAccess<'de> for Entries<'_> {
    type Error = Misfit;
    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Misfit> {
        let Some((key, _)) = self.entries.get(self.next) else {
            return Ok(None);
        };
        seed.deserialize(KeyDeserializer(key))
            .map(Some)
            .map_err(|misfit| misfit.within(&key.text, key.position))
    }
    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Misfit> {
        let Some((key, node)) = self.entries.get(self.next) else {
            return Err(de::Error::custom("a value without a key"));
        };
        self.next += 1;
        seed.deserialize(NodeDeserializer(node))
            .map_err(|misfit| misfit.within(&key.text, node.position))
    }
}

struct KeyDeserializer<'n>(&'n Key);

impl<'de> de::Deserializer<'de> for KeyDeserializer<'_> {
    type Error = Misfit;
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        visitor.visit_str(&self.0.text)
    }
    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        visitor.visit_newtype_struct(self)
    }
    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        visitor.visit_enum(Variant {
            name: &self.0.text,
            content: None,
        })
    }
    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option
        unit unit_struct seq tuple tuple_struct map struct identifier ignored_any
    }
}

struct Variant<'n> {
    name: &'n str,
    content: Option<&'n Node>,
}

impl<'de> EnumAccess<'de> for Variant<'_> {
    type Error = Misfit;
    type Variant = Self;
    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self), Misfit> {
        let key = Key {
            text: self.name.to_owned(),
            position: Position::new(1, 1),
        };
        // The place of a wrong name is that of the node, which the caller fills in.
        let name = seed.deserialize(KeyDeserializer(&key))?;
        Ok((name, self))
    }
}

impl<'de> VariantAccess<'de> for Variant<'_> {
    type Error = Misfit;
    fn unit_variant(self) -> Result<(), Misfit> {
        match self.content {
            None => Ok(()),
            Some(node) => Err(de::Error::invalid_type(unexpected(node), &"a name alone")),
        }
    }
    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Misfit> {
        match self.content {
            Some(node) => seed.deserialize(NodeDeserializer(node)),
            None => Err(de::Error::custom(format!("`{}` needs a value", self.name))),
        }
    }
    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Misfit> {
        self.newtype_variant_seed(Visit(visitor))
    }
    fn struct_variant<V: Visitor<'de>>(
        self,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        self.newtype_variant_seed(Visit(visitor))
    }
}

/// A visitor as a seed.
struct Visit<V>(V);

impl<'de, V: Visitor<'de>> DeserializeSeed<'de> for Visit<V> {
    type Value = V::Value;
    fn deserialize<D: de::Deserializer<'de>>(self, deserializer: D) -> Result<V::Value, D::Error> {
        deserializer.deserialize_any(self.0)
    }
}

fn unexpected(node: &Node) -> Unexpected<'_> {
    match &node.content {
        Content::Null => Unexpected::Unit,
        Content::Bool(value) => Unexpected::Bool(*value),
        Content::Int(value) => Unexpected::Signed(*value),
        Content::Float(value) => Unexpected::Float(*value),
        Content::Text(text, _) => Unexpected::Str(text),
        Content::Seq(_) => Unexpected::Seq,
        Content::Map(_) => Unexpected::Map,
    }
}
