//! The reference itself, held to examples worked out by hand.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may panic"
)]

mod alerts;
mod batch;
mod counts;
mod decided;
mod explained;
mod followed;
mod generated;
mod invited;
mod limits;
mod matched;
mod merged;
mod parts;
mod sequences;
mod silences;
mod told;
mod values;
mod versions;
mod why;
