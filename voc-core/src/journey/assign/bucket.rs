//! Candidates brought side by side by customer, in the order of names.

use super::seen::Seen;

/// The places of names in the order of the names.
pub(super) fn by_name(names: &[&str]) -> Vec<u32> {
    // Most pairs differ within eight bytes, which are at hand.
    let head = |name: &str| {
        let mut bytes = [0; 8];
        for (byte, own) in bytes.iter_mut().zip(name.bytes()) {
            *byte = own;
        }
        u64::from_be_bytes(bytes)
    };
    let mut all: Vec<(u64, u32)> = names.iter().map(|name| head(name)).zip(0..).collect();
    let name = |place: u32| names.get(place as usize).copied().unwrap_or_default();
    let is_less = |one: &(u64, u32), two: &(u64, u32)| {
        one.0.cmp(&two.0).then_with(|| name(one.1).cmp(name(two.1)))
    };
    all.sort_unstable_by(is_less);
    all.into_iter().map(|(_, place)| place).collect()
}

/// How many bits tell buckets apart: few enough that all of them are written side by side.
pub(super) const BUCKET_BITS: u32 = 9;

/// Candidates of neighbouring customers, by customer.
#[derive(Default)]
pub(super) struct Bucket {
    laid: Vec<Seen>,
    ends: Vec<u32>,
}

impl Bucket {
    /// Lays candidates by customer, who are `number` from `first` on; of each they stay in order.
    pub(super) fn sort(&mut self, all: &[Seen], first: u32, number: usize) {
        self.ends.clear();
        self.ends.resize(number + 1, 0);
        for one in all {
            let place = one.customer.wrapping_sub(first) as usize + 1;
            if let Some(count) = self.ends.get_mut(place) {
                *count += 1;
            }
        }
        let mut sum = 0;
        for end in &mut self.ends {
            sum += *end;
            *end = sum;
        }
        self.laid.clear();
        self.laid.resize(all.len(), Seen::default());
        for one in all {
            let place = one.customer.wrapping_sub(first) as usize;
            if let Some(end) = self.ends.get_mut(place) {
                if let Some(entry) = self.laid.get_mut(*end as usize) {
                    *entry = *one;
                }
                *end += 1;
            }
        }
    }

    /// The candidates of each customer who has any.
    pub(super) fn customers(&self) -> impl Iterator<Item = &[Seen]> {
        let mut from = 0;
        let spans = self.ends.iter().map(move |end| {
            let start = std::mem::replace(&mut from, *end as usize);
            start..*end as usize
        });
        let all = spans.filter_map(|span| self.laid.get(span));
        all.filter(|own| !own.is_empty())
    }
}
