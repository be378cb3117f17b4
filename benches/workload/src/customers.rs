//! Who the customers are: how often each is heard (few often, most seldom), tier and mood.

use crate::names::TIERS;
use crate::random::{Random, mix};

/// Standard deviation of the rate's binary logarithm: 1.3 is 0.9 of the natural one.
const SKEW: f64 = 1.3;

/// Draws customers, each at its own rate, by Walker's alias method.
pub(crate) struct Customers {
    keep: Vec<f64>,
    other: Vec<u32>,
    seed: u64,
}

impl Customers {
    pub(crate) fn new(count: u32, seed: u64) -> Self {
        let mut random = Random::new(seed ^ 0xC0);
        let rates: Vec<f64> = (0..count)
            .map(|_| power_of_two(SKEW * random.bell()))
            .collect();
        let mean = rates.iter().sum::<f64>() / f64::from(count);
        let mut keep: Vec<f64> = rates.iter().map(|rate| rate / mean).collect();
        let mut other = vec![0; count as usize];
        let (mut few, mut many): (Vec<u32>, Vec<u32>) =
            (0..count).partition(|customer| keep[*customer as usize] < 1.0);
        while let (Some(small), Some(large)) = (few.pop(), many.pop()) {
            other[small as usize] = large;
            keep[large as usize] -= 1.0 - keep[small as usize];
            if keep[large as usize] < 1.0 {
                few.push(large);
            } else {
                many.push(large);
            }
        }
        for left in few.into_iter().chain(many) {
            keep[left as usize] = 1.0;
        }
        Self { keep, other, seed }
    }

    pub(crate) fn draw(&self, random: &mut Random) -> u32 {
        let customer = random.below(self.keep.len() as u32);
        if random.chance(self.keep[customer as usize]) {
            customer
        } else {
            self.other[customer as usize]
        }
    }

    /// The tier, as a code.
    pub(crate) fn tier(&self, customer: u32) -> u32 {
        let mut left = Random::new(self.own_seed(customer)).unit();
        for (code, (_, share)) in (0..).zip(TIERS) {
            left -= share;
            if left < 0.0 {
                return code;
            }
        }
        0
    }

    /// What the customer answers on average, 4 to 10 and mostly high.
    pub(crate) fn mood(&self, customer: u32) -> f64 {
        let mut random = Random::new(self.own_seed(customer) ^ 1);
        4.0 + 6.0 * random.unit().max(random.unit())
    }

    fn own_seed(&self, customer: u32) -> u64 {
        mix(self.seed ^ u64::from(customer) << 20)
    }
}

/// About 2^x, by straight lines between the whole powers: without a library whose last bit differs
/// between platforms.
fn power_of_two(x: f64) -> f64 {
    let whole = x.floor();
    f64::from(2.0_f32.powi(whole as i32)) * (1.0 + x - whole)
}
