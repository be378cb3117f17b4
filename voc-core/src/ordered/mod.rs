//! Maps and sets in order, whose code does not grow with what they hold.

mod few;
mod iter;
mod keyed;
mod map;
mod own;
mod places;
mod serial;
mod set;
mod slab;
mod sort;
mod sought;

#[cfg(test)]
mod tests;

pub use few::{Few, Iter as FewIter};
pub use iter::{IntoIter, Iter, Range};
pub(crate) use keyed::Keyed;
pub use map::Map;
pub(crate) use own::{HasKey, Own};
pub(crate) use set::Set;
pub(crate) use sort::{insert_in_order, sort, sort_by, sort_plain, sorted_by};
pub(crate) use sought::Sought;
