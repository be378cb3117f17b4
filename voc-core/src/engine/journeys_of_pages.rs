//! The build for pages remembers no journeys, and does not go on from a snapshot that does.

use crate::document::{Node, Read, Reader};
use crate::error::{Code, Error};
use crate::program::Program;
use crate::rule::Key;
use crate::signal::Signal;
use serde::{Deserialize, Serialize};

/// Nothing.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Journeys {}

#[expect(clippy::unused_self, reason = "as in the other build")]
impl Journeys {
    pub(super) fn is_empty(&self) -> bool {
        true
    }

    pub(super) fn put(&mut self, _: &Program, _: Option<&str>, _: &Key, _: Option<&Signal>) {}

    pub(super) fn merge(&mut self, _: &Program, _: &str, _: &str) {}
}

impl Read for Journeys {
    fn read<'n>(reader: &mut Reader<'n>, node: Option<&'n Node>) -> Self {
        let message = "the journeys of customers are not in this build";
        let error = Error::new(Code::NotAllowed, message).hint("take the build for data");
        reader.refuse(reader.depth(), node, error);
        Self {}
    }
}
