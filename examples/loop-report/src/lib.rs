mod failure;
mod sort;
mod source;
pub mod summary;
pub mod report;
