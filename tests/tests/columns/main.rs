//! A run over the columns of a table says what the same rows say one after another.
#![expect(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test may panic"
)]

mod generated;
mod same;
mod table;
mod vectors;
