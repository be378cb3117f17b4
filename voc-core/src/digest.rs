//! Digests and ids: SHA-256 over typed values in a defined order, never over JSON text.
//!
//! A value is fed through serde: fields in their declared order under their names, maps in key
//! order, each value behind a tag of its type. So whatever is in a snapshot is in the digest.

use crate::document::{Node, Read, Reader};
use crate::error::{Code, Error};
use crate::output::{Token, feed};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest as _, Sha256};

/// Hex digits of an id that the engine gives: 128 bits.
const ID_HEX: usize = 32;

/// The digest of a value: 64 hex digits.
pub fn digest<T: Serialize + ?Sized>(value: &T) -> String {
    hex(&hash(value))
}

/// An id derived from content: `prefix-` and 32 hex digits.
pub(crate) fn id<T: Serialize + ?Sized>(prefix: &str, content: &T) -> String {
    id_of(prefix, &hash(content))
}

/// An id derived from a few texts, sooner: `prefix-` and 32 hex digits.
#[cfg(not(small))]
pub(crate) fn id_of_texts(prefix: &str, texts: &[&str]) -> String {
    let mut sha = Sha256::default();
    let mut room = Vec::with_capacity(WAITING_FIRST);
    for text in texts {
        // A length before each, so that no two lists are the same bytes.
        room.extend_from_slice(&(text.len() as u64).to_le_bytes());
        room.extend_from_slice(text.as_bytes());
    }
    sha.update(&room);
    id_of(prefix, &sha.finalize().into())
}

fn id_of(prefix: &str, hash: &[u8; 32]) -> String {
    let mut id = String::with_capacity(prefix.len() + 1 + ID_HEX);
    id.push_str(prefix);
    id.push('-');
    let (first, _) = hash.split_at(ID_HEX / 2);
    push_hex(&mut id, first);
    id
}

/// SHA-256 of a value.
pub(crate) fn hash<T: Serialize + ?Sized>(value: &T) -> [u8; 32] {
    feed(value).finish()
}

fn hex(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(2 * bytes.len());
    push_hex(&mut text, bytes);
    text
}

fn push_hex(text: &mut String, bytes: &[u8]) {
    for byte in bytes {
        for half in [byte >> 4, byte & 15] {
            text.push(char::from_digit(u32::from(half), 16).unwrap_or('0'));
        }
    }
}

/// A hash of a set that does not depend on the order of its members, and from which members can be
/// taken again: the sum of their hashes in four lanes of 64 bits.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize, Read,
)]
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

    /// It as numbers, to be written as they are.
    #[cfg(not(small))]
    pub(crate) fn parts(&self) -> ([i64; 4], u64) {
        (self.lanes, self.members)
    }

    /// That of such numbers.
    #[cfg(not(small))]
    pub(crate) fn of_parts((lanes, members): ([i64; 4], u64)) -> Self {
        Self { lanes, members }
    }
}

/// The digest of an input's content. Written as 64 hex digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Content([u8; 32]);

impl Content {
    pub(crate) fn of<T: Serialize + ?Sized>(value: &T) -> Self {
        Self(hash(value))
    }

    fn parse(text: &str) -> Result<Self, Error> {
        let mut bytes = [0; 32];
        let pairs = text.as_bytes().chunks(2).map(|pair| {
            let pair = std::str::from_utf8(pair).ok()?;
            u8::from_str_radix(pair, 16).ok()
        });
        let wrong = || Error::new(Code::Malformed, "a digest has 64 hex digits");
        if text.len() != 2 * bytes.len() {
            return Err(wrong());
        }
        for (byte, read) in bytes.iter_mut().zip(pairs) {
            *byte = read.ok_or_else(wrong)?;
        }
        Ok(Self(bytes))
    }
}

impl Serialize for Content {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&hex(&self.0))
    }
}

impl Read for Content {
    fn read<'n>(reader: &mut Reader<'n>, node: Option<&'n Node>) -> Self {
        reader.parsed(node, Self::parse).unwrap_or(Self([0; 32]))
    }
}

impl<'de> Deserialize<'de> for Content {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).map_err(D::Error::custom)
    }
}

/// The bytes that are hashed, token by token.
pub(crate) struct Feed {
    sha: Sha256,
    /// What waits to be hashed in one stroke.
    waiting: Vec<u8>,
}

impl Default for Feed {
    fn default() -> Self {
        Self {
            sha: Sha256::default(),
            waiting: Vec::with_capacity(WAITING_FIRST),
        }
    }
}

/// How many bytes wait at most, so that a whole snapshot never does.
const WAITING_MAX: usize = 1 << 12;
/// Room for what an input or an id comes to, nearly always.
const WAITING_FIRST: usize = 1 << 9;

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
                self.put(&value.to_bits().to_le_bytes());
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

    fn finish(mut self) -> [u8; 32] {
        self.sha.update(&self.waiting);
        self.sha.finalize().into()
    }

    fn put(&mut self, bytes: &[u8]) {
        if self.waiting.len() + bytes.len() > WAITING_MAX {
            self.sha.update(&self.waiting);
            self.waiting.clear();
        }
        if bytes.len() > WAITING_MAX {
            self.sha.update(bytes);
        } else {
            self.waiting.extend_from_slice(bytes);
        }
    }

    fn tag(&mut self, tag: u8) {
        self.put(&[tag]);
    }
    fn bytes(&mut self, tag: u8, bytes: &[u8]) {
        self.tag(tag);
        self.put(&(bytes.len() as u64).to_le_bytes());
        self.put(bytes);
    }
    fn int(&mut self, value: i128) {
        self.tag(b'i');
        self.put(&value.to_le_bytes());
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
    fn what_was_said_is_written_as_hex() {
        let content = Content::of("abc");
        let text = serde_json::to_string(&content).unwrap();
        assert_eq!(text, format!("\"{}\"", digest("abc")));
        assert_eq!(serde_json::from_str::<Content>(&text).unwrap(), content);
        for wrong in ["12".to_owned(), "g".repeat(64)] {
            let wrong = format!("\"{wrong}\"");
            assert!(serde_json::from_str::<Content>(&wrong).is_err());
        }
    }

    #[test]
    fn a_long_feed_is_hashed_in_parts() {
        let text = "v".repeat(3 * WAITING_MAX);
        let many = vec![text.as_str(); 3];
        let mut bytes = vec![b'['];
        for _ in 0..3 {
            bytes.push(b's');
            bytes.extend((text.len() as u64).to_le_bytes());
            bytes.extend(text.as_bytes());
        }
        bytes.push(b']');
        assert_eq!(digest(&many), hex(&Sha256::digest(&bytes)));
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
