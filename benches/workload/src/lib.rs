//! The seeded signals and rules that every measurement runs on, ours and the peers'.
//!
//! [`Stream::generate`] makes signals as columns; [`rules`] has the rules as data, and
//! [`program::yaml`] as a program file. Peers get the same columns as a file, never a generator of
//! their own. What a run must find is compared as an [`AlertSet`].

#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    clippy::indexing_slicing,
    reason = "the generator's own numbers are small, and a bench stops where its material is wrong"
)]

mod alerts;
mod columns;
mod customers;
mod generate;
mod life;
mod names;
mod ndjson;
#[cfg(feature = "parquet")]
mod parquet;
pub mod program;
mod random;
pub mod rules;

pub use alerts::{AlertSet, Found, alert_key};
pub use columns::{ABSENT, Bits, Ints, NumberColumn, Numbers, Stream, TextColumn, Texts};
pub use generate::Size;
pub use names::{customer_key, signal_id};
pub use ndjson::write_ndjson;
#[cfg(feature = "parquet")]
pub use parquet::write_parquet;
pub use random::{Random, mix};
