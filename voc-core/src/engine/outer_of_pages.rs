//! The build for pages has neither improvements nor coaching, and does not go on from a snapshot that has.

use crate::document::{Node, Read, Reader};
use crate::error::{Code, Error};
use crate::time::Time;
use serde::{Deserialize, Serialize};

/// Nothing.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Outer {}

impl Outer {
    #[expect(clippy::unused_self, reason = "as in the other build")]
    pub(super) fn is_empty(&self) -> bool {
        true
    }

    #[expect(clippy::unused_self, reason = "as in the other build")]
    pub(super) fn due(&self, _: Time) -> Option<(Time, String)> {
        None
    }
}

impl Read for Outer {
    fn read<'n>(reader: &mut Reader<'n>, node: Option<&'n Node>) -> Self {
        let message = "improvements and coaching are not in this build";
        let error = Error::new(Code::NotAllowed, message).hint("take the build for data");
        reader.refuse(reader.depth(), node, error);
        Self {}
    }
}
