//! Digests and ids: SHA-256 over typed values in a defined order, never over JSON text.
//!
//! A value is fed through serde: fields in their declared order under their names, maps in key
//! order, each value behind a tag of its type. So whatever is in a snapshot is in the digest.

use crate::output::{Token, feed};
use serde::Serialize;
use sha2::{Digest as _, Sha256};

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
    feed(value).finish()
}

fn hex(bytes: &[u8]) -> String {
    let digit = |half: u8| char::from_digit(u32::from(half), 16).unwrap_or('0');
    let halves = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    halves.map(digit).collect()
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

    /// Adds all members of another set.
    pub(crate) fn join(&mut self, other: &Self) {
        for (lane, more) in self.lanes.iter_mut().zip(other.lanes) {
            *lane = lane.wrapping_add(more);
        }
        self.members += other.members;
    }

    /// Whether it has no member.
    pub(crate) fn is_empty(&self) -> bool {
        self.members == 0
    }
}

/// The bytes that are hashed, token by token.
#[derive(Default)]
pub(crate) struct Feed(Sha256);

impl Feed {
    pub(crate) fn take(&mut self, token: Token<'_>) {
        match token {
            Token::Unit => self.tag(b'u'),
            Token::Absent => self.tag(b'0'),
            Token::Present => self.tag(b'1'),
            Token::Bool(value) => self.tag(if value { b'T' } else { b'F' }),
            Token::Int(value) => self.int(value.into()),
            Token::Unsigned(value) => self.int(value.into()),
            Token::Number(value) => {
                self.tag(b'd');
                self.0.update(value.to_bits().to_le_bytes());
            }
            Token::Text(text) => self.bytes(b's', text.as_bytes()),
            Token::Bytes(bytes) => self.bytes(b'b', bytes),
            Token::OpenList => self.tag(b'['),
            Token::CloseList => self.tag(b']'),
            Token::OpenMap => self.tag(b'{'),
            Token::CloseMap => self.tag(b'}'),
            Token::Field(name) => self.bytes(b'k', name.as_bytes()),
            Token::Variant(name) => self.bytes(b'v', name.as_bytes()),
            Token::Item | Token::Key | Token::KeyEnd | Token::CloseVariant => {}
        }
    }

    /// Makes sure that this is the digest of nothing else.
    pub(crate) fn spoil(&mut self) {
        self.tag(b'!');
    }

    fn finish(self) -> [u8; 32] {
        self.0.finalize().into()
    }

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
