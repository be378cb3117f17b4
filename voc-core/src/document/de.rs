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

/// What did not fit, where. Boxed, because every reader passes it on.
#[derive(Debug)]
pub(super) struct Misfit(Box<Details>);

#[derive(Debug)]
struct Details {
    error: Error,
    position: Option<Position>,
    path: Vec<String>,
}

impl Misfit {
    fn new(code: Code, message: String) -> Self {
        Self::of(Error::new(code, message))
    }

    fn of(mut error: Error) -> Self {
        let path = error.path.take().into_iter().collect();
        Self(Box::new(Details {
            error,
            position: None,
            path,
        }))
    }

    fn hint(mut self, name: &str, known: &'static [&'static str]) -> Self {
        self.0.error.hint = nearest_hint(name, known.iter().copied());
        self
    }

    #[cold]
    #[inline(never)]
    fn at(mut self, position: Position) -> Self {
        self.0.position.get_or_insert(position);
        self
    }

    #[inline(never)]
    fn within(self, segment: String, position: Position) -> Self {
        let mut here = self.at(position);
        here.0.path.push(segment);
        here
    }

    // Apart from the generic readers, so that there is one of each.
    #[cold]
    #[inline(never)]
    fn in_item(self, index: usize, node: &Node) -> Self {
        self.within(index.to_string(), node.position)
    }

    #[cold]
    #[inline(never)]
    fn in_key(self, key: &Key) -> Self {
        self.within(key.text.clone(), key.position)
    }

    #[cold]
    #[inline(never)]
    fn in_entry(self, (key, node): &(Key, Node)) -> Self {
        self.within(key.text.clone(), node.position)
    }

    pub(super) fn into_diagnostic(mut self, root: &Node) -> Diagnostic {
        self.0.path.reverse();
        let Error {
            code,
            message,
            hint,
            ..
        } = self.0.error;
        Diagnostic {
            path: Some(self.0.path.join(".")),
            hint,
            ..Diagnostic::error(code, message)
        }
        .at(self.0.position.unwrap_or(root.position))
    }
}

impl fmt::Display for Misfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.error.message)
    }
}
impl std::error::Error for Misfit {}

impl de::Error for Misfit {
    fn custom<T: fmt::Display>(message: T) -> Self {
        // One of our own errors writes itself out whole in the alternate form.
        let text = format!("{message:#}");
        Error::read_whole(&text).map_or_else(|| Self::new(Code::Malformed, text), Self::of)
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
        Self::new(Code::Unknown, format!("`{name}` is not known here")).hint(name, known)
    }
    fn unknown_field(name: &str, known: &'static [&'static str]) -> Self {
        Self::new(Code::Unknown, format!("unknown key `{name}`")).hint(name, known)
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
    fn here(self, misfit: Misfit) -> Misfit {
        misfit.at(self.0.position)
    }

    fn mismatch(self, expected: &dyn Expected) -> Misfit {
        self.here(de::Error::invalid_type(unexpected(self.0), expected))
    }
}

impl<'n> NodeDeserializer<'n> {
    fn variant(
        self,
        known: &'static [&'static str],
        expected: &dyn Expected,
    ) -> Result<Variant<'n>, Misfit> {
        let (name, content) = match &self.0.content {
            Content::Text(name, _) => (name, None),
            Content::Map(entries) => match entries.as_slice() {
                [(key, node)] => (&key.text, Some(node)),
                _ => return Err(self.here(de::Error::custom("expected one key with its value"))),
            },
            _ => return Err(self.mismatch(expected)),
        };
        Ok(Variant {
            name,
            known,
            content,
        })
    }
}

/// Reads one shape; whatever else stands there does not fit. Each visitor is then compiled for the
/// shapes that it can have, and not for all.
macro_rules! expect {
    ($($method:ident($($argument:ty),*) {
        $($content:pat => $visit:ident($value:expr)),+
    })+) => {$(
        fn $method<V: Visitor<'de>>(self, $(_: $argument,)* visitor: V) -> Result<V::Value, Misfit> {
            match &self.0.content {
                $($content => visitor.$visit($value).map_err(|misfit| self.here(misfit)),)+
                _ => Err(self.mismatch(&visitor)),
            }
        }
    )+};
}

impl<'de> de::Deserializer<'de> for NodeDeserializer<'_> {
    type Error = Misfit;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        match &self.0.content {
            Content::Null => visitor.visit_unit(),
            Content::Bool(value) => visitor.visit_bool(*value),
            Content::Int(value) => visitor.visit_i64(*value),
            Content::Float(value) => visitor.visit_f64(*value),
            Content::Text(text, _) => visitor.visit_str(text),
            Content::Seq(items) => visitor.visit_seq(Items::of(items)),
            Content::Map(entries) => visitor.visit_map(Entries::of(entries)),
        }
        .map_err(|misfit| self.here(misfit))
    }

    expect! {
        deserialize_bool() { Content::Bool(value) => visit_bool(*value) }
        deserialize_i8() { Content::Int(value) => visit_i64(*value) }
        deserialize_i16() { Content::Int(value) => visit_i64(*value) }
        deserialize_i32() { Content::Int(value) => visit_i64(*value) }
        deserialize_i64() { Content::Int(value) => visit_i64(*value) }
        deserialize_u8() { Content::Int(value) => visit_i64(*value) }
        deserialize_u16() { Content::Int(value) => visit_i64(*value) }
        deserialize_u32() { Content::Int(value) => visit_i64(*value) }
        deserialize_u64() { Content::Int(value) => visit_i64(*value) }
        deserialize_f32() { Content::Int(value) => visit_i64(*value), Content::Float(value) => visit_f64(*value) }
        deserialize_f64() { Content::Int(value) => visit_i64(*value), Content::Float(value) => visit_f64(*value) }
        deserialize_str() { Content::Text(text, _) => visit_str(text) }
        deserialize_string() { Content::Text(text, _) => visit_str(text) }
        deserialize_seq() { Content::Seq(items) => visit_seq(Items::of(items)) }
        deserialize_tuple(usize) { Content::Seq(items) => visit_seq(Items::of(items)) }
        deserialize_tuple_struct(&'static str, usize) { Content::Seq(items) => visit_seq(Items::of(items)) }
        deserialize_map() { Content::Map(entries) => visit_map(Entries::of(entries)) }

    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        visitor.visit_unit()
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        known: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        match &self.0.content {
            Content::Map(entries) => visitor
                .visit_map(Fields {
                    entries: Entries::of(entries),
                    known,
                })
                .map_err(|misfit| self.here(misfit)),
            _ => Err(self.mismatch(&visitor)),
        }
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
        known: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        let variant = self.variant(known, &visitor)?;
        visitor
            .visit_enum(variant)
            .map_err(|misfit| self.here(variant.within(misfit)))
    }

    serde::forward_to_deserialize_any! { i128 u128 char bytes byte_buf unit unit_struct identifier }
}

struct Items<'n>(std::iter::Enumerate<std::slice::Iter<'n, Node>>);

impl<'n> Items<'n> {
    fn of(items: &'n [Node]) -> Self {
        Self(items.iter().enumerate())
    }
}

impl<'de> SeqAccess<'de> for Items<'_> {
    type Error = Misfit;
    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Misfit> {
        let Some((index, node)) = self.0.next() else {
            return Ok(None);
        };
        seed.deserialize(NodeDeserializer(node))
            .map(Some)
            .map_err(|misfit| misfit.in_item(index, node))
    }
}

struct Entries<'n> {
    left: std::slice::Iter<'n, (Key, Node)>,
    value: Option<&'n (Key, Node)>,
}

impl<'n> Entries<'n> {
    fn value(&self) -> Result<&'n (Key, Node), Misfit> {
        self.value.ok_or_else(no_key)
    }

    fn of(entries: &'n [(Key, Node)]) -> Self {
        Self {
            left: entries.iter(),
            value: None,
        }
    }
}

impl<'de> MapAccess<'de> for Entries<'_> {
    type Error = Misfit;
    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Misfit> {
        self.value = self.left.next();
        let Some((key, _)) = self.value else {
            return Ok(None);
        };
        seed.deserialize(KeyDeserializer(&key.text))
            .map(Some)
            .map_err(|misfit| misfit.in_key(key))
    }
    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Misfit> {
        let entry = self.value()?;
        seed.deserialize(NodeDeserializer(&entry.1))
            .map_err(|misfit| misfit.in_entry(entry))
    }
}

/// The entries of a map whose keys are known. A key is handed over as its place among them, so that
/// no reader has to compare texts.
struct Fields<'n> {
    entries: Entries<'n>,
    known: &'static [&'static str],
}

impl<'de> MapAccess<'de> for Fields<'_> {
    type Error = Misfit;
    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Misfit> {
        let Some(place) = self.next_place() else {
            return Ok(None);
        };
        match seed.deserialize(Place(place)) {
            Ok(key) => Ok(Some(key)),
            Err(_) => Err(self.unknown()),
        }
    }
    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Misfit> {
        self.entries.next_value_seed(seed)
    }
}

impl Fields<'_> {
    fn next_place(&mut self) -> Option<u64> {
        self.entries.value = self.entries.left.next();
        self.entries
            .value
            .map(|(key, _)| place(&key.text, self.known))
    }

    #[cold]
    fn unknown(&self) -> Misfit {
        match self.entries.value {
            Some((key, _)) => {
                let misfit: Misfit = de::Error::unknown_field(&key.text, self.known);
                misfit.in_key(key)
            }
            None => no_key(),
        }
    }
}

#[cold]
fn no_key() -> Misfit {
    de::Error::custom("a value without a key")
}

/// The place of a name among those known; of an unknown one, a place that nothing has.
fn place(name: &str, known: &[&str]) -> u64 {
    let place = known.iter().position(|one| *one == name);
    place.map_or(u64::MAX, |place| place as u64)
}

/// A name by its place among those known.
struct Place(u64);

impl<'de> de::Deserializer<'de> for Place {
    type Error = Misfit;
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        visitor.visit_u64(self.0)
    }
    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option
        unit unit_struct newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

struct KeyDeserializer<'n>(&'n str);

impl<'de> de::Deserializer<'de> for KeyDeserializer<'_> {
    type Error = Misfit;
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        visitor.visit_str(self.0)
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
        known: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        visitor.visit_enum(Variant {
            name: self.0,
            known,
            content: None,
        })
    }
    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option
        unit unit_struct seq tuple tuple_struct map struct identifier ignored_any
    }
}

#[derive(Clone, Copy)]
struct Variant<'n> {
    name: &'n str,
    known: &'static [&'static str],
    content: Option<&'n Node>,
}

impl Variant<'_> {
    fn within(self, misfit: Misfit) -> Misfit {
        match self.content {
            Some(node) => misfit.within(self.name.to_owned(), node.position),
            None => misfit,
        }
    }

    fn no_value(self) -> Misfit {
        de::Error::custom(format_args!("`{}` needs a value", self.name))
    }
}

impl<'de> EnumAccess<'de> for Variant<'_> {
    type Error = Misfit;
    type Variant = Self;
    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self), Misfit> {
        // The place of a wrong name is that of the node, which the caller fills in.
        match seed.deserialize(Place(place(self.name, self.known))) {
            Ok(name) => Ok((name, self)),
            Err(_) => Err(de::Error::unknown_variant(self.name, self.known)),
        }
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
            None => Err(self.no_value()),
        }
    }
    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Misfit> {
        match self.content {
            Some(node) => de::Deserializer::deserialize_seq(NodeDeserializer(node), visitor),
            None => Err(self.no_value()),
        }
    }
    fn struct_variant<V: Visitor<'de>>(
        self,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        match self.content {
            Some(node) => de::Deserializer::deserialize_map(NodeDeserializer(node), visitor),
            None => Err(self.no_value()),
        }
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
