//! Chance, the same everywhere: one stream per customer, and nothing but + − × ÷ on it.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{RngCore, SeedableRng};

/// A stream of random numbers.
pub(crate) struct Dice(ChaCha8Rng);

impl Dice {
    /// The stream with this number; streams of one seed have nothing to do with each other.
    pub(crate) fn new(seed: u64, stream: u64) -> Self {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        rng.set_stream(stream);
        Self(rng)
    }

    /// Evenly within [0, 1).
    pub(crate) fn unit(&mut self) -> f64 {
        const STEPS: f64 = 9_007_199_254_740_992.0; // 2^53
        #[expect(clippy::cast_precision_loss, reason = "53 bits fit a double")]
        let bits = (self.0.next_u64() >> 11) as f64;
        bits / STEPS
    }

    /// Whether something of this probability happens.
    pub(crate) fn chance(&mut self, probability: f64) -> bool {
        self.unit() < probability
    }

    /// A whole number within `low..high`; `low` where that is empty.
    pub(crate) fn between(&mut self, low: i64, high: i64) -> i64 {
        let width = u64::try_from(high - low).unwrap_or(0);
        if width == 0 {
            return low;
        }
        low + i64::try_from(self.0.next_u64() % width).unwrap_or(0)
    }

    /// One of `items`.
    pub(crate) fn pick<'a, T>(&mut self, items: &'a [T]) -> Option<&'a T> {
        let length = i64::try_from(items.len()).unwrap_or(0);
        items.get(usize::try_from(self.between(0, length)).unwrap_or(0))
    }

    /// One of `items`, each as often as its weight says.
    pub(crate) fn weighted<T: Copy + Default>(&mut self, items: &[(T, f64)]) -> T {
        let mut left = self.unit() * items.iter().map(|(_, weight)| weight).sum::<f64>();
        for (item, weight) in items {
            left -= weight;
            if left < 0.0 {
                return *item;
            }
        }
        items.last().map(|(item, _)| *item).unwrap_or_default()
    }

    /// How often something happens that happens `expected` times on average.
    pub(crate) fn times(&mut self, expected: f64) -> u32 {
        let mut left = expected;
        let mut times = 0;
        while left > 0.0 {
            times += u32::from(self.chance(left));
            left -= 1.0;
        }
        times
    }

    /// Around 0 with standard deviation 1, never beyond ±3.
    pub(crate) fn bell(&mut self) -> f64 {
        // Three uniform numbers on (−1, 1): a variance of 1/3 each.
        (0..3).map(|_| self.unit() * 2.0 - 1.0).sum()
    }
}
