//! The measurements are in `benches/`: `cargo bench -p voc-benches`.
