//! Loops as an expert would write them for exactly these rules: the yardstick, and the oracle that
//! every other run's alerts are compared with.

mod absences;
mod counts;
mod index;
mod linear;
mod run;
mod scores;
mod sequences;

pub use index::Index;
pub use linear::linear_conditions;
pub use run::{indexed_conditions, whole_program};

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// A map by numbers that we made ourselves: no defence against chosen keys is needed.
type NumberMap<V> = HashMap<u64, V, BuildHasherDefault<NumberHasher>>;

#[derive(Default)]
struct NumberHasher(u64);

impl Hasher for NumberHasher {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u64(u64::from(*byte));
        }
    }
    fn write_u64(&mut self, value: u64) {
        let mixed = (self.0 ^ value).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        self.0 = mixed ^ mixed >> 32;
    }
}
