//! What else is known of the events of a log. A log without it holds empty lists.

use super::log::{ABSENT, Coded, Laid};
use super::texts::Texts;
use crate::error::{Code, Error};

/// The greatest score, and less than zero the smallest: so sums of squares stay exact.
pub const SCORE_MAX: f64 = 100_000_000.0;
/// How many columns of information a log holds.
pub const INFORMATION_MAX: usize = 64;

/// What stands for no score.
pub(super) const NO_SCORE: i64 = i64::MIN;
/// Scores are kept as whole millionths, as sums of numbers are elsewhere.
const MILLION: f64 = 1e6;
/// How many bits a word has.
const WORD: usize = 64;

/// What else is known of events, by row as in [`super::LogColumns`]. Each column may be absent.
#[derive(Debug, Clone, Copy)]
pub struct Details<'c, T> {
    /// What the customer answered there; not a number where nothing. Six places are kept.
    pub score: Option<&'c [f64]>,
    /// Whether the event is a concern, or belongs to an instance that is marked as one.
    pub concern: Option<&'c [bool]>,
    /// The unit that acted.
    pub unit: Option<Coded<'c, T>>,
    /// The channel.
    pub channel: Option<Coded<'c, T>>,
    /// The customer's segment.
    pub segment: Option<Coded<'c, T>>,
    /// Which information there was.
    pub information: &'c [Information<'c>],
}

/// A piece of information that may be lost from unit to unit, such as an order's number.
#[derive(Debug, Clone, Copy)]
pub struct Information<'c> {
    /// Its name.
    pub name: &'c str,
    /// By row, whether it was there.
    pub there: &'c [bool],
}

impl<T> Default for Details<'_, T> {
    fn default() -> Self {
        Self {
            score: None,
            concern: None,
            unit: None,
            channel: None,
            segment: None,
            information: &[],
        }
    }
}

/// Texts of events.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Words {
    /// Whether the log has such a column.
    is_known: bool,
    pub(super) names: Vec<String>,
    /// By event.
    pub(super) codes: Vec<u32>,
}

/// What a log keeps of its details, by event.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Kept {
    /// In millionths.
    scores: Option<Vec<i64>>,
    concerns: Option<Vec<bool>>,
    pub(super) units: Words,
    pub(super) channels: Words,
    pub(super) segments: Words,
    pub(super) information: Vec<String>,
    /// By event a bit for each name of information, in words, the lowest bit of the first word first.
    there: Vec<u64>,
}

impl<T> Details<'_, T> {
    fn texts(&self) -> [(&'static str, &Option<Coded<'_, T>>); 3] {
        [
            ("unit", &self.unit),
            ("channel", &self.channel),
            ("segment", &self.segment),
        ]
    }

    /// Whether the columns fit a log of so many rows.
    pub(super) fn check(&self, rows: usize) -> Result<(), Error> {
        let length = |name: &str, length: usize| {
            if length == rows {
                return Ok(());
            }
            let message = format!("{length} rows, and {rows} instants");
            Err(Error::new(Code::OutOfRange, message).at(name))
        };
        for (name, column) in self.texts() {
            if let Some(column) = column {
                length(name, column.codes.len())?;
                column.check(name)?;
            }
        }
        length("concern", self.concern.map_or(rows, <[bool]>::len))?;
        length("score", self.score.map_or(rows, <[f64]>::len))?;
        let scores = self.score.unwrap_or_default().iter();
        if let Some((row, score)) = (1..).zip(scores).find(|(_, score)| score.abs() > SCORE_MAX) {
            let message = format!("{score} is beyond ±{SCORE_MAX}");
            return Err(Error::new(Code::OutOfRange, message).at(format!("score.{row}")));
        }
        if self.information.len() > INFORMATION_MAX {
            let message = format!("more than {INFORMATION_MAX} columns of information");
            return Err(Error::new(Code::Limit, message).at("information"));
        }
        let mut each = self.information.iter();
        each.try_for_each(|it| length(it.name, it.there.len()))
    }
}

impl Words {
    fn of<T: AsRef<str>>(column: Option<&Coded<'_, T>>, laid: &[Laid]) -> Self {
        let Some(column) = column else {
            return Self::default();
        };
        let texts = Texts::sorted(column);
        let codes = laid.iter();
        let codes = codes.map(|laid| texts.of(column, laid.row as usize).unwrap_or(ABSENT));
        Self {
            is_known: true,
            codes: codes.collect(),
            names: texts.names,
        }
    }

    /// Of the codes of names in any order; any other code is none. A name that no event has is left out.
    pub(super) fn of_codes(names: &[String], codes: impl Iterator<Item = u32>) -> Self {
        let codes: Vec<usize> = codes.map(|code| code as usize).collect();
        let mut places = vec![ABSENT; names.len()];
        for code in &codes {
            if let Some(place) = places.get_mut(*code) {
                *place = 0;
            }
        }
        let used = names.iter().enumerate();
        let used = used.filter(|(code, _)| places.get(*code) == Some(&0));
        let mut used: Vec<(&String, usize)> = used.map(|(code, name)| (name, code)).collect();
        used.sort_unstable();
        for (place, (_, code)) in (0..).zip(&used) {
            if let Some(known) = places.get_mut(*code) {
                *known = place;
            }
        }
        let place = |code: usize| places.get(code).copied().unwrap_or(ABSENT);
        Self {
            is_known: true,
            codes: codes.into_iter().map(place).collect(),
            names: used.into_iter().map(|(name, _)| name.clone()).collect(),
        }
    }

    /// The same; not known where no event has any.
    pub(super) fn of_some(names: &[String], codes: impl Iterator<Item = u32>) -> Self {
        let words = Self::of_codes(names, codes);
        if words.names.is_empty() {
            return Self::default();
        }
        words
    }

    /// The code of an event's text.
    pub(super) fn code(&self, event: usize) -> Option<u32> {
        let code = self.codes.get(event).copied();
        code.filter(|code| *code != ABSENT)
    }

    /// An event's text.
    pub(super) fn text(&self, event: usize) -> Option<&str> {
        self.name(self.code(event)?)
    }

    /// The text of a code.
    pub(super) fn name(&self, code: u32) -> Option<&str> {
        self.names.get(code as usize).map(String::as_str)
    }
}

impl Kept {
    /// The details of the rows in the order in which they are laid.
    pub(super) fn of<T: AsRef<str>>(details: &Details<'_, T>, laid: &[Laid]) -> Self {
        let scores = details.score.map(|scores| {
            let score = |laid: &Laid| millionths(scores.get(laid.row as usize).copied());
            laid.iter().map(score).collect()
        });
        let concerns = details.concern.map(|concerns| {
            let concern = |laid: &Laid| concerns.get(laid.row as usize) == Some(&true);
            laid.iter().map(concern).collect()
        });
        let there = |laid: &Laid| {
            let each = details.information.iter().enumerate();
            each.fold(0_u64, |bits, (place, information)| {
                let is_there = information.there.get(laid.row as usize) == Some(&true);
                bits | u64::from(is_there) << place
            })
        };
        let names = details.information.iter().map(|it| it.name.to_owned());
        let there = packed(details.information.len(), laid.iter().map(there));
        Self {
            scores,
            concerns,
            units: Words::of(details.unit.as_ref(), laid),
            channels: Words::of(details.channel.as_ref(), laid),
            segments: Words::of(details.segment.as_ref(), laid),
            information: names.collect(),
            there,
        }
    }

    /// Of columns by event.
    pub(super) fn of_columns(
        scores: Option<Vec<i64>>,
        concerns: Option<Vec<bool>>,
        units: Words,
        channels: Words,
    ) -> Self {
        Self {
            scores,
            concerns,
            units,
            channels,
            ..Self::default()
        }
    }

    /// The same with one piece of information, by bits.
    pub(super) fn with_information(mut self, name: String, there: Vec<u64>) -> Self {
        (self.information, self.there) = (vec![name], there);
        self
    }

    /// The same of some events only, in this order.
    pub(super) fn part(&self, events: &[usize]) -> Self {
        fn of<T: Copy>(all: &[T], events: &[usize]) -> Vec<T> {
            let some = events.iter().filter_map(|event| all.get(*event));
            some.copied().collect()
        }
        let words = |words: &Words| Words {
            is_known: words.is_known,
            names: words.names.clone(),
            codes: of(&words.codes, events),
        };
        Self {
            scores: self.scores.as_ref().map(|scores| of(scores, events)),
            concerns: self.concerns.as_ref().map(|concerns| of(concerns, events)),
            units: words(&self.units),
            channels: words(&self.channels),
            segments: words(&self.segments),
            information: self.information.clone(),
            there: packed(
                self.information.len(),
                events.iter().map(|event| self.there(*event)),
            ),
        }
    }

    /// An event's score, in millionths.
    pub(super) fn score(&self, event: usize) -> Option<i64> {
        let score = self.scores.as_ref()?.get(event).copied();
        score.filter(|score| *score != NO_SCORE)
    }

    /// Whether an event is a concern.
    pub(super) fn concern(&self, event: usize) -> bool {
        let concerns = self.concerns.as_ref();
        concerns.and_then(|concerns| concerns.get(event)) == Some(&true)
    }

    /// Which information an event has, by bits.
    pub(super) fn there(&self, event: usize) -> u64 {
        let width = self.information.len();
        (0..width).fold(0, |bits, place| {
            let at = event * width + place;
            let word = self.there.get(at / WORD).copied().unwrap_or_default();
            bits | (word >> (at % WORD) & 1) << place
        })
    }

    /// That the log knows of scores, or the error that says it does not.
    pub(super) fn with_scores(&self) -> Result<(), Error> {
        known(self.scores.is_some(), "score")
    }

    /// The same of concerns.
    pub(super) fn with_concerns(&self) -> Result<(), Error> {
        known(self.concerns.is_some(), "concern")
    }

    /// The same of units.
    pub(super) fn with_units(&self) -> Result<(), Error> {
        known(self.units.is_known, "unit")
    }

    /// Whether the log knows of concerns.
    pub(super) fn has_concerns(&self) -> bool {
        self.concerns.is_some()
    }
}

/// So many bits of each event, one after another in words.
fn packed(width: usize, each: impl Iterator<Item = u64>) -> Vec<u64> {
    let mut words = Vec::new();
    if width == 0 {
        return words;
    }
    for (event, bits) in each.enumerate() {
        for place in 0..width {
            let at = event * width + place;
            if at.is_multiple_of(WORD) {
                words.push(0);
            }
            if let Some(word) = words.last_mut() {
                *word |= (bits >> place & 1) << (at % WORD);
            }
        }
    }
    words
}

fn known(is_known: bool, column: &str) -> Result<(), Error> {
    if is_known {
        return Ok(());
    }
    let message = format!("the log has no column of `{column}`");
    let hint = format!("say which one it is when the log is read: {column}=\"…\"");
    Err(Error::new(Code::Missing, message).at(column).hint(hint))
}

#[expect(clippy::cast_possible_truncation, reason = "within ±1e14")]
pub(super) fn millionths(score: Option<f64>) -> i64 {
    match score {
        Some(score) if !score.is_nan() => (score * MILLION).round() as i64,
        _ => NO_SCORE,
    }
}

/// A score of so many millionths.
#[expect(clippy::cast_precision_loss, reason = "within ±1e14")]
pub(super) fn of_millionths(score: i64) -> f64 {
    score as f64 / MILLION
}
