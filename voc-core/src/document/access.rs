//! What stands within a node, for serde to walk: items, entries, variants.

use super::de::{NodeDeserializer, placed};
use super::misfit::{Misfit, unexpected};
use super::node::{Key, Node};
use serde::de::{self, DeserializeSeed, EnumAccess, MapAccess, SeqAccess, VariantAccess, Visitor};

pub(super) struct Items<'n>(std::iter::Enumerate<std::slice::Iter<'n, Node>>);

impl<'n> Items<'n> {
    pub(super) fn of(items: &'n [Node]) -> Self {
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
            .map_err(|mut misfit| {
                misfit.in_item(index, node);
                misfit
            })
    }
}

pub(super) struct Entries<'n> {
    left: std::slice::Iter<'n, (Key, Node)>,
    value: Option<&'n (Key, Node)>,
}

impl<'n> Entries<'n> {
    fn value(&self) -> Result<&'n (Key, Node), Misfit> {
        self.value.ok_or_else(no_key)
    }

    pub(super) fn of(entries: &'n [(Key, Node)]) -> Self {
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
            .map_err(|mut misfit| {
                misfit.in_key(key);
                misfit
            })
    }
    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Misfit> {
        let entry = self.value()?;
        placed(seed.deserialize(NodeDeserializer(&entry.1)), |misfit| {
            misfit.in_entry(entry);
        })
    }
}

/// The entries of a map whose keys are known. A key is handed over as its place among them, so that
/// no reader has to compare texts.
pub(super) struct Fields<'n> {
    pub(super) entries: Entries<'n>,
    pub(super) known: &'static [&'static str],
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
                let mut misfit: Misfit = de::Error::unknown_field(&key.text, self.known);
                misfit.in_key(key);
                misfit
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
pub(super) struct Variant<'n> {
    pub(super) name: &'n str,
    pub(super) known: &'static [&'static str],
    pub(super) content: Option<&'n Node>,
}

impl Variant<'_> {
    pub(super) fn within(self, misfit: &mut Misfit) {
        if let Some(node) = self.content {
            misfit.within(self.name.to_owned(), node.position);
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
