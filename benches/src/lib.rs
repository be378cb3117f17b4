//! What the measurements share: hand-written loops, our own rows, timing and the table's rows.

#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    clippy::indexing_slicing,
    reason = "loops over columns as an expert writes them; a bench stops where its material is wrong"
)]

use mimalloc::MiMalloc;

pub mod data;
pub mod hand;
pub mod journeys;
pub mod memory;
pub mod ours;
pub mod paths;
pub mod row;
pub mod survey;
pub mod table;
pub mod timing;

#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;
