#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]
#![deny(missing_docs)]

pub mod calendar;
pub mod case;
#[cfg(not(small))]
pub mod coaching;
pub mod condition;
pub mod digest;
pub mod document;
pub mod engine;
pub mod error;
#[cfg(not(small))]
pub mod improvement;
pub mod insight;
#[cfg(not(small))]
pub mod journey;
pub mod json;
pub mod mapping;
pub mod metric;
pub mod named;
pub mod ordered;
mod output;
#[cfg(not(small))]
pub mod picture;
pub mod program;
#[cfg(test)]
mod random;
mod rare;
pub mod route;
pub mod rule;
#[cfg(feature = "schema")]
pub mod schema;
mod serial;
pub mod signal;
mod text;
pub mod time;
pub mod value;
pub mod zone;

pub use case::Case;
pub use digest::digest;
pub use document::{Diagnostic, ProgramError, Severity};
pub use engine::{Engine, Event, Run, run};
pub use error::{Code, Error, Refusal};
pub use mapping::Mapping;
pub use named::Named;
pub use program::Program;
pub use rare::{Empty, Rare};
pub use signal::{Input, Signal};
pub use text::Text;
pub use time::{Span, Time};
pub use value::Value;
pub use zone::Zone;
