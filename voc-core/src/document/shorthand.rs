//! `ltr: int` for `ltr: {type: int}`: a value that may be written short.

use serde::de::{
    Deserialize, Deserializer, Error, MapAccess, Visitor, value::MapAccessDeserializer,
};
use std::fmt;
use std::marker::PhantomData;

/// Reads text through `short`, and keys with values as `F` through `full`.
pub(crate) fn short_or_full<'de, D, F, T>(
    deserializer: D,
    expected: &'static str,
    short: fn(&str) -> Result<T, String>,
    full: fn(F) -> T,
) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    F: Deserialize<'de>,
{
    struct Either<F, T> {
        expected: &'static str,
        short: fn(&str) -> Result<T, String>,
        full: fn(F) -> T,
        marker: PhantomData<F>,
    }
    impl<'de, F: Deserialize<'de>, T> Visitor<'de> for Either<F, T> {
        type Value = T;
        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str(self.expected)
        }
        fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
            (self.short)(text).map_err(E::custom)
        }
        fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
            F::deserialize(MapAccessDeserializer::new(map)).map(self.full)
        }
    }
    deserializer.deserialize_any(Either {
        expected,
        short,
        full,
        marker: PhantomData,
    })
}
