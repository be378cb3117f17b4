//! Signals one by one through the engine, at W(n): `cargo bench -p voc-benches --bench single -- 100 500000`.

#![allow(
    clippy::cast_precision_loss,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a bench stops where its own material is wrong"
)]

use voc_benches::hand::{Index, whole_program};
use voc_benches::ours::{Material, WAYS};
use voc_benches::row::Path;
use voc_benches::timing::median;
use voc_workload::rules::w;
use voc_workload::{Size, Stream};

/// Rules, and signals out of a year of a million customers, if not said.
const DEFAULTS: [usize; 2] = [100, 500_000];

fn main() {
    let said = std::env::args().filter_map(|argument| argument.parse().ok());
    let mut said = said
        .chain(std::iter::repeat(0))
        .take(2)
        .collect::<Vec<usize>>();
    for (said, default) in said.iter_mut().zip(DEFAULTS) {
        if *said == 0 {
            *said = default;
        }
    }
    let rules = w(u32::try_from(said[0]).unwrap());
    let stream = Stream::generate(Size::year(1_000_000)).head(said[1]);
    let index = Index::of(&rules, &stream);
    let expected = whole_program(&rules, &index, &stream).found();
    let material = Material {
        stream: &stream,
        rules: &rules,
    };
    let ways = WAYS.iter().filter(|way| way.path == Path::Single);
    for way in ways.filter(|way| way.takes_patterns) {
        let mut ready = (way.prepare)(&material).unwrap();
        let timing = median::<_, _, String>(3, || Ok(ready())).unwrap().unwrap();
        let rate = stream.len() as f64 / timing.cpu.as_secs_f64() / 1e6;
        let right = timing.found == expected;
        println!(
            "{}: {rate:.3} M signals a cpu second, alerts as the loop by hand finds: {right}",
            way.name
        );
    }
}
