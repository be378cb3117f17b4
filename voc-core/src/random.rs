//! Numbers for simulations in tests, the same in every run.

/// `SplitMix64`: G. L. Steele, D. Lea, C. H. Flood, OOPSLA 2014.
pub(crate) struct Random(pub(crate) u64);

impl Random {
    /// From 0 up to, and never, 1.
    pub(crate) fn fraction(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        bits ^= bits >> 31;
        f64::from(u32::try_from(bits >> 32).unwrap()) / 4_294_967_296.0
    }

    /// Twelve fractions less six: as good as normal, of variance 1.
    pub(crate) fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.fraction()).sum::<f64>() - 6.0
    }

    pub(crate) fn chance(&mut self, share: f64) -> bool {
        self.fraction() < share
    }
}
