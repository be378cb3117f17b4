//! The whole state as bytes, to go on from later, elsewhere, in another language.

use super::change::StoredVersion;
use super::facts::FactPlans;
use super::{Engine, Room, State};
use crate::document::Read;
use crate::document::read_written;
use crate::error::{Code, Error};
use crate::output;
use crate::program::Program;
use crate::zone::Zone;
use serde::{Deserialize, Serialize};

/// The version of the snapshot format.
pub const SNAPSHOT_VERSION: u32 = 1;

#[derive(Serialize, Deserialize, Read)]
struct Snapshot<S> {
    voc: u32,
    /// The digest of the program that it belongs to: of the newest version.
    program: String,
    /// The zone database that its times were computed with.
    zones: String,
    state: S,
}

#[derive(Deserialize, Read)]
struct Version {
    voc: u32,
}

impl Engine {
    /// The whole state, as JSON text in UTF-8.
    ///
    /// # Errors
    /// None that the engine's own state can bring about.
    pub fn snapshot(&self) -> Result<Vec<u8>, Error> {
        let snapshot = Snapshot {
            voc: SNAPSHOT_VERSION,
            program: self.program().digest().to_owned(),
            zones: Zone::DATABASE.to_owned(),
            state: &self.state,
        };
        output::json(&snapshot)
    }

    /// The engine as it was when the snapshot was taken.
    ///
    /// # Errors
    /// Bytes that are no snapshot, one of a version that this release does not read, or one of another
    /// program. Where versions came in mid-stream the snapshot holds them all, and `program` may be any
    /// of them.
    pub fn restore(program: Program, bytes: &[u8]) -> Result<Self, Error> {
        let malformed = |error: Error| Error {
            message: format!("this is no snapshot: {}", error.message),
            ..error
        };
        // As text, like every other input: one reader in the wasm file instead of two.
        let text = std::str::from_utf8(bytes).map_err(|error| {
            Error::new(Code::Malformed, format!("this is no snapshot: {error}"))
        })?;
        let version: Version = read_written(text).map_err(malformed)?;
        if version.voc != SNAPSHOT_VERSION {
            let message = format!(
                "snapshot format {} is not read by this release, {SNAPSHOT_VERSION} is",
                version.voc
            );
            return Err(Error::new(Code::Version, message));
        }
        let snapshot: Snapshot<State> = read_written(text).map_err(malformed)?;
        let mut state = snapshot.state;
        let plans = StoredVersion::compiled(&state.versions).map_err(malformed)?;
        let digest = program.digest().to_owned();
        let plans = plans.unwrap_or_else(|| FactPlans::of(program));
        let known = |digest: &str| {
            let mut versions = plans.versions();
            versions.any(|version| version.program.digest() == digest)
        };
        if snapshot.program != plans.program().digest() || !known(&digest) {
            return Err(Error::new(
                Code::OtherProgram,
                "the snapshot belongs to another program",
            )
            .hint("restore it with the program that it was taken with"));
        }
        state.ids.rebuild();
        state.follow_up.rebuild(&plans);
        state.facts.rebuild(&plans);
        state.mail.rebuild();
        state.watch.pass(&plans.watch, state.now);
        Ok(Self {
            plans,
            state,
            room: Room::default(),
        })
    }
}
