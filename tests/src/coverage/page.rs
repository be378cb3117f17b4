//! The table and the picture of what intervals hold.

use super::means::{OfMean, of_mean, skewed};
use super::sheet::{Sheet, both, mean_and_least};
use super::{Held, LEAST, MEAN, figure, grid, percent};
use std::fmt::Write;

/// What the table shows of shares and of NPS.
const SHOWN: [i64; 10] = [10, 15, 17, 20, 30, 50, 100, 200, 500, 1000];
/// How many answers means are of.
const MEANS: [u32; 5] = [10, 20, 50, 100, 200];
/// Samples for each figure: by t, and by the bootstrap.
const SAMPLES: [u32; 2] = [20_000, 1_000];
const REPLICATES: u32 = 500;
/// Shares of the best answer.
const BEST: [f64; 3] = [0.3, 0.6, 0.9];

const HEAD: &str = "# What 95 % intervals hold

Written by `cargo run --release -p voc-conformance --bin coverage`; a short form is held by `tests/tests/coverage.rs`. In \
percent, how often the interval holds the truth; of shares and NPS over p = 0.01, 0.02, … 0.99. What is drawn follows from \
a seed: of 10,000 samples a figure of 95 is off by 0.4 at most, nearly always. **Bold** is a mean, or what is drawn, below \
93, and a least below 90.

![By p](coverage.svg)
";

/// The page. Both intervals of a share are of every number of answers from 10 to 1,000, `nps` of those shown, by how
/// many of the others detract.
pub fn page(
    wilson: &[Held],
    modified: &[Held],
    nps: &[(f64, Vec<Held>)],
    sheets: &[Sheet],
) -> String {
    let mut out = HEAD.to_owned() + &of_shares(wilson, modified).markdown();
    let both = [
        all(wilson, "Wilson's"),
        all(modified, "the modified interval's"),
    ];
    out += "\n";
    out += &both.join("\n\n");
    out += "\n";
    out += &of_nps(nps).markdown();
    out += &means_page();
    for sheet in sheets {
        out += &sheet.markdown();
    }
    out
}

fn of_shares(wilson: &[Held], modified: &[Held]) -> Sheet {
    let found = |all: &[Held], n: i64| {
        all.iter().find(|held| held.n == n).map(|held| {
            let (share, p) = held.least();
            [
                figure(held.mean(), MEAN),
                figure(share, LEAST),
                format!("{p:.2}"),
            ]
        })
    };
    let row = |n: i64| {
        let cells = found(wilson, n)
            .into_iter()
            .chain(found(modified, n))
            .flatten();
        std::iter::once(n.to_string()).chain(cells).collect()
    };
    Sheet {
        title: "Shares (Wilson, and the modified Wilson), exactly",
        text: "Summed over all answers that there can be.".to_owned(),
        heads: [
            "n",
            "Wilson: mean",
            "least",
            "at p",
            "modified: mean",
            "least",
            "at p",
        ]
        .map(str::to_owned)
        .to_vec(),
        rows: SHOWN.into_iter().map(row).collect(),
    }
}

/// What an interval comes to over every number of answers.
fn all(of: &[Held], whose: &str) -> String {
    let means: Vec<f64> = of.iter().map(Held::mean).collect();
    let low = of.iter().filter(|held| held.least().0 < 0.9);
    let low: Vec<String> = low
        .map(|held| {
            let (share, p) = held.least();
            format!("{} ({} at p = {p:.2})", held.n, percent(share))
        })
        .collect();
    let least = of.iter().map(|held| held.least().0);
    let least = least.fold(f64::INFINITY, f64::min);
    let ends = format!(
        "Of every n from 10 to 1,000 {whose} mean over p lies within {:.2} and {:.2}",
        100.0 * means.iter().copied().fold(f64::INFINITY, f64::min),
        100.0 * means.iter().copied().fold(f64::NEG_INFINITY, f64::max),
    );
    if low.is_empty() {
        return format!("{ends}, and its least is {:.2}.", 100.0 * least);
    }
    format!(
        "{ends}. Its least is below 90 for {} n, where a share is so rare (or its opposite) that one answer of it is taken \
         for more than it is: n = {}.",
        low.len(),
        low.join(", ")
    )
}

fn of_nps(nps: &[(f64, Vec<Held>)]) -> Sheet {
    let heads: Vec<String> = nps.iter().map(|(part, _)| part.to_string()).collect();
    let row = |n: i64| {
        let cells = nps.iter().filter_map(|(_, all)| {
            let held = all.iter().find(|held| held.n == n)?;
            Some(both(held))
        });
        std::iter::once(n.to_string())
            .chain(cells.flatten())
            .collect()
    };
    Sheet {
        title: "NPS (adjusted Wald), exactly",
        text: "A share p promotes, and so many of the others detract: a fifth, half, four fifths."
            .to_owned(),
        heads: mean_and_least("n", heads.iter().map(String::as_str)),
        rows: SHOWN.into_iter().map(row).collect(),
    }
}

fn means_page() -> String {
    let mut out = format!(
        "\n## Means of skewed answers, drawn\n\n\
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
            let _ = write!(out, " {} | {} |", student.cell(), drawn.cell());
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
