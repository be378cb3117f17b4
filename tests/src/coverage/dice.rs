//! Chance that follows from a seed.

use std::f64::consts::TAU;

/// Draws that follow from a seed: `SplitMix64` (G. L. Steele, D. Lea, C. H. Flood, OOPSLA 2014).
#[derive(Debug)]
pub(super) struct Dice(u64);

impl Dice {
    /// The same seed, the same draws.
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^ (bits >> 31)
    }

    /// Between 0 and 1, evenly, and neither of them.
    pub(super) fn share(&mut self) -> f64 {
        ((self.bits() >> 12) as f64 + 0.5) / (1_u64 << 52) as f64
    }

    /// Whether something with this chance happens.
    pub(super) fn is_hit(&mut self, chance: f64) -> bool {
        self.share() < chance
    }

    /// How many of `n` with this chance happen.
    pub(super) fn hits(&mut self, n: i64, chance: f64) -> i64 {
        (0..n).filter(|_| self.is_hit(chance)).count() as i64
    }

    /// Normal, of mean 0 and variance 1.
    pub(super) fn normal(&mut self) -> f64 {
        (-2.0 * self.share().ln()).sqrt() * (TAU * self.share()).cos()
    }

    /// A time of mean 1 until what happens at random happens.
    pub(super) fn wait(&mut self) -> f64 {
        -self.share().ln()
    }

    /// A place, each with its share.
    pub(super) fn place(&mut self, shares: &[f64]) -> usize {
        let (drawn, mut until) = (self.share(), 0.0);
        let passed = shares.iter().take_while(|share| {
            until += **share;
            until <= drawn
        });
        passed.count().min(shares.len() - 1)
    }
}
