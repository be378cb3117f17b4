//! Files that people write: YAML or JSON into typed values, every error with its place.

mod diagnostic;
mod json;
mod node;
mod reader;
#[cfg(not(small))]
mod yaml;

pub use diagnostic::{Diagnostic, ProgramError, Severity};
pub(crate) use json::items;
pub(crate) use node::{Content, Key, Node};
pub use node::{DEPTH_MAX, Position, SIZE_MAX};
pub(crate) use reader::{Read, Reader, read_or_default};
pub(crate) use voc_derive::Read;

use crate::error::{Code, Error};
use serde::de::DeserializeOwned;

/// Reads a YAML or JSON text into its tree.
pub(crate) fn read(text: &str) -> Result<Node, Diagnostic> {
    if text.len() > SIZE_MAX {
        return Err(Diagnostic::error(
            Code::Limit,
            format!(
                "the file has {} bytes; at most {SIZE_MAX} are read",
                text.len()
            ),
        ));
    }
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if is_json(text) {
        return json::read(text);
    }
    #[cfg(small)]
    return Err(Diagnostic::error(Code::Malformed, "this is not JSON")
        .hint("take the build for data, which reads YAML too"));
    #[cfg(not(small))]
    yaml::read(text)
}

/// Whether it begins as an object of JSON does; YAML has braces too, but needs no quotes after them.
fn is_json(text: &str) -> bool {
    let inside = text.trim_start().strip_prefix('{');
    let next = |inside: &str| inside.trim_start().chars().next();
    inside.is_some_and(|inside| matches!(next(inside), Some('"' | '}') | None))
}

/// Reads a tree as a `T`; the first thing that does not fit is the error.
pub(crate) fn decode<T: Read>(node: &Node) -> Result<T, Diagnostic> {
    let mut reader = Reader::at(node);
    let value = T::read(&mut reader, Some(node));
    match reader.finding() {
        None => Ok(value),
        Some(finding) => Err(*finding),
    }
}

/// Reads what another program wrote, of any size, with line and column of what is wrong.
pub(crate) fn read_written<T: Read + DeserializeOwned>(source: &str) -> Result<T, Error> {
    written(source)
}

/// Reads what a person may have written, with an error that names the key.
pub(crate) fn read_json<T: Read + DeserializeOwned>(source: &str) -> Result<T, Error> {
    quickly(source).map_or_else(
        || {
            let node = read(source);
            node.and_then(|node| decode(&node)).map_err(Error::from)
        },
        Ok,
    )
}

// On wasm, where size counts, trees are the only way in. Elsewhere `serde_json` reads what is right
// faster; the tests hold one to the other.
#[cfg(target_family = "wasm")]
fn written<T: Read>(source: &str) -> Result<T, Error> {
    json::read(source)
        .and_then(|node| decode(&node))
        .map_err(Error::from)
}

#[cfg(not(target_family = "wasm"))]
fn written<T: DeserializeOwned>(source: &str) -> Result<T, Error> {
    serde_json::from_str(source).map_err(|error| Error::new(Code::Malformed, error.to_string()))
}

#[cfg(target_family = "wasm")]
fn quickly<T>(_: &str) -> Option<T> {
    None
}

#[cfg(not(target_family = "wasm"))]
fn quickly<T: DeserializeOwned>(source: &str) -> Option<T> {
    serde_json::from_str(source).ok()
}
