//! Maps whose keys are not text, as lists of pairs.

use crate::document::{Node, Read, Reader};
use crate::ordered::{Few, Map};
use serde::de::{Deserialize, Deserializer};
use serde::ser::{Serialize, Serializer};

pub(crate) mod pairs {
    use super::{Deserialize, Deserializer, Map, Node, Read, Reader, Serialize, Serializer};

    pub(crate) fn serialize<K: Serialize, V: Serialize, S: Serializer>(
        map: &Map<K, V>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(map)
    }

    pub(crate) fn read<'n, K: Read + Ord, V: Read>(
        reader: &mut Reader<'n>,
        node: Option<&'n Node>,
    ) -> Map<K, V> {
        Vec::<(K, V)>::read(reader, node).into_iter().collect()
    }

    pub(crate) fn deserialize<'de, K, V, D>(deserializer: D) -> Result<Map<K, V>, D::Error>
    where
        K: Deserialize<'de> + Ord,
        V: Deserialize<'de>,
        D: Deserializer<'de>,
    {
        Ok(Vec::<(K, V)>::deserialize(deserializer)?
            .into_iter()
            .collect())
    }
}

pub(crate) mod few_pairs {
    use super::{Deserialize, Deserializer, Few, Node, Read, Reader, Serialize, Serializer};

    pub(crate) fn serialize<K: Serialize, V: Serialize, S: Serializer>(
        map: &Few<K, V>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(map)
    }

    pub(crate) fn read<'n, K: Read + Ord, V: Read>(
        reader: &mut Reader<'n>,
        node: Option<&'n Node>,
    ) -> Few<K, V> {
        Vec::<(K, V)>::read(reader, node).into_iter().collect()
    }

    pub(crate) fn deserialize<'de, K, V, D>(deserializer: D) -> Result<Few<K, V>, D::Error>
    where
        K: Deserialize<'de> + Ord,
        V: Deserialize<'de>,
        D: Deserializer<'de>,
    {
        Ok(Vec::<(K, V)>::deserialize(deserializer)?
            .into_iter()
            .collect())
    }
}
