//! Times until something happens, and whether numbers rise over periods.

use super::dice::Dice;
use super::sheet::{Seen, Sheet};
use super::{CONFIDENCE, both_ends};
use voc_core::metric::survival::{Spell, Survival, SurvivalQuery, survivals};
use voc_core::metric::trend;

/// A time of 1.
const ONE: f64 = 1e6;

fn ticks(time: f64) -> i64 {
    (time * ONE).round() as i64
}

/// What is asked of times.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum OfTimes {
    /// The share that still waits when this share does.
    Share(f64),
    /// The median.
    Median,
    /// The mean up to this end.
    Mean(f64),
}

impl OfTimes {
    fn truth(self) -> f64 {
        match self {
            Self::Share(share) => share,
            Self::Median => std::f64::consts::LN_2 * ONE,
            Self::Mean(until) => (1.0 - (-until).exp()) * ONE,
        }
    }

    fn ends(self, found: &Survival) -> Option<[f64; 2]> {
        match self {
            Self::Share(_) => {
                let point = found.at.first()?;
                both_ends(point.low, point.high)
            }
            // The upper end may lie beyond what was watched.
            Self::Median => {
                let high = found.median.high.map_or(f64::INFINITY, |high| high as f64);
                found.median.low.map(|low| [low as f64, high])
            }
            Self::Mean(_) => found.mean.map(|mean| [mean.low, mean.high]),
        }
    }
}

/// How often an interval of n times holds the truth. Times are exponential with a mean of 1; where `watched` is said,
/// each is lost from sight after an even draw of up to so much.
///
/// # Panics
/// Never: times are not negative.
pub fn times(of: OfTimes, n: u32, watched: Option<f64>, samples: u32) -> Seen {
    let mut dice = Dice::new(u64::from(n));
    let query = SurvivalQuery {
        until: match of {
            OfTimes::Mean(until) => Some(ticks(until)),
            _ => None,
        },
        at: match of {
            OfTimes::Share(share) => vec![ticks(-share.ln())],
            _ => Vec::new(),
        },
        confidence: CONFIDENCE,
    };
    let drawn = |_| {
        let spell = |_| {
            let ended = dice.wait();
            let lost = watched.map_or(f64::INFINITY, |most| most * dice.share());
            Spell::new(ticks(ended.min(lost)), ended <= lost)
        };
        let spells = (0..n).map(spell).collect();
        let found = survivals(vec![(None, spells)], &query).expect("times");
        of.ends(&found.groups[0].survival)
    };
    Seen::of(samples, drawn, of.truth())
}

/// How often Sen's interval holds the slope of n periods that rise by 0.1 each, with normal noise; whole numbers have
/// ties.
///
/// # Panics
/// Never: numbers are small.
pub fn slope(n: u32, whole: bool, samples: u32) -> Seen {
    let mut dice = Dice::new(u64::from(n));
    let drawn = |_| {
        let number = |period: u32| {
            let number = 0.1 * f64::from(period) + dice.normal();
            if whole { number.round() } else { number }
        };
        let numbers: Vec<f64> = (0..n).map(number).collect();
        let found = trend(&numbers, CONFIDENCE).expect("numbers are small");
        both_ends(found.low, found.high)
    };
    Seen::of(samples, drawn, 0.1)
}

const SHARES: [f64; 3] = [0.9, 0.5, 0.1];
/// About a third of the times are lost from sight.
const WATCHED: f64 = 2.8;

/// The table of times until something happens.
pub fn sheet(samples: u32) -> Sheet {
    let row = |n: u32| {
        let shares =
            |watched| SHARES.map(|share| times(OfTimes::Share(share), n, watched, samples));
        let cells = shares(None).into_iter().chain(shares(Some(WATCHED)));
        let rest = [OfTimes::Median, OfTimes::Mean(1.5)];
        let rest = rest.map(|of| times(of, n, Some(WATCHED), samples));
        std::iter::once(n.to_string())
            .chain(cells.chain(rest).map(Seen::cell))
            .collect()
    };
    Sheet {
        title: "Times until something happens (Kaplan and Meier on log(−log), Brookmeyer and Crowley), drawn",
        text: format!(
            "{samples} samples of n exponential times. The share still waiting when 90, 50 and 10 % are; then, a third of the \
             times being lost from sight, the same, the median, and the mean up to 1.5 times the mean. In brackets how many \
             in a hundred samples have no interval: it takes one to whom it happened, and one who still waits; they are left \
             out. Few times, and the ends of the curve, leave it little to go by; the mean's interval is a plain one."
        ),
        heads: [
            "n",
            "90 %",
            "50 %",
            "10 %",
            "lost: 90 %",
            "50 %",
            "10 %",
            "median",
            "mean",
        ]
        .map(str::to_owned)
        .to_vec(),
        rows: [10, 20, 50, 100, 200].into_iter().map(row).collect(),
    }
}

/// The table of slopes.
pub fn slopes(samples: u32) -> Sheet {
    let row = |n: u32| {
        let cells = [false, true].map(|whole| slope(n, whole, samples).cell());
        std::iter::once(n.to_string()).chain(cells).collect()
    };
    Sheet {
        title: "Slopes over periods (Sen), drawn",
        text: format!(
            "Normal numbers around a line, as they are and rounded to whole ones; {samples} samples. \
             Of few periods with many ties it holds less than it says."
        ),
        heads: ["periods", "normal", "rounded"].map(str::to_owned).to_vec(),
        rows: [6, 10, 20, 50].into_iter().map(row).collect(),
    }
}
