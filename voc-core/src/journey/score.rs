//! Scores made into a number, and the change of a number among the same instances.

use super::details::{SCORE_MAX, of_millionths};
use super::plan::Journey;
use crate::document::{Read, read_json};
use crate::error::{Code, Error};
use crate::metric::watch::Difference;
use crate::metric::{CONFIDENCE, Estimate, Moments, TOP_BOX, Tally, nps_answer, rate};
use crate::program::MetricKind;
use serde::Deserialize;

const MILLION: i64 = 1_000_000;
/// The scale of "how likely are you to recommend us".
const NPS_SCALE: [i64; 2] = [0, 10];

/// How scores become a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Read)]
#[serde(rename_all = "snake_case")]
pub enum ScoreMetric {
    /// Their mean, with Student's interval.
    Mean,
    /// Net Promoter Score of answers from 0 to 10, with the adjusted Wald interval.
    Nps,
    /// The share of scores of at least so much, with Wilson's interval.
    Share,
}

/// Which number is made of scores.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize, Read)]
#[serde(deny_unknown_fields)]
pub struct ScoreOf {
    /// How.
    pub metric: ScoreMetric,
    /// For a share: the least score that counts.
    #[serde(default)]
    pub at_least: Option<f64>,
    /// How sure each interval is by itself; 0.95 if not said.
    #[serde(default)]
    pub confidence: Option<f64>,
}

/// Which answers of a journey are its scores, and what number is made of them.
pub(super) struct Chosen {
    /// Its place among the journey's.
    pub(super) field: u16,
    scale: Option<[i64; 2]>,
    pub(super) of: ScoreOf,
}

impl Chosen {
    /// A metric of the journey's program, else a field that its surveys ask for.
    ///
    /// # Errors
    /// A name that is neither, a rate.
    pub(super) fn of(journey: &Journey, name: &str) -> Result<Self, Error> {
        let metrics = &journey.program().spec().metrics;
        let spec = metrics.get(name);
        let field = spec.map_or(name, |spec| &spec.of);
        let place = journey.scores.iter().position(|(known, _)| known == field);
        let mut of = ScoreOf {
            metric: ScoreMetric::Mean,
            at_least: None,
            confidence: None,
        };
        let scale = spec.and_then(|spec| spec.scale);
        match spec.map(|spec| (spec.kind, spec.top_box)) {
            Some((MetricKind::Rate, _)) => {
                let message =
                    format!("`{name}` is a rate of signals, and no answer of a customer's");
                return Err(Error::new(Code::WrongType, message).at("of"));
            }
            Some((MetricKind::Nps, _)) => of.metric = ScoreMetric::Nps,
            Some((MetricKind::Csat, top_box)) => {
                let best = i64::from(top_box.unwrap_or(TOP_BOX));
                of.metric = ScoreMetric::Share;
                of.at_least = scale.map(|[_, high]| number(high - best + 1));
            }
            None => {}
        }
        let Some(field) = place.and_then(|place| u16::try_from(place).ok()) else {
            let message = format!("`{name}` is no metric, and no field that a survey asks for");
            let fields = journey.scores.iter().map(|(field, _)| field.as_str());
            let known = metrics.keys().map(String::as_str).chain(fields);
            return Err(Error::new(Code::Unknown, message)
                .at("of")
                .nearest(name, known));
        };
        Ok(Self {
            field,
            scale: match of.metric {
                ScoreMetric::Nps => Some(NPS_SCALE),
                _ => scale,
            },
            of,
        })
    }

    /// Whether an answer is on the scale.
    pub(super) fn takes(&self, answer: f64) -> bool {
        let range = self.scale.map(|[low, high]| number(low)..=number(high));
        range.is_none_or(|range| range.contains(&answer)) && answer.abs() <= SCORE_MAX
    }
}

/// Scores of the same instances, later and earlier.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Pairs {
    later: Moments,
    earlier: Moments,
    products: i128,
}

impl ScoreOf {
    /// Reads it from a JSON object.
    ///
    /// # Errors
    /// Text that is no such object.
    pub fn from_json(text: &str) -> Result<Self, Error> {
        read_json(text)
    }

    /// Whether it says what it must.
    pub(super) fn check(&self) -> Result<(), Error> {
        rate(0, 1, self.confidence())?;
        match (self.metric, self.at_least) {
            (ScoreMetric::Share, Some(least)) if !least.is_nan() => Ok(()),
            (ScoreMetric::Share, _) => {
                let error = Error::new(Code::Missing, "a share is of scores of at least so much");
                Err(error.at("at_least"))
            }
            (_, Some(_)) => {
                let error = Error::new(Code::Unknown, "`at_least` is for a share");
                Err(error.at("at_least"))
            }
            (_, None) => Ok(()),
        }
    }

    /// A score's part in the number: in millionths for a mean, else −1, 0 or 1; absent where it is no answer
    /// on the scale.
    pub(super) fn part(&self, score: i64) -> Option<i64> {
        match self.metric {
            ScoreMetric::Mean => Some(score),
            ScoreMetric::Share => {
                let least = self.at_least.unwrap_or(f64::NAN);
                Some(i64::from(of_millionths(score) >= least))
            }
            ScoreMetric::Nps => {
                let whole = (score % MILLION == 0).then_some(score / MILLION)?;
                let tally = nps_answer(whole, NPS_SCALE)?;
                Some(tally.plus - tally.minus)
            }
        }
    }

    fn confidence(&self) -> f64 {
        self.confidence.unwrap_or(CONFIDENCE)
    }

    /// The number of these scores.
    pub(super) fn estimate(&self, of: Moments) -> Result<Estimate, Error> {
        let confidence = self.confidence();
        let whole = |number: i128| i64::try_from(number).unwrap_or(i64::MAX);
        let (sum, squares) = of.sums();
        match self.metric {
            ScoreMetric::Share => rate(whole(sum), of.n(), confidence),
            ScoreMetric::Nps => {
                let plus = i128::midpoint(squares, sum);
                let minus = plus - sum;
                let tally = Tally {
                    n: of.n(),
                    plus: whole(plus),
                    minus: whole(minus),
                };
                tally.estimate(MetricKind::Nps, confidence)
            }
            ScoreMetric::Mean => of.estimate(confidence),
        }
    }

    /// How far the later scores lie above the earlier ones; absent where the interval takes more pairs.
    ///
    /// Its interval is made of those of both by squaring and adding, less what they have in common: G. Y.
    /// Zou, A. Donner, Statistics in Medicine 27 (2008) 1693–1702. For means that is Student's interval of
    /// the mean change; for shares, with his correction of the correlation, it is method 10 of R. G.
    /// Newcombe, "Improved confidence intervals for the difference between binomial proportions based on
    /// paired data", Statistics in Medicine 17 (1998) 2635–2650.
    pub(super) fn change(&self, of: &Pairs) -> Result<Option<Difference>, Error> {
        let (later, earlier) = (self.estimate(of.later)?, self.estimate(of.earlier)?);
        let limits = |of: &Estimate| Some((of.value?, of.low?, of.high?));
        let Some(((now, low, high), (then, then_low, then_high))) =
            limits(&later).zip(limits(&earlier))
        else {
            return Ok(None);
        };
        let common = of.correlation(self.metric == ScoreMetric::Share);
        let distance = |one: f64, other: f64| {
            // With few answers the limits of the adjusted Wald may leave the number itself out.
            let (one, other) = (one.max(0.0), other.max(0.0));
            (one * one - 2.0 * common * one * other + other * other)
                .max(0.0)
                .sqrt()
        };
        let value = now - then;
        Ok(Some(Difference {
            value,
            low: value - distance(now - low, then_high - then),
            high: value + distance(high - now, then - then_low),
            confidence: self.confidence(),
        }))
    }
}

impl Pairs {
    pub(super) fn add(&mut self, later: i64, earlier: i64) {
        self.later.add_units(later);
        self.earlier.add_units(earlier);
        self.products += i128::from(later) * i128::from(earlier);
    }

    pub(super) fn n(&self) -> i64 {
        self.later.n()
    }

    /// Pearson's; 0 where one of both does not vary. Of shares, what agrees more often than not is first
    /// brought nearer to 0 by half the number of pairs, as Newcombe does.
    fn correlation(&self, of_shares: bool) -> f64 {
        let n = self.n();
        let ((later, later_squares), (earlier, earlier_squares)) =
            (self.later.sums(), self.earlier.sums());
        let both =
            spread(n, later_squares, later, later) * spread(n, earlier_squares, earlier, earlier);
        if both <= 0.0 {
            return 0.0;
        }
        let mut common = spread(n, self.products, later, earlier);
        if of_shares && common > 0.0 {
            common = (common - number(n) / 2.0).max(0.0);
        }
        (common / both.sqrt()).clamp(-1.0, 1.0)
    }
}

/// n·Σxy − Σx·Σy, exactly while the numbers allow it.
#[expect(clippy::cast_precision_loss, reason = "a double is as near as it gets")]
fn spread(n: i64, products: i128, one: i128, other: i128) -> f64 {
    let left = i128::from(n).checked_mul(products);
    let right = one.checked_mul(other);
    let exact = left
        .zip(right)
        .and_then(|(left, right)| left.checked_sub(right));
    exact.map_or_else(
        || n as f64 * products as f64 - one as f64 * other as f64,
        |exact| exact as f64,
    )
}

#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^53")]
fn number(count: i64) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(metric: ScoreMetric) -> ScoreOf {
        ScoreOf {
            metric,
            at_least: (metric == ScoreMetric::Share).then_some(1.0),
            confidence: None,
        }
    }

    fn pairs(of: &ScoreOf, all: &[(i64, i64)]) -> Pairs {
        let mut pairs = Pairs::default();
        for (later, earlier) in all {
            let part = |score: i64| of.part(score * MILLION).unwrap();
            pairs.add(part(*later), part(*earlier));
        }
        pairs
    }

    #[test]
    fn means_are_students_of_the_changes() {
        // scipy 1.16: ttest_rel([5, 3, 4, 1, 2, 2], [5, 4, 5, 4, 3, 2]).confidence_interval(0.95) is
        // (-2.1490..., 0.1490...): the changes are 0, −1, −1, −3, −1, 0: mean −1, s² = 6/5,
        // half 2.570581835636314 × √(1.2/6).
        let of = of(ScoreMetric::Mean);
        let pairs = pairs(&of, &[(5, 5), (3, 4), (4, 5), (1, 4), (2, 3), (2, 2)]);
        let found = of.change(&pairs).unwrap().unwrap();
        let half = 2.570_581_835_636_314 * 0.2_f64.sqrt();
        assert!((found.value + 1.0).abs() < 1e-12);
        assert!((found.low + 1.0 + half).abs() < 1e-9, "{found:?}");
        assert!((found.high + 1.0 - half).abs() < 1e-9, "{found:?}");
        // The later ones alone: mean 17/6, s² = (59 − 17²/6)/5 = 2.1666…
        let later = of.estimate(pairs.later).unwrap();
        let half = 2.570_581_835_636_314 * (65.0_f64 / 30.0 / 6.0).sqrt();
        assert!((later.value.unwrap() - 17.0 / 6.0).abs() < 1e-12);
        assert!((later.high.unwrap() - 17.0 / 6.0 - half).abs() < 1e-9);
        assert_eq!(later.method.name(), "student");
    }

    #[test]
    fn shares_against_published_examples() {
        // Cells: both, later alone, earlier alone, neither.
        // M. W. Fagerland, S. Lydersen, P. Laake, "Recommended tests and confidence intervals for paired
        // binomial proportions", Statistics in Medicine 33 (2014) 2850–2875: airway hyper-responsiveness
        // of 21 patients, Newcombe's square-and-add interval of −0.286.
        // D. G. Altman and others, "Statistics with confidence" (2000), table 6.2 and page 52: 14, 5, 0,
        // 22; 0.122 with 0.011 to 0.226.
        for (cells, value, low, high) in [
            ([1, 1, 7, 12], -6.0 / 21.0, -0.507, -0.026),
            ([14, 5, 0, 22], 5.0 / 41.0, 0.011, 0.226),
        ] {
            let of = of(ScoreMetric::Share);
            let cells = [(1, 1), (1, 0), (0, 1), (0, 0)].into_iter().zip(cells);
            let all: Vec<_> = cells.flat_map(|(pair, n)| vec![pair; n]).collect();
            let found = of.change(&pairs(&of, &all)).unwrap().unwrap();
            assert!((found.value - value).abs() < 1e-12);
            assert!((found.low - low).abs() < 5e-4, "{found:?}");
            assert!((found.high - high).abs() < 5e-4, "{found:?}");
        }
    }

    #[test]
    fn what_does_not_vary_together_is_as_if_independent() {
        let of = of(ScoreMetric::Nps);
        // Each of three answers with each of three: nothing in common.
        let all = [10, 8, 0].map(|one| [10, 8, 0].map(|two| (one, two)));
        let pairs = pairs(&of, all.as_flattened());
        let (later, earlier) = (
            of.estimate(pairs.later).unwrap(),
            of.estimate(pairs.earlier).unwrap(),
        );
        assert_eq!(of.change(&pairs).unwrap(), Difference::of(&later, &earlier));
        assert_eq!(
            later,
            crate::metric::nps(&[10, 10, 10, 8, 8, 8, 0, 0, 0], 0.95).unwrap()
        );
    }

    #[test]
    fn one_alone_has_a_mean_and_no_interval() {
        let of = of(ScoreMetric::Mean);
        let pairs = pairs(&of, &[(3, 4)]);
        let later = of.estimate(pairs.later).unwrap();
        assert_eq!((later.value, later.low), (Some(3.0), None));
        assert_eq!(of.change(&pairs).unwrap(), None);
        assert_eq!(of.estimate(Moments::default()).unwrap().value, None);
    }

    #[test]
    fn great_sums_are_exact() {
        // A million times the greatest score, and once the smallest: mean 1e8 − 2e8 / (1e6 + 1).
        let great = 100_000_000 * MILLION;
        let mut sums = Moments::default();
        for _ in 0..1_000_000 {
            sums.add_units(great);
        }
        sums.add_units(-great);
        let found = of(ScoreMetric::Mean).estimate(sums).unwrap();
        let mean = 1e8 - 2e8 / 1_000_001.0;
        assert!((found.value.unwrap() - mean).abs() < 1e-6);
        // The sum of squares around it is 4e16 × 1e6 / (1e6 + 1).
        let half = 1.959_966_374_9 * (4e16 / 1_000_001.0 / 1_000_001.0_f64).sqrt();
        assert!(
            (found.high.unwrap() - mean - half).abs() < 1e-3,
            "{found:?} {half}"
        );
    }

    #[test]
    fn only_answers_on_the_scale_are_promoters_or_not() {
        let of = of(ScoreMetric::Nps);
        assert_eq!(of.part(9_500_000), None);
        assert_eq!(of.part(11 * MILLION), None);
        assert_eq!(of.part(6 * MILLION), Some(-1));
    }
}
