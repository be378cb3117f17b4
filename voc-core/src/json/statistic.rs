//! Statistics of plain columns of numbers.

use super::text;
use crate::document::{Read, read_json};
use crate::error::{Code, Error};
use crate::insight::drivers::{
    DriverColumns, DriverMethod, DriverQuery, Drivers, QuadrantRow, Summed, quadrants,
};
use crate::metric::bootstrap::{self, Drawing};
use crate::metric::{
    self, CONFIDENCE, Comparison, Discovery, Made, Sampling, ShareInterval, Tally, Weighted,
    adjusted, compare, compare_means, compare_medians, compare_weighted, moments, no_choice,
    number, rate_by, scored, trend, weighted,
};
use crate::program::MetricKind;
use serde::{Deserialize, Serialize};

/// What is asked of columns: an object with one key.
#[derive(Debug, Clone, PartialEq, Deserialize, Read)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum Ask {
    /// A number of answers that need not count alike: of `[answers]` or `[answers, weights]`.
    Estimate {
        of: Answers,
        #[serde(default)]
        population: Option<u64>,
        #[serde(default)]
        interval: Option<ShareInterval>,
        #[serde(default = "usual")]
        confidence: f64,
    },
    /// So many hits of n, of no columns.
    Rate {
        hits: i64,
        n: i64,
        #[serde(default)]
        interval: ShareInterval,
        #[serde(default = "usual")]
        confidence: f64,
    },
    /// Two groups: of `[answers, answers]` or `[answers, answers, weights, weights]`.
    Compare {
        of: Answers,
        #[serde(default = "usual")]
        confidence: f64,
    },
    /// Whether a number rises or falls: of `[numbers]`.
    Trend {
        #[serde(default = "usual")]
        confidence: f64,
    },
    /// Many tests at once: of `[ps]`.
    Adjusted {
        #[serde(default)]
        by: Discovery,
    },
    /// A number worked out anew for each replicate: of `[replicates, without]`.
    Bootstrap {
        value: f64,
        n: i64,
        #[serde(default = "usual")]
        confidence: f64,
    },
    /// What moves an outcome: of `[outcome, feature, …]`.
    Drivers(AskDrivers),
}

fn usual() -> f64 {
    CONFIDENCE
}

/// What the numbers of a column are.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize, Read)]
#[serde(deny_unknown_fields)]
struct Answers {
    kind: AnswerKind,
    #[serde(default)]
    scale: Option<[i64; 2]>,
    #[serde(default)]
    top_box: Option<u32>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Read)]
#[serde(rename_all = "snake_case")]
enum AnswerKind {
    Nps,
    Csat,
    Rate,
    Mean,
    Median,
}

impl Answers {
    /// The metric of scores; none of a mean and of a median.
    fn metric(self) -> Option<MetricKind> {
        match self.kind {
            AnswerKind::Nps => Some(MetricKind::Nps),
            AnswerKind::Csat => Some(MetricKind::Csat),
            AnswerKind::Rate => Some(MetricKind::Rate),
            AnswerKind::Mean | AnswerKind::Median => None,
        }
    }

    fn scores(self, metric: MetricKind, answers: &[f64]) -> Result<Vec<f64>, Error> {
        scored(metric, self.scale, self.top_box, answers)
    }

    fn tally(self, metric: MetricKind, answers: &[f64]) -> Result<Tally, Error> {
        let mut all = Tally::default();
        for score in self.scores(metric, answers)? {
            all.merge(match score {
                score if score > 0.0 => Tally::PLUS,
                score if score < 0.0 => Tally::MINUS,
                0.0 => Tally::NEUTRAL,
                _ => Tally::default(),
            });
        }
        Ok(all)
    }

    /// A share with the modified interval.
    fn modified(
        self,
        metric: MetricKind,
        answers: &[f64],
        sampling: Sampling<'_>,
        confidence: f64,
    ) -> Result<Weighted, Error> {
        if sampling.weights.is_some() || sampling.population.is_some() {
            return Err(no_choice());
        }
        let tally = self.tally(metric, answers)?;
        let estimate = tally.estimate_by(metric, ShareInterval::ModifiedWilson, confidence)?;
        Ok(Weighted {
            estimate,
            effective_n: number(estimate.n),
            design_effect: (estimate.n > 0).then_some(1.0),
        })
    }

    /// Two groups, with weights or without.
    fn compared(self, both: [Group<'_>; 2], confidence: f64) -> Result<Comparison, Error> {
        let [(one, weights), (other, other_weights)] = both;
        let second = |error: Error| {
            let path = error.path.clone().unwrap_or_default();
            error.at(format!("b.{path}"))
        };
        let sampled = |weights| Sampling {
            weights,
            population: None,
        };
        let (first, last) = (sampled(weights), sampled(other_weights));
        let is_weighted = weights.is_some();
        if self.kind == AnswerKind::Median {
            return compare_medians([(one, first), (other, last)], confidence);
        }
        match self.metric() {
            None if is_weighted => {
                compare_weighted(Made::Numbers, [(one, first), (other, last)], confidence)
            }
            None => {
                let other = moments(other).map_err(second)?;
                compare_means(moments(one)?, other, confidence)
            }
            Some(metric) if is_weighted => {
                let scores = self.scores(metric, one)?;
                let others = self.scores(metric, other).map_err(second)?;
                let both = [(scores.as_slice(), first), (others.as_slice(), last)];
                compare_weighted(Made::Scores(metric), both, confidence)
            }
            Some(metric) => {
                let other = self.tally(metric, other).map_err(second)?;
                compare(metric, self.tally(metric, one)?, other, confidence)
            }
        }
    }
}

/// The answers of a group, and their weights.
type Group<'g> = (&'g [f64], Option<&'g [f64]>);

/// The median of numbers.
fn median(numbers: &[f64], sampling: Sampling<'_>, confidence: f64) -> Result<Weighted, Error> {
    let answers = metric::table::Answers {
        values: metric::table::Values::F64(numbers),
        valid: None,
    };
    let columns = metric::table::Columns {
        answers,
        by: &[],
        weights: sampling.weights,
    };
    let populations = sampling.population.map(|all| (Vec::new(), all));
    let populations: Vec<_> = populations.into_iter().collect();
    let kind = metric::table::NumberKind::Median;
    let rows = metric::table::number_rows(columns, kind, &populations, confidence)?;
    let (_, estimate, effective_n) = rows
        .into_iter()
        .next()
        .ok_or_else(|| Error::new(Code::Missing, "there are no numbers"))?;
    let n = metric::number(estimate.n);
    let effective_n = effective_n.unwrap_or(n);
    Ok(Weighted {
        estimate,
        effective_n,
        design_effect: (effective_n > 0.0).then(|| n / effective_n),
    })
}

/// What moves an outcome, with quadrants where a scale was given.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Moved {
    /// The features, and what they explain together.
    #[serde(flatten)]
    pub drivers: Drivers,
    /// Importance beside performance.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quadrants: Option<Vec<QuadrantRow>>,
}

/// What is asked of drivers.
#[derive(Debug, Clone, PartialEq, Deserialize, Read)]
#[serde(deny_unknown_fields)]
struct AskDrivers {
    features: Vec<String>,
    #[serde(default)]
    method: DriverMethod,
    #[serde(default)]
    seed: u64,
    /// No intervals without them.
    #[serde(default)]
    replicates: u32,
    /// From the worst answer to the best, for quadrants.
    #[serde(default)]
    scale: Option<[f64; 2]>,
    #[serde(default = "usual")]
    confidence: f64,
}

/// A statistic of columns of numbers, `NaN` where there is none. `ask` is an object with one of `estimate`,
/// `rate`, `compare`, `trend`, `adjusted`, `bootstrap` and `drivers`.
///
/// # Errors
/// What cannot be asked; too few columns; what the statistic itself refuses.
pub fn statistic(ask: &str, columns: &[&[f64]]) -> Result<String, Error> {
    let column = |place: usize| {
        columns.get(place).copied().ok_or_else(|| {
            let message = format!("there are {} columns", columns.len());
            Error::new(Code::Missing, message).at("columns")
        })
    };
    match read_json(ask)? {
        Ask::Estimate {
            of,
            population,
            interval,
            confidence,
        } => {
            let sampling = Sampling {
                weights: columns.get(1).copied(),
                population,
            };
            let answers = column(0)?;
            text(&match (of.metric(), interval) {
                (None | Some(MetricKind::Nps), Some(_)) => return Err(no_choice()),
                (None, None) if of.kind == AnswerKind::Median => {
                    median(answers, sampling, confidence)?
                }
                (None, None) => weighted(Made::Numbers, answers, sampling, confidence)?,
                (Some(metric), Some(ShareInterval::ModifiedWilson)) => {
                    of.modified(metric, answers, sampling, confidence)?
                }
                (Some(metric), _) => {
                    let scores = of.scores(metric, answers)?;
                    weighted(Made::Scores(metric), &scores, sampling, confidence)?
                }
            })
        }
        Ask::Rate {
            hits,
            n,
            interval,
            confidence,
        } => text(&rate_by(hits, n, interval, confidence)?),
        Ask::Compare { of, confidence } => {
            let weights = |place: usize| columns.get(place).copied();
            let both = [(column(0)?, weights(2)), (column(1)?, weights(3))];
            if columns.len() == 3 {
                let message = "one group has weights, and the other none";
                return Err(Error::new(Code::Missing, message).at("weights"));
            }
            text(&of.compared(both, confidence)?)
        }
        Ask::Trend { confidence } => text(&trend(column(0)?, confidence)?),
        Ask::Adjusted { by } => {
            let ps = adjusted(column(0)?, by);
            let known = ps.iter().map(|p| Some(*p).filter(|p| !p.is_nan()));
            text(&known.collect::<Vec<_>>())
        }
        Ask::Bootstrap {
            value,
            n,
            confidence,
        } => {
            let without = columns.get(1).copied().unwrap_or_default();
            text(&bootstrap::interval(
                value,
                n,
                column(0)?,
                without,
                confidence,
            )?)
        }
        Ask::Drivers(asked) => text(&moved_by(&asked, columns, alone)?),
    }
}

/// What moves an outcome; `ask` is what [`statistic`] takes as `drivers`. `draw` draws all replicates, in
/// their order: a host may share them out among threads.
///
/// # Errors
/// As [`statistic`]'s.
pub fn moved(
    ask: &str,
    columns: &[&[f64]],
    draw: impl FnOnce(&Summed<'_>) -> Vec<Vec<f64>>,
) -> Result<Moved, Error> {
    moved_by(&read_json(ask)?, columns, draw)
}

/// Draws them one after another.
fn alone(summed: &Summed<'_>) -> Vec<Vec<f64>> {
    summed.draw(0..summed.replicates())
}

fn moved_by(
    asked: &AskDrivers,
    columns: &[&[f64]],
    draw: impl FnOnce(&Summed<'_>) -> Vec<Vec<f64>>,
) -> Result<Moved, Error> {
    let (outcome, rest) = columns
        .split_first()
        .ok_or_else(|| Error::new(Code::Missing, "there is no outcome").at("columns"))?;
    if asked.features.len() != rest.len() {
        let message = format!("{} names for {} features", asked.features.len(), rest.len());
        return Err(Error::new(Code::OutOfRange, message).at("features"));
    }
    let names = asked.features.iter().map(String::as_str);
    let features: Vec<(&str, &[f64])> = names.zip(rest.iter().copied()).collect();
    let replicates = asked.replicates;
    let query = DriverQuery {
        method: asked.method,
        drawing: (replicates > 0).then_some(Drawing {
            seed: asked.seed,
            replicates,
        }),
        confidence: asked.confidence,
    };
    let columns = DriverColumns {
        outcome,
        features: &features,
    };
    let summed = Summed::of(columns, query)?;
    let drivers = summed.finish(&draw(&summed))?;
    let quadrants = asked.scale.map(|scale| quadrants(&drivers, scale));
    Ok(Moved {
        quadrants: quadrants.transpose()?,
        drivers,
    })
}

/// The places that a replicate draws of `n`, with return.
pub fn places(seed: u64, replicate: u32, n: u32) -> Vec<u32> {
    let drawing = Drawing {
        seed,
        replicates: metric::bootstrap::REPLICATES_MIN,
    };
    drawing.places(replicate, n).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_is_asked_for_by_name() {
        let nps = statistic(
            r#"{"estimate":{"of":{"kind":"nps"}}}"#,
            &[&[10.0, 3.0, f64::NAN]],
        )
        .unwrap();
        assert!(nps.starts_with(r#"{"value":0.0,"n":2,"#), "{nps}");
        let ask = r#"{"compare":{"of":{"kind":"csat","scale":[1,5],"top_box":2}}}"#;
        let csat = statistic(ask, &[&[5.0, 4.0], &[1.0, 2.0]]).unwrap();
        assert!(csat.starts_with(r#"{"difference":1.0,"#), "{csat}");
        // −ln(0.95) / 4 of one hit of four, by answers and by counts.
        let modified = r#"{"estimate":{"of":{"kind":"rate"},"interval":"modified_wilson"}}"#;
        let of_answers = statistic(modified, &[&[1.0, 0.0, 0.0, f64::NAN, 0.0]]).unwrap();
        let ask = r#"{"rate":{"hits":1,"n":4,"interval":"modified_wilson"}}"#;
        let of_counts = statistic(ask, &[]).unwrap();
        assert!(of_counts.contains(r#""low":0.0128"#), "{of_counts}");
        let counts = of_counts.trim_end_matches('}');
        assert!(of_answers.starts_with(counts), "{of_answers} {counts}");
        let ask = r#"{"compare":{"of":{"kind":"median"}}}"#;
        let medians = statistic(ask, &[&[5.0, 4.0], &[1.0, 2.0]]).unwrap();
        assert!(medians.starts_with(r#"{"difference":3.0,"#), "{medians}");
        assert!(
            medians.ends_with(r#""method":"wilcoxon_exact"}"#),
            "{medians}"
        );
        let ask = r#"{"compare":{"of":{"kind":"nps"}}}"#;
        let columns: [&[f64]; 4] = [&[10.0, 0.0], &[8.0, 8.0], &[3.0, 1.0], &[1.0, 1.0]];
        let nps = statistic(ask, &columns).unwrap();
        assert!(nps.starts_with(r#"{"difference":50.00000"#), "{nps}");
        assert!(nps.contains(r#""effective_n":[1.6,2.0]"#), "{nps}");
        let ask = r#"{"estimate":{"of":{"kind":"median"}}}"#;
        let median = statistic(ask, &[&[3.0, 1.0, f64::NAN], &[1.0, 1.0, 1.0]]).unwrap();
        assert!(median.starts_with(r#"{"value":2.0,"n":2,"#), "{median}");
        let ps = statistic(r#"{"adjusted":{}}"#, &[&[0.5, f64::NAN]]).unwrap();
        assert_eq!(ps, "[0.5,null]");
    }

    #[test]
    fn mistakes_are_named() {
        let path =
            |ask: &str, columns: &[&[f64]]| statistic(ask, columns).unwrap_err().path.unwrap();
        let nps = r#"{"compare":{"of":{"kind":"nps"}}}"#;
        assert_eq!(path(nps, &[&[1.0]]), "columns");
        assert_eq!(path(nps, &[&[1.0], &[3.0, 11.0]]), "b.1");
        assert_eq!(path(nps, &[&[1.5], &[3.0]]), "0");
        assert_eq!(path(nps, &[&[1.0], &[3.0], &[1.0]]), "weights");
        assert_eq!(path(nps, &[&[1.0], &[3.0], &[1.0], &[]]), "b.weights");
        assert_eq!(
            path(
                r#"{"compare":{"of":{"kind":"mean"}}}"#,
                &[&[1.5], &[3.0, 1e99]]
            ),
            "b.1"
        );
        assert_eq!(
            path(r#"{"drivers":{"features":["a"]}}"#, &[&[1.0]]),
            "features"
        );
        assert_eq!(
            path(
                r#"{"estimate":{"of":{"kind":"csat","scale":[1,5],"top_box":9}}}"#,
                &[&[1.0]]
            ),
            "top_box"
        );
        let modified = r#"{"estimate":{"of":{"kind":"rate"},"interval":"modified_wilson"}}"#;
        assert_eq!(path(modified, &[&[1.0], &[2.0]]), "interval");
        let nps = r#"{"estimate":{"of":{"kind":"nps"},"interval":"wilson"}}"#;
        assert_eq!(path(nps, &[&[10.0]]), "interval");
        assert_eq!(path(r#"{"rate":{"hits":3,"n":2}}"#, &[]), "hits");
        assert!(statistic(r#"{"median":{}}"#, &[]).is_err());
    }
}
