//! A made survey: one answer to "how likely are you to recommend us" a row, and where it was asked; and what an
//! outcome is made of. What was found of it is compared by its text.

use std::fs;
use std::io;
use std::path::Path;
use voc_core::Error;
use voc_core::metric::table::{
    Answers, Codes, Columns, Dimension, GroupRow, Measure, Question, Values, tally,
};
use voc_workload::{AlertSet, Random};

const SEED: u64 = 17;
/// Of the touch points, channels and tiers.
pub const SIZES: [usize; 3] = [24, 5, 4];
/// Their names.
pub const NAMES: [&str; 3] = ["touch_point", "channel", "tier"];
/// What stands for no answer in a file.
const ABSENT: i8 = i8::MIN;
/// Of a 95 % interval.
const Z: f64 = 1.959_963_984_540_054;

/// Columns of a survey.
#[derive(Debug)]
pub struct Survey {
    /// Where each was asked, by the three columns.
    pub codes: [Vec<u8>; 3],
    /// What was answered, 0 to 10.
    pub answers: Vec<i8>,
    /// Whether anything was, as bits.
    pub valid: Vec<u64>,
    texts: [Vec<String>; 3],
}

/// Answers, promoters and detractors of a group.
#[derive(Debug, Clone, Copy, Default)]
pub struct Counted {
    n: u32,
    plus: u32,
    minus: u32,
}

impl Survey {
    /// So many rows, a tenth of them without an answer.
    pub fn made(rows: usize) -> Self {
        let mut random = Random::new(SEED);
        let mut survey = Self {
            codes: [(); 3].map(|()| Vec::with_capacity(rows)),
            answers: Vec::with_capacity(rows),
            valid: vec![0; rows.div_ceil(64)],
            texts: [0, 1, 2].map(|column| {
                let name = |code| format!("{}-{code}", NAMES[column]);
                (0..SIZES[column]).map(name).collect()
            }),
        };
        for row in 0..rows {
            for (codes, size) in survey.codes.iter_mut().zip(SIZES) {
                // Some are asked about more often than others.
                let size = size as u32;
                codes.push(random.below(size).min(random.below(size)) as u8);
            }
            let is_there = random.below(10) > 0;
            survey.valid[row / 64] |= u64::from(is_there) << (row % 64);
            let answer = random.below(11).max(random.below(11)) as i8;
            survey.answers.push(if is_there { answer } else { ABSENT });
        }
        survey
    }

    /// NPS of each group as an expert writes it for exactly these columns.
    pub fn by_hand(&self) -> Vec<Counted> {
        let [a, b, c] = &self.codes;
        let mut groups = vec![Counted::default(); SIZES.iter().product()];
        let places = a.iter().zip(b).zip(c).zip(&self.answers).enumerate();
        for (row, (((a, b), c), answer)) in places {
            let is_there = (self.valid[row / 64] >> (row % 64) & 1) as u32;
            let place = (usize::from(*a) * SIZES[1] + usize::from(*b)) * SIZES[2] + usize::from(*c);
            let group = &mut groups[place];
            group.n += is_there;
            group.plus += is_there & u32::from(*answer >= 9);
            group.minus += is_there & u32::from(*answer <= 6);
        }
        groups
    }

    /// What was found by hand, comparable.
    pub fn of_hand(&self, groups: &[Counted]) -> AlertSet {
        let groups = groups.iter().enumerate().filter(|(_, group)| group.n > 0);
        let keys = groups.map(|(place, group)| {
            let (n, plus, minus) = (
                f64::from(group.n),
                f64::from(group.plus),
                f64::from(group.minus),
            );
            let all = n + 3.0;
            let (p, d) = ((plus + 0.75) / all, (minus + 0.75) / all);
            let half = Z * ((p + d - (p - d) * (p - d)) / all).sqrt();
            let codes = [
                place / SIZES[2] / SIZES[1],
                place / SIZES[2] % SIZES[1],
                place % SIZES[2],
            ];
            let names = [0, 1, 2].map(|column| self.texts[column][codes[column]].as_str());
            let low = 100.0 * (p - d - half);
            key(
                &names,
                i64::from(group.n),
                [100.0 * (plus - minus) / n, low, 100.0 * (p - d + half)],
            )
        });
        AlertSet {
            keys: keys.collect(),
        }
    }

    /// NPS of each group, by our own tallies; of a part of the rows, in 64 to a step.
    ///
    /// # Errors
    /// Those of the core.
    pub fn ours(&self, threads: usize) -> Result<Vec<GroupRow>, Error> {
        let rows = self.answers.len();
        let part = rows.div_ceil(threads).next_multiple_of(64);
        let one = |from: usize| {
            let until = rows.min(from + part);
            let by = [0, 1, 2].map(|column| Dimension {
                name: NAMES[column],
                codes: Codes::U8(&self.codes[column][from..until]),
                texts: self.texts[column].iter().map(String::as_str).collect(),
            });
            let answers = Answers {
                values: Values::I8(&self.answers[from..until]),
                valid: Some(&self.valid[from / 64..until.div_ceil(64)]),
            };
            tally(
                Columns {
                    answers,
                    by: &by,
                    weights: None,
                },
                [0, 10],
            )
        };
        if threads == 1 {
            return one(0)?.rows(&Measure::nps(), &Question::default());
        }
        let parts = std::thread::scope(|scope| {
            let one = &one;
            let starts = (0..rows).step_by(part);
            let running: Vec<_> = starts.map(|from| scope.spawn(move || one(from))).collect();
            running
                .into_iter()
                .map(|one| one.join().expect("it does not panic"))
                .collect::<Result<Vec<_>, _>>()
        })?;
        let mut all = one(rows)?;
        parts.iter().try_for_each(|part| all.merge(part))?;
        all.rows(&Measure::nps(), &Question::default())
    }

    /// The columns as their bytes, and the texts of the codes.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn write(&self, folder: &Path) -> io::Result<()> {
        fs::create_dir_all(folder)?;
        for (name, codes) in NAMES.iter().zip(&self.codes) {
            fs::write(folder.join(name), codes)?;
        }
        let answers: Vec<u8> = self.answers.iter().map(|it| it.to_ne_bytes()[0]).collect();
        fs::write(folder.join("ltr"), answers)?;
        let texts: Vec<_> = NAMES.iter().zip(&self.texts).collect();
        fs::write(folder.join("texts.json"), serde_json::to_string(&texts)?)
    }
}

/// What our own rows say, comparable.
pub fn of_ours(rows: &[GroupRow]) -> AlertSet {
    let keys = rows.iter().filter_map(|row| {
        let estimate = row.estimate?;
        let names: Vec<&str> = row
            .group
            .iter()
            .map(|text| text.as_deref().unwrap_or_default())
            .collect();
        let ends = [estimate.value?, estimate.low?, estimate.high?];
        Some(key(&names, estimate.n, ends))
    });
    AlertSet {
        keys: keys.collect(),
    }
}

/// The key of a group with its number: FNV-1a of the text, even.
fn key(names: &[&str], n: i64, [value, low, high]: [f64; 3]) -> u64 {
    let text = format!(
        "{}\u{1f}{n}\u{1f}{value:.4}\u{1f}{low:.4}\u{1f}{high:.4}",
        names.join("\u{1f}")
    );
    text_key(&text)
}

/// FNV-1a of a text, even.
pub fn text_key(text: &str) -> u64 {
    let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    hash & !1
}

/// An outcome and features that it is made of, all related with each other.
#[derive(Debug)]
pub struct Answered {
    /// The outcome.
    pub outcome: Vec<f64>,
    /// The features.
    pub features: Vec<Vec<f64>>,
}

impl Answered {
    /// So many rows of so many features, answers from 1 to 10.
    pub fn made(rows: usize, features: usize) -> Self {
        let mut random = Random::new(SEED + 1);
        let mut answered = Self {
            outcome: Vec::with_capacity(rows),
            features: vec![Vec::with_capacity(rows); features],
        };
        for _ in 0..rows {
            let mood = random.bell();
            let mut outcome = random.bell();
            for (place, feature) in answered.features.iter_mut().enumerate() {
                let answer = (5.5 + 1.5 * mood + 1.5 * random.bell())
                    .round()
                    .clamp(1.0, 10.0);
                outcome += answer * (place + 1) as f64 / features as f64;
                feature.push(answer);
            }
            answered.outcome.push(outcome);
        }
        answered
    }

    /// The columns as their bytes, the outcome first.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn write(&self, path: &Path) -> io::Result<()> {
        let columns = std::iter::once(&self.outcome).chain(&self.features);
        let bytes: Vec<u8> = columns
            .flatten()
            .flat_map(|number| number.to_ne_bytes())
            .collect();
        fs::write(path, bytes)
    }
}
