//! Bands of answers.

use crate::error::{Code, Error};
use crate::insight::histories::Answer;
use crate::program::MetricKind;

/// The bands that answers are told apart by, the lowest first.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Bands {
    /// The metric's own.
    Own(MetricKind),
    /// By where they begin; below the first is one more.
    Cut(Vec<f64>),
}

impl Bands {
    /// # Errors
    /// Cuts that do not rise; none for a metric that has no bands of its own; some for a rate.
    pub(crate) fn of(kind: MetricKind, cuts: &[f64]) -> Result<Self, Error> {
        let error = |message: &str| Error::new(Code::OutOfRange, message).at("bands");
        if cuts.is_empty() {
            return match own(kind) {
                Some(_) => Ok(Self::Own(kind)),
                None => {
                    Err(error("this metric has no bands of its own").hint("say where they begin"))
                }
            };
        }
        if kind == MetricKind::Rate {
            return Err(error("a rate has no answers to cut into bands"));
        }
        let rises = |pair: &[f64]| matches!(pair, [one, two] if one < two);
        if !cuts.windows(2).all(rises) || !cuts.iter().all(|cut| cut.is_finite()) {
            return Err(error("bands begin at numbers that rise"));
        }
        Ok(Self::Cut(cuts.to_vec()))
    }

    /// The band of an answer; absent where it has none.
    pub(crate) fn at(&self, answer: Answer) -> Option<usize> {
        let tally = answer.tally;
        match self {
            Self::Own(MetricKind::Nps) if tally.minus > 0 => Some(0),
            Self::Own(MetricKind::Nps) => Some(if tally.plus > 0 { 2 } else { 1 }),
            Self::Own(_) => Some(usize::from(tally.plus > 0)),
            Self::Cut(cuts) => {
                let given = answer.given?;
                Some(cuts.partition_point(|cut| *cut <= given))
            }
        }
    }

    /// Their names.
    pub(crate) fn names(&self) -> impl Iterator<Item = String> {
        let names: Vec<String> = match self {
            Self::Own(kind) => {
                let names = own(*kind).unwrap_or_default();
                names.iter().map(|name| (*name).to_owned()).collect()
            }
            Self::Cut(cuts) => {
                let below = cuts.first().map(|first| format!("below {first}"));
                let between = cuts.windows(2).filter_map(|pair| match pair {
                    [from, to] => Some(format!("{from} to below {to}")),
                    _ => None,
                });
                let above = cuts.last().map(|last| format!("{last} and above"));
                below.into_iter().chain(between).chain(above).collect()
            }
        };
        names.into_iter()
    }
}

fn own(kind: MetricKind) -> Option<&'static [&'static str]> {
    match kind {
        MetricKind::Nps => Some(&["detractor", "passive", "promoter"]),
        MetricKind::Csat => Some(&["below", "top_box"]),
        MetricKind::Rate => Some(&["no", "yes"]),
    }
}
