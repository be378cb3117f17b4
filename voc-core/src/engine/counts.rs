//! Nothing is lost: inputs = accepted + duplicate + refused.

use crate::document::Read;
use crate::error::{Code, Refusal};
use crate::ordered::Few;
use serde::{Deserialize, Serialize};

/// How many inputs came, and what became of them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Counts {
    /// All of them.
    pub inputs: u64,
    /// Those that were accepted.
    pub accepted: u64,
    /// Those that had come before.
    pub duplicate: u64,
    /// Those that were refused.
    pub refused: u64,
    /// The signals among those accepted, corrections included.
    pub signals: u64,
    /// The signals that came later than `lateness`.
    pub late: u64,
    /// The refusals by code.
    pub refusals: Few<Code, u64>,
}

impl Counts {
    pub(super) fn accept(&mut self) {
        self.inputs += 1;
        self.accepted += 1;
    }

    pub(super) fn duplicate(&mut self) {
        self.inputs += 1;
        self.duplicate += 1;
    }

    pub(super) fn refuse(&mut self, refusal: &Refusal) {
        self.inputs += 1;
        self.refused += 1;
        self.refusals.update(refusal.code, |count| *count += 1);
    }
}
