#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]
#![deny(missing_docs)]

pub mod condition;
pub mod digest;
pub mod document;
pub mod error;
pub mod time;
pub mod value;

pub use digest::digest;
pub use document::{Diagnostic, ProgramError, Severity};
pub use error::{Code, Error, Refusal};
pub use time::{Span, Time};
pub use value::Value;
