//! Sorting without a sort compiled for every type.

use std::cmp::Ordering;

/// A list in order; what is equal stays as it stood.
pub(crate) fn sorted_by<T>(items: Vec<T>, compare: &dyn Fn(&T, &T) -> Ordering) -> Vec<T> {
    let order = order(
        items.len(),
        &|one, two| match (items.get(one), items.get(two)) {
            (Some(one), Some(two)) => compare(one, two),
            _ => Ordering::Equal,
        },
    );
    let mut slots: Vec<Option<T>> = items.into_iter().map(Some).collect();
    let taken = order.into_iter().filter_map(|at| slots.get_mut(at)?.take());
    taken.collect()
}

/// Brings a list into order; what is equal stays as it stood.
pub(crate) fn sort_by<T>(items: &mut Vec<T>, compare: &dyn Fn(&T, &T) -> Ordering) {
    *items = sorted_by(std::mem::take(items), compare);
}

/// Brings a list into order.
pub(crate) fn sort<T: Ord>(items: &mut Vec<T>) {
    sort_by(items, &T::cmp);
}

fn order(length: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut order: Vec<usize> = (0..length).collect();
    order.sort_by(|one, two| compare(*one, *two));
    order
}

/// Puts a member in its place in a sorted list; whether it is new.
pub(crate) fn insert_in_order<T: Ord>(list: &mut Vec<T>, member: T) -> bool {
    match list.binary_search(&member) {
        Ok(_) => false,
        Err(index) => {
            list.insert(index, member);
            true
        }
    }
}
