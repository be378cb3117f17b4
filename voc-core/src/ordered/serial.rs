//! Maps as `serde` and schemas see them: like a `BTreeMap`.

use super::few::Few;
use super::map::Map;
use crate::document::{Node, Read, Reader};
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde::ser::{Serialize, Serializer};
use std::fmt;
use std::marker::PhantomData;

impl<K: Serialize, V: Serialize> Serialize for Map<K, V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self)
    }
}

impl<K: Serialize, V: Serialize> Serialize for Few<K, V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self)
    }
}

/// Reads the entries of a map, in the order of the file.
pub(super) fn entries<'n, K: Read, V: Read>(
    reader: &mut Reader<'n>,
    node: Option<&'n Node>,
) -> Vec<(K, V)> {
    let mut entries = Vec::new();
    each(reader, node, &mut |reader, key, value| {
        entries.push((K::read_key(reader, key), V::read(reader, Some(value))));
    });
    entries
}

fn each<'n>(
    reader: &mut Reader<'n>,
    node: Option<&'n Node>,
    take: &mut dyn FnMut(&mut Reader<'n>, &'n str, &'n Node),
) {
    let depth = reader.depth();
    for entry in reader.entries(node) {
        reader.key(depth, entry);
        take(reader, &entry.0.text, &entry.1);
    }
}

impl<K: Read + Ord, V: Read> Read for Map<K, V> {
    fn read<'n>(reader: &mut Reader<'n>, node: Option<&'n Node>) -> Self {
        entries::<K, V>(reader, node).into_iter().collect()
    }
}

impl<K: Read + Ord, V: Read> Read for Few<K, V> {
    fn read<'n>(reader: &mut Reader<'n>, node: Option<&'n Node>) -> Self {
        Self::of(entries(reader, node))
    }
}

impl<'de, K, V> Deserialize<'de> for Map<K, V>
where
    K: Deserialize<'de> + Ord,
    V: Deserialize<'de>,
{
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Keyed(PhantomData))
    }
}

struct Keyed<K, V>(PhantomData<(K, V)>);

impl<'de, K, V> Visitor<'de> for Keyed<K, V>
where
    K: Deserialize<'de> + Ord,
    V: Deserialize<'de>,
{
    type Value = Map<K, V>;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a map")
    }
    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Map<K, V>, A::Error> {
        let mut map = Map::new();
        while let Some(key) = entries.next_key::<K>()? {
            map.insert(key, entries.next_value()?);
        }
        Ok(map)
    }
}

impl<'de, K, V> Deserialize<'de> for Few<K, V>
where
    K: Deserialize<'de> + Ord,
    V: Deserialize<'de>,
{
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let entries = deserializer.deserialize_map(Entries::<K, V>(PhantomData))?;
        Ok(Self::of(entries))
    }
}

struct Entries<K, V>(PhantomData<(K, V)>);

impl<'de, K: Deserialize<'de>, V: Deserialize<'de>> Visitor<'de> for Entries<K, V> {
    type Value = Vec<(K, V)>;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a map")
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Vec<(K, V)>, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = map.next_entry()? {
            entries.push(entry);
        }
        Ok(entries)
    }
}

#[cfg(feature = "schema")]
mod schema {
    use super::{Few, Map};
    use schemars::{JsonSchema, Schema, SchemaGenerator};
    use std::borrow::Cow;
    use std::collections::BTreeMap;

    macro_rules! like_a_tree {
        ($($type:ident),*) => {$(
            impl<K: JsonSchema, V: JsonSchema> JsonSchema for $type<K, V> {
                fn inline_schema() -> bool {
                    true
                }
                fn schema_name() -> Cow<'static, str> {
                    BTreeMap::<K, V>::schema_name()
                }
                fn json_schema(generator: &mut SchemaGenerator) -> Schema {
                    BTreeMap::<K, V>::json_schema(generator)
                }
            }
        )*};
    }
    like_a_tree!(Map, Few);
}
