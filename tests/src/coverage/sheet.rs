//! Tables of how often intervals hold the truth.

use super::{Held, LEAST, MEAN, figure, within};
use std::fmt::Write;

/// A table of the page.
#[derive(Debug)]
pub struct Sheet {
    /// Its heading.
    pub title: &'static str,
    /// What it shows.
    pub text: String,
    /// What stands over each column.
    pub heads: Vec<String>,
    /// Its rows.
    pub rows: Vec<Vec<String>>,
}

impl Sheet {
    /// As Markdown.
    pub fn markdown(&self) -> String {
        let mut out = format!(
            "\n## {}\n\n{}\n\n| {} |\n|{}\n",
            self.title,
            self.text,
            self.heads.join(" | "),
            "--:|".repeat(self.heads.len())
        );
        for row in &self.rows {
            // Writing to a string does not fail.
            let _ = writeln!(out, "| {} |", row.join(" | "));
        }
        out
    }
}

/// Heads of columns, each of a mean and a least.
pub(super) fn mean_and_least<'h>(
    first: &str,
    of: impl IntoIterator<Item = &'h str>,
) -> Vec<String> {
    let pairs = of
        .into_iter()
        .flat_map(|of| [format!("{of}: mean"), "least".to_owned()]);
    std::iter::once(first.to_owned()).chain(pairs).collect()
}

/// A mean and a least over p.
pub(super) fn both(held: &Held) -> [String; 2] {
    [figure(held.mean(), MEAN), figure(held.least().0, LEAST)]
}

/// Drawn samples, and whose interval held the truth.
#[derive(Debug, Default, Clone, Copy)]
pub struct Seen {
    held: u32,
    /// Samples of which no interval can be made.
    without: u32,
    all: u32,
}

impl Seen {
    /// Of so many samples.
    pub fn of(samples: u32, mut drawn: impl FnMut(u32) -> Option<[f64; 2]>, truth: f64) -> Self {
        let mut seen = Self::default();
        for sample in 0..samples {
            seen.add(drawn(sample), truth);
        }
        seen
    }

    /// One more sample.
    pub fn add(&mut self, ends: Option<[f64; 2]>, truth: f64) {
        self.all += 1;
        match ends {
            Some(ends) => self.held += u32::from(within(ends, truth)),
            None => self.without += 1,
        }
    }

    /// How many samples there are.
    pub fn samples(self) -> u32 {
        self.all
    }

    /// The share of the intervals that hold it.
    pub fn share(self) -> f64 {
        f64::from(self.held) / f64::from(self.all - self.without)
    }

    /// As a table shows it.
    pub fn cell(self) -> String {
        let none = f64::from(self.without) / f64::from(self.all);
        match figure(self.share(), MEAN) {
            share if self.without == 0 => share,
            _ if self.without == self.all => "–".to_owned(),
            share => format!("{share} ({:.0} without)", 100.0 * none),
        }
    }
}
