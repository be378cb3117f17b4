//! What patterns look at, noted row by row and read customer by customer.

use super::columns::ABSENT;
use super::handle;

/// No test holds; only a silence looks at the row.
pub(super) const EVERY: u16 = u16::MAX;

/// A test holds at a row.
#[derive(Debug, Clone, Copy)]
struct Noted {
    row: u32,
    test: u16,
}

/// A test holds at a row, and when that is: looked up while the rows are at hand.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Hit {
    pub(super) at: i64,
    pub(super) row: u32,
    pub(super) test: u16,
}

/// The hits in the order of their rows.
#[derive(Debug, Default)]
pub(super) struct Hits {
    hits: Vec<Noted>,
    /// For each customer, and last for nobody, how many.
    counts: Vec<u32>,
}

/// The hits of each customer together, in the order of their rows.
#[derive(Debug)]
pub(super) struct Grouped {
    hits: Vec<Hit>,
    /// Where each customer's hits end.
    ends: Vec<u32>,
}

impl Hits {
    pub(super) fn new(customers: u32) -> Self {
        Self {
            hits: Vec::new(),
            counts: vec![0; customers as usize + 1],
        }
    }

    #[inline]
    pub(super) fn push(&mut self, customer: u32, row: usize, test: u16) {
        let place = place(customer, self.counts.len());
        if let Some(count) = self.counts.get_mut(place) {
            *count += 1;
        }
        let row = handle(row);
        self.hits.push(Noted { row, test });
    }

    /// A counting sort: stable, so that rows stay in order.
    pub(super) fn by_customer(self, instants: &[i64], customers: &[u32]) -> Grouped {
        let Self {
            hits,
            counts: mut next,
        } = self;
        let mut sum = 0;
        for count in &mut next {
            let length = *count;
            *count = sum;
            sum += length;
        }
        let mut grouped = vec![Hit::default(); hits.len()];
        let length = next.len();
        for hit in &hits {
            let row = hit.row as usize;
            let customer = customers.get(row).copied().unwrap_or(ABSENT);
            if let Some(place) = next.get_mut(place(customer, length)) {
                if let Some(entry) = grouped.get_mut(*place as usize) {
                    *entry = Hit {
                        at: instants.get(row).copied().unwrap_or_default(),
                        row: hit.row,
                        test: hit.test,
                    };
                }
                *place += 1;
            }
        }
        Grouped {
            hits: grouped,
            ends: next,
        }
    }
}

/// Where a customer's hits are counted; nobody's last.
#[inline]
fn place(customer: u32, places: usize) -> usize {
    if customer == ABSENT {
        places.saturating_sub(1)
    } else {
        customer as usize
    }
}

impl Grouped {
    /// The hits of each customer that has any, and last those of nobody.
    pub(super) fn groups(&self) -> impl Iterator<Item = (Option<u32>, &[Hit])> {
        let nobody = self.ends.len().saturating_sub(1);
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts
            .zip(&self.ends)
            .enumerate()
            .filter_map(move |(customer, (start, end))| {
                let hits = self.hits.get(start as usize..*end as usize)?;
                let known = (customer != nobody).then(|| handle(customer));
                (!hits.is_empty()).then_some((known, hits))
            })
    }
}
