//! Sorting without a sort compiled for every type.

use std::cmp::Ordering;

/// A list in order; what is equal stays as it stood.
pub(crate) fn sorted_by<T>(mut items: Vec<T>, compare: &dyn Fn(&T, &T) -> Ordering) -> Vec<T> {
    sort_by(&mut items, compare);
    items
}

/// Brings a list into order; what is equal stays as it stood.
pub(crate) fn sort_by<T>(items: &mut [T], compare: &dyn Fn(&T, &T) -> Ordering) {
    let order = order(
        items.len(),
        &|one, two| match (items.get(one), items.get(two)) {
            (Some(one), Some(two)) => compare(one, two),
            _ => Ordering::Equal,
        },
    );
    arrange(order, &mut |one, two| items.swap(one, two));
}

/// Brings what stood at each of these places to where the place stands, by swaps.
#[inline(never)]
fn arrange(mut order: Vec<usize>, swap: &mut dyn FnMut(usize, usize)) {
    for start in 0..order.len() {
        let mut place = start;
        while let Some(from) = order
            .get_mut(place)
            .map(|from| std::mem::replace(from, place))
            && from != start
        {
            swap(place, from);
            place = from;
        }
    }
}

/// Brings a list into order.
pub(crate) fn sort<T: Ord>(items: &mut [T]) {
    sort_by(items, &T::cmp);
}

/// Brings small values into order in their place; the fastest sort where speed counts, and the
/// smallest where size does.
#[cfg(not(small))]
pub(crate) fn sort_plain<T: Ord + Copy>(items: &mut [T]) {
    items.sort_unstable();
}

#[cfg(small)]
pub(crate) fn sort_plain<T: Ord + Copy>(items: &mut [T]) {
    heap::sort(items);
}

#[cfg(not(small))]
fn order(length: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut order: Vec<usize> = (0..length).collect();
    order.sort_by(|one, two| compare(*one, *two));
    order
}

#[cfg(small)]
fn order(length: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    heap::order(length, compare)
}

/// The sort of the wasm file for pages: a twentieth of the code of the standard library's.
#[cfg(any(test, small))]
mod heap {
    use std::cmp::Ordering;

    /// What is sorted: only places are known of it.
    trait Row {
        fn is_less(&self, one: usize, two: usize) -> bool;
        fn swap(&mut self, one: usize, two: usize);
    }

    impl<T: Ord> Row for &mut [T] {
        fn is_less(&self, one: usize, two: usize) -> bool {
            self.get(one) < self.get(two)
        }
        fn swap(&mut self, one: usize, two: usize) {
            <[T]>::swap(self, one, two);
        }
    }

    struct Order<'o> {
        order: Vec<usize>,
        compare: &'o dyn Fn(usize, usize) -> Ordering,
    }

    impl Row for Order<'_> {
        fn is_less(&self, one: usize, two: usize) -> bool {
            match (self.order.get(one), self.order.get(two)) {
                // What is equal stays as it stood.
                (Some(one), Some(two)) => (self.compare)(*one, *two).then(one.cmp(two)).is_lt(),
                _ => false,
            }
        }
        fn swap(&mut self, one: usize, two: usize) {
            self.order.swap(one, two);
        }
    }

    pub(super) fn sort<T: Ord>(mut items: &mut [T]) {
        let length = items.len();
        heap_sort(&mut items, length);
    }

    pub(super) fn order(length: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
        let order = (0..length).collect();
        let mut row = Order { order, compare };
        heap_sort(&mut row, length);
        row.order
    }

    #[inline(never)]
    fn heap_sort(row: &mut dyn Row, length: usize) {
        for top in (0..length / 2).rev() {
            sink(row, top, length);
        }
        for last in (1..length).rev() {
            row.swap(0, last);
            sink(row, 0, last);
        }
    }

    fn sink(row: &mut dyn Row, mut top: usize, length: usize) {
        loop {
            let mut child = 2 * top + 1;
            if child >= length {
                return;
            }
            if child + 1 < length && row.is_less(child, child + 1) {
                child += 1;
            }
            if !row.is_less(top, child) {
                return;
            }
            row.swap(top, child);
            top = child;
        }
    }
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

#[cfg(test)]
mod tests {
    use super::{heap, order};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn both_sorts_give_the_same(values in prop::collection::vec(0_u8..20, 0..200)) {
            let compare = |one: usize, two: usize| values[one].cmp(&values[two]);
            prop_assert_eq!(heap::order(values.len(), &compare), order(values.len(), &compare));

            let (mut one, mut two) = (values.clone(), values.clone());
            heap::sort(&mut one);
            two.sort_unstable();
            prop_assert_eq!(one, two);
        }
    }
}
