//! Writes what 95 % intervals hold: `voc-core/src/metric/COVERAGE.md` and `coverage.svg` beside it.

use std::path::Path;
use std::{fs, io};
use voc_conformance::coverage::{Held, nps, page, picture, wilson};

/// Of NPS the sum is over all pairs of counts, so of some numbers of answers.
const OF_NPS: [i64; 10] = [10, 15, 17, 20, 30, 50, 100, 200, 500, 1000];
/// How many of those who do not promote detract.
const DETRACTORS: [f64; 3] = [0.2, 0.5, 0.8];
/// What the picture shows.
const DRAWN: [i64; 4] = [10, 30, 100, 1000];

fn main() -> io::Result<()> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../voc-core/src/metric");
    let shares: Vec<Held> = (10..=1000).map(wilson).collect();
    let of_nps = DETRACTORS.map(|part| (part, OF_NPS.map(|n| nps(n, part)).to_vec()));
    fs::write(folder.join("COVERAGE.md"), page(&shares, &of_nps))?;
    let drawn = |all: &[Held]| -> Vec<Held> {
        all.iter()
            .filter(|held| DRAWN.contains(&held.n))
            .cloned()
            .collect()
    };
    let panels = [
        ("Share p, Wilson", drawn(&shares)),
        (
            "NPS, p promote and half of the others detract",
            drawn(&of_nps[1].1),
        ),
    ];
    fs::write(folder.join("coverage.svg"), picture(&panels))
}
