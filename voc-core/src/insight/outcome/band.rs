//! Bands of answers.

use crate::error::{Code, Error};
use crate::insight::histories::{Answer, Answers};
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
    /// Cuts that do not rise; none for a metric that has no bands of its own; some where answers are no numbers.
    pub(crate) fn of(answers: &Answers, cuts: &[f64]) -> Result<Self, Error> {
        let kind = answers.reading().kind;
        let error = |message: &str| Error::new(Code::OutOfRange, message).at("bands");
        if cuts.is_empty() {
            return match own(kind) {
                Some(_) => Ok(Self::Own(kind)),
                None => {
                    Err(error("this metric has no bands of its own").hint("say where they begin"))
                }
            };
        }
        if !answers.are_numbers() {
            return Err(
                error("this metric has no answers as numbers to cut into bands")
                    .hint("without `bands` they are told apart as yes and no"),
            );
        }
        let rises = |pair: &[f64]| matches!(pair, [one, two] if one < two);
        if !cuts.windows(2).all(rises) || !cuts.iter().all(|cut| cut.is_finite()) {
            return Err(error("bands begin at numbers that rise"));
        }
        Ok(Self::Cut(cuts.to_vec()))
    }

    /// The band of an answer; absent where it has none.
    pub(crate) fn at(&self, answer: &Answer) -> Option<usize> {
        let score = answer.score?;
        match self {
            Self::Own(MetricKind::Nps) if score < 0.0 => Some(0),
            Self::Own(MetricKind::Nps) => Some(if score > 0.0 { 2 } else { 1 }),
            Self::Own(_) => Some(usize::from(score > 0.0)),
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
        MetricKind::Csat | MetricKind::TopBox => Some(&["below", "top_box"]),
        kind if kind.is_share() => Some(&["no", "yes"]),
        _ => None,
    }
}
