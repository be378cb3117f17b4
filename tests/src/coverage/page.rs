//! The table and the picture of what intervals hold.

use super::{Held, OfMean, grid, of_mean, skewed};
use std::fmt::Write;

/// What the table shows of intervals by Wilson and of NPS.
const SHOWN: [i64; 10] = [10, 15, 17, 20, 30, 50, 100, 200, 500, 1000];
/// How many answers means are of.
const MEANS: [u32; 5] = [10, 20, 50, 100, 200];
/// Samples for each figure: by t, and by the bootstrap.
const SAMPLES: [u32; 2] = [20_000, 1_000];
const REPLICATES: u32 = 500;
/// Shares of the best answer.
const BEST: [f64; 3] = [0.3, 0.6, 0.9];

fn percent(share: f64) -> String {
    format!("{:.1}", 100.0 * share)
}

/// The page. `wilson` is of every number of answers from 10 to 1,000, `nps` of those shown, by how many of the
/// others detract.
pub fn page(wilson: &[Held], nps: &[(f64, Vec<Held>)]) -> String {
    let means: Vec<f64> = wilson.iter().map(Held::mean).collect();
    let least = wilson.iter().filter(|held| held.least().0 < 0.9);
    let least: Vec<String> = least
        .map(|held| {
            let (share, p) = held.least();
            format!("{} ({} at p = {p:.2})", held.n, percent(share))
        })
        .collect();
    let mut out = String::from(
        "# What 95 % intervals hold\n\n\
         Written by `cargo run --release -p voc-conformance --bin coverage`; a short form is held by \
         `tests/tests/coverage.rs`. In percent, over p = 0.01, 0.02, … 0.99: how often the interval holds the \
         truth.\n\n![By p](coverage.svg)\n\n## Shares (Wilson) and NPS (adjusted Wald), exactly\n\n\
         Summed over all answers that there can be. Of NPS a share p promotes, and so many of the others \
         detract: a fifth, half, four fifths.\n\n",
    );
    // Writing to a string does not fail.
    let _ = writeln!(
        out,
        "| n | Wilson: mean | least | at p | {} |\n|--:|--:|--:|--:|{}",
        nps.iter()
            .map(|(part, _)| format!("NPS, {part}: mean | least"))
            .collect::<Vec<_>>()
            .join(" | "),
        "--:|--:|".repeat(nps.len())
    );
    for n in SHOWN {
        let Some(held) = wilson.iter().find(|held| held.n == n) else {
            continue;
        };
        let (share, p) = held.least();
        let of_nps = nps.iter().filter_map(|(_, all)| {
            let held = all.iter().find(|held| held.n == n)?;
            Some(format!(
                " {} | {} |",
                percent(held.mean()),
                percent(held.least().0)
            ))
        });
        let _ = writeln!(
            out,
            "| {n} | {} | {} | {p:.2} |{}",
            percent(held.mean()),
            percent(share),
            of_nps.collect::<String>()
        );
    }
    let _ = write!(
        out,
        "\nOf every n from 10 to 1,000 Wilson's mean over p lies within {:.2} and {:.2}. Its least is below 90 \
         for {} n alone, where a share is so rare (or its opposite) that one answer of it is taken for more than \
         it is: n = {}.\n\n",
        100.0 * means.iter().copied().fold(f64::INFINITY, f64::min),
        100.0 * means.iter().copied().fold(f64::NEG_INFINITY, f64::max),
        least.len(),
        least.join(", ")
    );
    out += &means_page();
    out
}

fn means_page() -> String {
    let mut out = format!(
        "## Means of skewed answers, drawn\n\n\
         Answers from 0 to 10 of which such a share are 10 and each lower one is half as frequent as the next; \
         {} samples by t, {} by the bootstrap (BCa, {REPLICATES} replicates). Few answers of a scale on which \
         nearly all give the best: no interval of a mean holds what it says there, and a share is the better \
         question.\n\n| n |",
        SAMPLES[0], SAMPLES[1]
    );
    for best in BEST {
        let _ = write!(out, " {best}: t | bootstrap |");
    }
    let _ = writeln!(out, "\n|--:|{}", "--:|--:|".repeat(BEST.len()));
    for n in MEANS {
        let _ = write!(out, "| {n} |");
        for best in BEST {
            let shares = skewed(best);
            let student = of_mean(&shares, n, SAMPLES[0], OfMean::Student);
            let drawn = of_mean(&shares, n, SAMPLES[1], OfMean::Bootstrap(REPLICATES));
            let _ = write!(out, " {} | {} |", percent(student), percent(drawn));
        }
        out.push('\n');
    }
    out
}

const WIDE: f64 = 320.0;
const HIGH: f64 = 200.0;
/// What the lowest line of the picture stands for.
const FLOOR: f64 = 0.85;
const COLOURS: [&str; 4] = ["#9ecae1", "#4292c6", "#08519c", "#000000"];

/// What is held by p, of four numbers of answers in each panel.
pub fn picture(panels: &[(&str, Vec<Held>)]) -> String {
    let all = panels.len() as f64;
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {:.0} {:.0}\" font-family=\"sans-serif\" \
         font-size=\"11\">\n<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n",
        all * (WIDE + 60.0) + 20.0,
        HIGH + 90.0
    );
    for ((title, held), place) in panels.iter().zip(0_u32..) {
        let left = 45.0 + f64::from(place) * (WIDE + 60.0);
        panel(&mut out, title, held, left);
    }
    out + "</svg>\n"
}

fn panel(out: &mut String, title: &str, held: &[Held], left: f64) {
    let top = 30.0;
    let x = |p: f64| left + p * WIDE;
    let y = |share: f64| top + (1.0 - share.max(FLOOR)) / (1.0 - FLOOR) * HIGH;
    let _ = writeln!(
        out,
        "<text x=\"{left:.1}\" y=\"18\" font-size=\"13\">{title}</text>"
    );
    for share in [0.85, 0.9, 0.95, 1.0] {
        let (at, ink) = (y(share), if share == 0.95 { "#cb181d" } else { "#d9d9d9" });
        let _ = writeln!(
            out,
            "<path d=\"M{left:.1} {at:.1}H{:.1}\" stroke=\"{ink}\"/><text x=\"{:.1}\" y=\"{:.1}\" \
             text-anchor=\"end\">{:.0} %</text>",
            x(1.0),
            left - 4.0,
            at + 4.0,
            100.0 * share
        );
    }
    for p in [0.0, 0.25, 0.5, 0.75, 1.0] {
        let _ = writeln!(
            out,
            "<text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{p}</text>",
            x(p),
            top + HIGH + 16.0
        );
    }
    for ((held, colour), place) in held.iter().zip(COLOURS).zip(0_u32..) {
        let points = held.shares.iter().zip(grid());
        let points: Vec<String> = points
            .map(|(share, p)| format!("{:.1} {:.1}", x(p), y(*share)))
            .collect();
        let at = left + 80.0 * f64::from(place);
        let _ = writeln!(
            out,
            "<path d=\"M{}\" fill=\"none\" stroke=\"{colour}\"/><path d=\"M{at:.1} {:.1}h16\" \
             stroke=\"{colour}\" stroke-width=\"2\"/><text x=\"{:.1}\" y=\"{:.1}\">n = {}</text>",
            points.join("L"),
            top + HIGH + 36.0,
            at + 20.0,
            top + HIGH + 40.0,
            held.n
        );
    }
}
