//! Digests and ids: SHA-256 over typed values in a defined order, never over JSON text.
//!
//! A value is fed through serde: fields in their declared order under their names, maps in key
//! order, each value behind a tag of its type. So whatever is in a snapshot is in the digest.

use serde::ser::{self, Serialize};
use sha2::{Digest as _, Sha256};
use std::fmt;

/// Hex digits of an id that the engine gives: 128 bits.
const ID_HEX: usize = 32;

/// The digest of a value: 64 hex digits.
pub fn digest<T: Serialize + ?Sized>(value: &T) -> String {
    hex(&hash(value))
}

/// An id derived from content: `prefix-` and 32 hex digits.
pub(crate) fn id<T: Serialize + ?Sized>(prefix: &str, content: &T) -> String {
    let mut text = hex(&hash(content));
    text.truncate(ID_HEX);
    format!("{prefix}-{text}")
}

/// SHA-256 of a value.
pub(crate) fn hash<T: Serialize + ?Sized>(value: &T) -> [u8; 32] {
    let mut feed = Feed(Sha256::new());
    // Feeding fails only on a custom error, which none of our types raises: mark it all the same.
    if value.serialize(&mut feed).is_err() {
        feed.tag(b'!');
    }
    feed.0.finalize().into()
}

fn hex(bytes: &[u8]) -> String {
    use fmt::Write as _;
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        let _ = write!(text, "{byte:02x}");
    }
    text
}

/// A hash of a set that does not depend on the order of its members, and from which members can be
/// taken again: the sum of their hashes in four lanes of 64 bits.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(crate) struct SetHash {
    lanes: [i64; 4],
    members: u64,
}

impl SetHash {
    /// Adds one member.
    pub(crate) fn add<T: Serialize + ?Sized>(&mut self, member: &T) {
        for (lane, bytes) in self.lanes.iter_mut().zip(hash(member).chunks_exact(8)) {
            *lane = lane.wrapping_add(i64::from_le_bytes(bytes.try_into().unwrap_or_default()));
        }
        self.members += 1;
    }

    /// Whether it has no member.
    pub(crate) fn is_empty(&self) -> bool {
        self.members == 0
    }
}

struct Feed(Sha256);

impl Feed {
    fn tag(&mut self, tag: u8) {
        self.0.update([tag]);
    }
    fn bytes(&mut self, tag: u8, bytes: &[u8]) {
        self.tag(tag);
        self.0.update((bytes.len() as u64).to_le_bytes());
        self.0.update(bytes);
    }
    fn int(&mut self, value: i128) {
        self.tag(b'i');
        self.0.update(value.to_le_bytes());
    }
}

#[derive(Debug)]
struct Never;

impl fmt::Display for Never {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("this value has no digest")
    }
}
impl std::error::Error for Never {}
impl ser::Error for Never {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

macro_rules! ints {
    ($($method:ident: $type:ty),*) => {$(
        fn $method(self, value: $type) -> Result<(), Never> {
            self.int(i128::from(value));
            Ok(())
        }
    )*};
}

impl ser::Serializer for &mut Feed {
    type Ok = ();
    type Error = Never;
    type SerializeSeq = Self;
    type SerializeTuple = Self;
    type SerializeTupleStruct = Self;
    type SerializeTupleVariant = Self;
    type SerializeMap = Self;
    type SerializeStruct = Self;
    type SerializeStructVariant = Self;

    ints!(serialize_i8: i8, serialize_i16: i16, serialize_i32: i32, serialize_i64: i64,
          serialize_u8: u8, serialize_u16: u16, serialize_u32: u32, serialize_u64: u64,
          serialize_i128: i128);

    fn is_human_readable(&self) -> bool {
        false
    }
    fn serialize_bool(self, value: bool) -> Result<(), Never> {
        self.tag(if value { b'T' } else { b'F' });
        Ok(())
    }
    fn serialize_f32(self, value: f32) -> Result<(), Never> {
        self.serialize_f64(f64::from(value))
    }
    fn serialize_f64(self, value: f64) -> Result<(), Never> {
        self.tag(b'd');
        self.0.update(value.to_bits().to_le_bytes());
        Ok(())
    }
    fn serialize_char(self, value: char) -> Result<(), Never> {
        self.serialize_str(value.encode_utf8(&mut [0; 4]))
    }
    fn serialize_str(self, value: &str) -> Result<(), Never> {
        self.bytes(b's', value.as_bytes());
        Ok(())
    }
    fn serialize_bytes(self, value: &[u8]) -> Result<(), Never> {
        self.bytes(b'b', value);
        Ok(())
    }
    fn serialize_none(self) -> Result<(), Never> {
        self.tag(b'0');
        Ok(())
    }
    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Never> {
        self.tag(b'1');
        value.serialize(self)
    }
    fn serialize_unit(self) -> Result<(), Never> {
        self.tag(b'u');
        Ok(())
    }
    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Never> {
        self.serialize_unit()
    }
    fn serialize_unit_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
    ) -> Result<(), Never> {
        self.serialize_str(variant)
    }
    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<(), Never> {
        value.serialize(self)
    }
    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<(), Never> {
        self.bytes(b'v', variant.as_bytes());
        value.serialize(self)
    }
    fn serialize_seq(self, _: Option<usize>) -> Result<Self, Never> {
        self.tag(b'[');
        Ok(self)
    }
    fn serialize_tuple(self, _: usize) -> Result<Self, Never> {
        self.tag(b'[');
        Ok(self)
    }
    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Self, Never> {
        self.tag(b'[');
        Ok(self)
    }
    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Self, Never> {
        self.bytes(b'v', variant.as_bytes());
        self.tag(b'[');
        Ok(self)
    }
    fn serialize_map(self, _: Option<usize>) -> Result<Self, Never> {
        self.tag(b'{');
        Ok(self)
    }
    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Self, Never> {
        self.tag(b'{');
        Ok(self)
    }
    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Self, Never> {
        self.bytes(b'v', variant.as_bytes());
        self.tag(b'{');
        Ok(self)
    }
}

macro_rules! sequences {
    ($($trait:ident: $method:ident),*) => {$(
        impl ser::$trait for &mut Feed {
            type Ok = ();
            type Error = Never;
            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Never> {
                value.serialize(&mut **self)
            }
            fn end(self) -> Result<(), Never> {
                self.tag(b']');
                Ok(())
            }
        }
    )*};
}
sequences!(SerializeSeq: serialize_element, SerializeTuple: serialize_element,
           SerializeTupleStruct: serialize_field, SerializeTupleVariant: serialize_field);

impl ser::SerializeMap for &mut Feed {
    type Ok = ();
    type Error = Never;
    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Never> {
        key.serialize(&mut **self)
    }
    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Never> {
        value.serialize(&mut **self)
    }
    fn end(self) -> Result<(), Never> {
        self.tag(b'}');
        Ok(())
    }
}

macro_rules! structs {
    ($($trait:ident),*) => {$(
        impl ser::$trait for &mut Feed {
            type Ok = ();
            type Error = Never;
            fn serialize_field<T: Serialize + ?Sized>(
                &mut self,
                key: &'static str,
                value: &T,
            ) -> Result<(), Never> {
                self.bytes(b'k', key.as_bytes());
                value.serialize(&mut **self)
            }
            fn end(self) -> Result<(), Never> {
                self.tag(b'}');
                Ok(())
            }
        }
    )*};
}
structs!(SerializeStruct, SerializeStructVariant);

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    #[test]
    fn sha_256_of_the_fed_bytes() {
        // Tag `s`, length 3 in eight little-endian bytes, then the text: against coreutils' sha256sum.
        assert_eq!(
            digest("abc"),
            hex(&Sha256::digest(b"s\x03\0\0\0\0\0\0\0abc"))
        );
        assert_eq!(
            hex(&Sha256::digest(b"abc")),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
    }

    #[test]
    fn neighbours_never_run_together() {
        let all = [
            digest(&("ab", "c")),
            digest(&("a", "bc")),
            digest(&["ab", "c"].map(Some)),
            digest(&(1_i64, 2_i64)),
            digest(&(1.0_f64, 2.0_f64)),
            digest(&BTreeMap::from([("a", "b")])),
            digest(&[("a", "b")]),
        ];
        for (i, one) in all.iter().enumerate() {
            assert!(!all[i + 1..].contains(one), "{i}");
        }
    }

    #[test]
    fn a_set_hash_forgets_order() {
        let (mut one, mut two) = (SetHash::default(), SetHash::default());
        one.add("a");
        one.add("b");
        two.add("b");
        assert_ne!(one, two);
        two.add("a");
        assert_eq!(one, two);
    }
}
