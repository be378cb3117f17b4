//! The rows at which a test holds, noted in their order and read customer by customer.

/// The widest digit that is sorted by at a time.
const DIGIT_BITS: u32 = 11;
/// Fewer than these are sorted by comparing.
const FEW: usize = 512;

/// A row of a customer, in the order of the customers.
#[inline]
pub(super) fn hit(customer: u32, row: u32) -> u64 {
    u64::from(customer) << 32 | u64::from(row)
}

#[inline]
pub(super) fn customer_of(hit: u64) -> u32 {
    u32::try_from(hit >> 32).unwrap_or(u32::MAX)
}

#[inline]
pub(super) fn row_of(hit: u64) -> u32 {
    u32::try_from(hit & u64::from(u32::MAX)).unwrap_or(u32::MAX)
}

/// Brings hits, which come in the order of their rows, into the order of their customers.
pub(super) fn by_customer(hits: &mut Vec<u64>, room: &mut Vec<u64>, customers: u32) {
    if hits.len() < FEW {
        hits.sort_unstable();
        return;
    }
    let bits = u32::BITS - customers.leading_zeros();
    let digits = bits.div_ceil(DIGIT_BITS).max(1);
    let width = bits.div_ceil(digits);
    for digit in 0..digits {
        let shift = 32 + digit * width;
        let mask = (1_u64 << width) - 1;
        let place = |hit: u64| usize::try_from(hit >> shift & mask).unwrap_or(usize::MAX);
        let mut next = vec![0_usize; 1 << width];
        for hit in hits.iter() {
            if let Some(count) = next.get_mut(place(*hit)) {
                *count += 1;
            }
        }
        let mut sum = 0;
        for count in &mut next {
            sum += std::mem::replace(count, sum);
        }
        room.clear();
        room.resize(hits.len(), 0);
        for hit in hits.iter() {
            if let Some(next) = next.get_mut(place(*hit)) {
                if let Some(entry) = room.get_mut(*next) {
                    *entry = *hit;
                }
                *next += 1;
            }
        }
        std::mem::swap(hits, room);
    }
}

/// Where the first hit stands that is not before `wanted`, at `from` or later; near ones are found
/// soon.
pub(super) fn seek(hits: &[u64], from: usize, wanted: u64) -> usize {
    let mut step = 1;
    let mut low = from;
    while hits.get(low + step - 1).is_some_and(|hit| *hit < wanted) {
        low += step;
        step *= 2;
    }
    let high = (low + step - 1).min(hits.len());
    let between = hits.get(low..high).unwrap_or_default();
    low + between.partition_point(|hit| *hit < wanted)
}

/// The hits of one customer after another: each time from which on, and the rest.
#[inline]
pub(super) fn split_first_customer(hits: &[u64]) -> Option<(&[u64], &[u64])> {
    let customer = customer_of(*hits.first()?);
    let same = hits.iter().take_while(|hit| customer_of(**hit) == customer);
    hits.split_at_checked(same.count())
}

#[cfg(test)]
mod tests {
    use super::{by_customer, hit, seek};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn sorted_by_digits_as_by_comparing(
            customers in proptest::collection::vec(0_u32..5_000_000, 0..2000),
        ) {
            let rows = customers.iter().zip(0..);
            let mut hits: Vec<u64> = rows.map(|(customer, row)| hit(*customer, row)).collect();
            let mut sorted = hits.clone();
            sorted.sort_unstable();
            by_customer(&mut hits, &mut Vec::new(), 5_000_000);
            prop_assert_eq!(hits, sorted);
        }

        #[test]
        fn what_is_sought_is_found_from_anywhere_before(
            mut hits in proptest::collection::vec(0_u64..200, 0..100),
            from in 0_usize..100,
            wanted in 0_u64..200,
        ) {
            hits.sort_unstable();
            let expected = hits.partition_point(|hit| *hit < wanted);
            prop_assert_eq!(seek(&hits, from.min(expected), wanted), expected);
        }
    }
}
