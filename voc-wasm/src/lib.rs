//! The engine for JavaScript: JSON text in, JSON text out. `js/` makes objects of it.
//!
//! What goes wrong is thrown as JSON text too, which `js/error.js` makes a `VocError` of.

#![expect(
    clippy::needless_pass_by_value,
    reason = "bindgen hands over what it made of a value; `map_err` hands over an error"
)]

#[cfg(feature = "data")]
mod actual;
#[cfg(feature = "data")]
mod calendar;
mod case;
#[cfg(feature = "data")]
mod columns;
mod engine;
#[cfg(feature = "data")]
mod histories;
#[cfg(feature = "data")]
mod improvement;
#[cfg(feature = "data")]
mod journey;
#[cfg(feature = "data")]
mod mapping;
mod metric;
#[cfg(feature = "data")]
mod partition;
#[cfg(feature = "data")]
mod picture;
mod program;
mod run;
#[cfg(feature = "data")]
mod statistic;
#[cfg(feature = "data")]
mod surveys;
#[cfg(feature = "data")]
mod tally;

#[cfg(feature = "data")]
pub use actual::{Journey, JourneyBook};
#[cfg(feature = "data")]
pub use calendar::holidays;
pub use case::Case;
#[cfg(feature = "data")]
pub use columns::{Columns, TableRun};
pub use engine::Engine;
#[cfg(feature = "data")]
pub use histories::{Histories, study};
#[cfg(feature = "data")]
pub use improvement::Improvement;
#[cfg(feature = "data")]
pub use journey::{EventLog, needs};
#[cfg(feature = "data")]
pub use mapping::Mapping;
pub use metric::{csat, nps, rate};
#[cfg(feature = "data")]
pub use partition::{facts_digest, judge_metrics, partition_of};
#[cfg(feature = "data")]
pub use picture::picture;
pub use program::Program;
#[cfg(feature = "data")]
pub use run::RecordedRun;
pub use run::Run;
#[cfg(feature = "data")]
pub use statistic::{places, statistic};
#[cfg(feature = "data")]
pub use surveys::{occasions, surveyed, uses};
#[cfg(feature = "data")]
pub use tally::{Tally, merge_tallies, read_tallies, retract_tallies, rows_of_tallies, withhold};

use voc_core::json::text;
use voc_core::{Error, ProgramError, Severity};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

/// The version of the engine.
#[wasm_bindgen]
#[must_use]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}

/// An error as JavaScript catches it.
fn thrown(error: Error) -> JsValue {
    JsValue::from(text(&error).unwrap_or_else(|inner| inner.message))
}

/// The findings in a program as JavaScript catches them: the first error, and beside it all of them.
fn thrown_program(error: ProgramError) -> JsValue {
    let diagnostics = &error.diagnostics;
    let first = diagnostics.iter().find(|it| it.severity == Severity::Error);
    let Some(first) = first.cloned().map(Error::from) else {
        return JsValue::NULL;
    };
    thrown(Error {
        diagnostics: error.diagnostics.into(),
        ..first
    })
}
