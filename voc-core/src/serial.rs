//! Maps whose keys are not text, as lists of pairs.

pub(crate) mod pairs {
    use crate::document::{Node, Read, Reader};
    use serde::de::{Deserialize, Deserializer};
    use serde::ser::{Serialize, Serializer};

    pub(crate) fn serialize<'m, M, S>(map: &'m M, serializer: S) -> Result<S::Ok, S::Error>
    where
        &'m M: IntoIterator<Item: Serialize>,
        S: Serializer,
    {
        serializer.collect_seq(map)
    }

    pub(crate) fn read<'n, K, V, M>(reader: &mut Reader<'n>, node: Option<&'n Node>) -> M
    where
        K: Read,
        V: Read,
        M: FromIterator<(K, V)> + IntoIterator<Item = (K, V)>,
    {
        Vec::<(K, V)>::read(reader, node).into_iter().collect()
    }

    pub(crate) fn deserialize<'de, K, V, M, D>(deserializer: D) -> Result<M, D::Error>
    where
        K: Deserialize<'de>,
        V: Deserialize<'de>,
        M: FromIterator<(K, V)> + IntoIterator<Item = (K, V)>,
        D: Deserializer<'de>,
    {
        Ok(Vec::<(K, V)>::deserialize(deserializer)?
            .into_iter()
            .collect())
    }
}
