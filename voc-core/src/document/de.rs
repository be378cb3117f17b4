//! A tree as a serde source, so that types derive their reader and errors keep their place.

use super::access::{Entries, Fields, Items, Variant};
use super::misfit::{Misfit, unexpected};
use super::node::{Content, Node};
use serde::de::{self, Expected, Visitor};

/// A misfit gets its place from whoever hands the node out, as what is read from it may be judged later.
#[derive(Clone, Copy)]
pub(super) struct NodeDeserializer<'n>(pub(super) &'n Node);

/// Puts a misfit in its place, where it is one. What was read stays where it is: moving it would be
/// more code than reading it, in every reader.
#[inline(always)]
#[expect(
    clippy::inline_always,
    reason = "the function around it is what is compiled for each type"
)]
pub(super) fn placed<T>(
    mut read: Result<T, Misfit>,
    place: impl FnOnce(&mut Misfit),
) -> Result<T, Misfit> {
    if let Err(misfit) = &mut read {
        place(misfit);
    }
    read
}

impl NodeDeserializer<'_> {
    fn mismatch(self, expected: &dyn Expected) -> Misfit {
        de::Error::invalid_type(unexpected(self.0), expected)
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
                _ => return Err(de::Error::custom("expected one key with its value")),
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
                $($content => visitor.$visit($value),)+
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
            Content::Map(entries) => visitor.visit_map(Fields {
                entries: Entries::of(entries),
                known,
            }),
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
        placed(visitor.visit_enum(variant), |misfit| variant.within(misfit))
    }

    serde::forward_to_deserialize_any! { i128 u128 char bytes byte_buf unit unit_struct identifier }
}
