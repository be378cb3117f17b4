//! Writes what 95 % intervals hold: `voc-core/src/metric/COVERAGE.md` and `coverage.svg` beside it.

use std::path::Path;
use std::{fs, io};
use voc_conformance::coverage::{
    Held, counts, differences, drivers, journeys, means, medians, mixes, nps, page, picture,
    shares, sizes, strata, times, weights,
};
use voc_core::metric::ShareInterval::{ModifiedWilson, Wilson};

/// Of NPS the sum is over all pairs of counts, so of some numbers of answers.
const OF_NPS: [i64; 10] = [10, 15, 17, 20, 30, 50, 100, 200, 500, 1000];
/// How many of those who do not promote detract.
const DETRACTORS: [f64; 3] = [0.2, 0.5, 0.8];
/// What the picture shows.
const DRAWN: [i64; 4] = [10, 30, 100, 1000];
/// Samples of what is drawn.
const SAMPLES: u32 = 10_000;

fn main() -> io::Result<()> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../voc-core/src/metric");
    let of_shares = [Wilson, ModifiedWilson].map(|interval| {
        let all = (10..=1000).map(|n| shares(n, interval));
        all.collect::<Vec<Held>>()
    });
    let of_nps = DETRACTORS.map(|part| (part, OF_NPS.map(|n| nps(n, part)).to_vec()));
    let sheets = [
        differences::of_shares(),
        differences::of_nps(),
        means::sheet(SAMPLES),
        weights::sheet(SAMPLES),
        weights::parts(),
        medians::sheet(SAMPLES),
        strata::sheet(SAMPLES),
        mixes::sheet(SAMPLES),
        journeys::mix_sheet(2_000),
        journeys::changes_sheet(SAMPLES),
        sizes::sheet(SAMPLES / 2),
        counts::sheet(),
        times::sheet(SAMPLES),
        times::slopes(SAMPLES),
        drivers::sheet(500, 500),
    ];
    let [wilson, modified] = &of_shares;
    fs::write(
        folder.join("COVERAGE.md"),
        page(wilson, modified, &of_nps, &sheets),
    )?;
    let drawn = |all: &[Held]| -> Vec<Held> {
        all.iter()
            .filter(|held| DRAWN.contains(&held.n))
            .cloned()
            .collect()
    };
    let panels = [
        ("Share p, Wilson", drawn(wilson)),
        ("Share p, modified Wilson", drawn(modified)),
        (
            "NPS, p promote and half of the others detract",
            drawn(&of_nps[1].1),
        ),
    ];
    fs::write(folder.join("coverage.svg"), picture(&panels))
}
