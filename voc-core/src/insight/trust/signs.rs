//! What looks as if a unit had worked on its score rather than for its customers.

use super::exact::{at_most, number};
use super::extract::{Reading, Sums, Unit, by_unit, halfway};
use super::others::{Beside, Hits, Point, more, standing_out};
use super::ranks::{larger, median};
use super::told::words;
use crate::document::Read;
use crate::error::{Code, Error};
use crate::insight::funnel::{Occasion, zone};
use crate::metric::{Discovery, adjusted, confident};
use crate::named::Named;
use crate::time::Time;
use serde::{Deserialize, Serialize};

/// How signs are looked for.
#[derive(Debug, Clone, PartialEq, Deserialize, Read)]
#[serde(deny_unknown_fields)]
pub struct GamingQuery {
    /// The metric that the answers make, by name.
    #[serde(default)]
    pub metric: Option<String>,
    /// The answer at which heaping is looked for: the least that counts as good.
    #[serde(default)]
    pub target: Option<f64>,
    /// The instant before and after which response rates are compared; half-way if not said.
    #[serde(default)]
    pub split: Option<Time>,
    /// How many days make the end of a month; 3 if not said.
    #[serde(default = "three")]
    pub last_days: u32,
    /// The time zone of months; UTC if not said.
    #[serde(default)]
    pub time_zone: Option<String>,
    /// The most that the chance of any false flag in all units may be; 0.05 if not said.
    #[serde(default = "one_in_twenty")]
    pub alpha: f64,
    /// The least number of customers, or answers, of a unit that is tested; 20 if not said.
    #[serde(default = "twenty")]
    pub min_n: i64,
}

fn three() -> u32 {
    3
}

fn one_in_twenty() -> f64 {
    0.05
}

fn twenty() -> i64 {
    20
}

impl Default for GamingQuery {
    fn default() -> Self {
        Self {
            metric: None,
            target: None,
            split: None,
            last_days: three(),
            time_zone: None,
            alpha: one_in_twenty(),
            min_n: twenty(),
        }
    }
}

/// A sign of gaming.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Sign {
    /// It invites a smaller share of those eligible than the other units.
    FewInvited,
    /// It invites customers with a known concern less than its others.
    ConcernsLeftOut,
    /// It invites customers with a known concern later than its others.
    ConcernsAskedLate,
    /// More of its answers than elsewhere come in the last days of a month.
    PeriodEnd,
    /// More of its answers than elsewhere are exactly at the target, among those at it and next to it.
    Heaping,
    /// Its response rate moved and its score rose at the same time, both unlike those of the others.
    RateShift,
}

impl Sign {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::FewInvited,
        Self::ConcernsLeftOut,
        Self::ConcernsAskedLate,
        Self::PeriodEnd,
        Self::Heaping,
        Self::RateShift,
    ];

    /// Its name in every format.
    pub fn name(self) -> &'static str {
        match self {
            Self::FewInvited => "few_invited",
            Self::ConcernsLeftOut => "concerns_left_out",
            Self::ConcernsAskedLate => "concerns_asked_late",
            Self::PeriodEnd => "period_end",
            Self::Heaping => "heaping",
            Self::RateShift => "rate_shift",
        }
    }

    /// How it is tested.
    pub fn test(self) -> SignTest {
        match self {
            Self::FewInvited | Self::PeriodEnd | Self::Heaping => SignTest::BesideOthers,
            Self::ConcernsLeftOut => SignTest::FisherExact,
            Self::ConcernsAskedLate => SignTest::MannWhitney,
            Self::RateShift => SignTest::BothShifted,
        }
    }
}

/// How a sign is tested.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum SignTest {
    /// The larger p of Fisher's exact test against all other units, on one side, and of a t of the distance from
    /// the median unit that takes into account how much units differ among themselves (R. C. Paule, J. Mandel,
    /// Journal of Research of the National Bureau of Standards 87, 1982, with the scale Qn of P. J.
    /// Rousseeuw, C. Croux, Journal of the American Statistical Association 88, 1993). Six units or more.
    BesideOthers,
    /// Fisher's exact test within the unit, on one side.
    FisherExact,
    /// Mann and Whitney's test within the unit, on one side.
    MannWhitney,
    /// The larger p of two t beside the others: of the response rate, on both sides, and of the score's rise
    /// (an intersection–union test: R. L. Berger, Technometrics 24, 1982, 295–300).
    BothShifted,
}

/// One sign, of one unit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SignRow {
    /// The unit.
    pub unit: String,
    /// The sign.
    pub sign: Sign,
    /// What the unit has: a share; of `concerns_asked_late` the median number of days that customers with a
    /// concern waited; of `rate_shift` how much the response rate moved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<f64>,
    /// What it is held against: the same of the other units (of `rate_shift` the median of all), or of the
    /// customers without a concern.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub beside: Option<f64>,
    /// How many customers or answers of the unit it stands on.
    pub n: i64,
    /// How it was tested.
    pub test: SignTest,
    /// The chance of as much where nothing is behind it; absent where there is too little to test.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub p: Option<f64>,
    /// That, corrected for all tests of all units by Holm's procedure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub adjusted: Option<f64>,
    /// Whether it is flagged: the corrected p is at most `alpha`.
    pub flagged: bool,
    /// All of that in a sentence.
    pub words: String,
}

/// The signs of all units.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Gaming {
    /// The metric that the answers make.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub metric: Option<String>,
    /// Each sign of each unit, by unit.
    pub rows: Vec<SignRow>,
    /// How many tests were made.
    pub tests: u64,
    /// The most that the chance of any false flag among them is, whatever they have to do with each other:
    /// S. Holm, Scandinavian Journal of Statistics 6 (1979) 65–70. Its tests take each unit's customers to
    /// decide and answer by themselves.
    pub alpha: f64,
    /// How many occasions name no unit; they are in no sign.
    pub without_unit: u64,
}

/// Looks for signs of gaming in occasions: in who was invited, when, and what was answered. A flag is a sign
/// and no proof: a unit may differ for an honest reason.
///
/// # Errors
/// An alpha outside (0, 1), a time zone that is none, an end of the month of no day or of more than 28, a
/// `min_n` below 2.
pub fn gaming(occasions: &[Occasion], query: &GamingQuery) -> Result<Gaming, Error> {
    confident(query.alpha).map_err(|error| error.at("alpha"))?;
    let refused = |key: &str, message: String| Err(Error::new(Code::OutOfRange, message).at(key));
    if !(1..=28).contains(&query.last_days) {
        let message = format!(
            "the end of a month has 1 to 28 days, not {}",
            query.last_days
        );
        return refused("last_days", message);
    }
    if query.min_n < 2 {
        return refused("min_n", format!("nothing is told of {}", query.min_n));
    }
    let reading = Reading {
        zone: zone(query.time_zone.as_deref())?,
        last_days: query.last_days,
        target: query.target,
        split: query.split.or_else(|| halfway(occasions)),
    };
    let (units, without_unit) = by_unit(occasions, &reading);
    let found = Sign::ALL.map(|sign| (sign, read(sign, &units, query.min_n)));
    let mut rows = Vec::new();
    for (place, unit) in units.keys().enumerate() {
        for (sign, found) in &found {
            let Some(Some(found)) = found.get(place) else {
                continue;
            };
            rows.push(SignRow {
                unit: unit.clone(),
                sign: *sign,
                value: Some(found.value),
                beside: Some(found.beside),
                n: found.n,
                test: sign.test(),
                p: found.p,
                adjusted: None,
                flagged: false,
                words: String::new(),
            });
        }
    }
    let ps: Vec<f64> = rows.iter().map(|row| row.p.unwrap_or(f64::NAN)).collect();
    for (row, adjusted) in rows.iter_mut().zip(adjusted(&ps, Discovery::Holm)) {
        row.adjusted = Some(adjusted).filter(|p| !p.is_nan());
        row.flagged = adjusted <= query.alpha;
        row.words = words(row, query);
    }
    Ok(Gaming {
        metric: query.metric.clone(),
        tests: ps.iter().filter(|p| !p.is_nan()).count() as u64,
        rows,
        alpha: query.alpha,
        without_unit,
    })
}

/// What was found of a sign in a unit.
#[derive(Debug, Clone, Copy)]
struct Found {
    value: f64,
    beside: f64,
    n: i64,
    p: Option<f64>,
}

/// Of a group within a unit, the least number that is tested.
const GROUP_MIN: i64 = 8;

fn read(sign: Sign, units: &Named<Unit>, min_n: i64) -> Vec<Option<Found>> {
    let all: Vec<&Unit> = units.values().collect();
    let shares = |of: fn(&Unit) -> Hits, turned: bool| -> Vec<Option<Found>> {
        let turn = |hits: Hits| Hits {
            hits: if turned {
                hits.n - hits.hits
            } else {
                hits.hits
            },
            n: hits.n,
        };
        // Too few to be tested are also too few to be held against.
        let told = |unit: &&Unit| Some(of(unit)).filter(|hits| hits.n >= min_n);
        let hits: Vec<Hits> = all
            .iter()
            .map(|unit| told(unit).map(turn).unwrap_or_default())
            .collect();
        let beside = more(&hits).into_iter().zip(&hits);
        let back = |share: f64| if turned { 1.0 - share } else { share };
        let found = |(beside, hits): (Option<Beside>, &Hits)| {
            let beside = beside?;
            Some(Found {
                value: back(beside.value),
                beside: back(beside.others),
                n: hits.n,
                p: beside.p,
            })
        };
        beside.map(found).collect()
    };
    match sign {
        Sign::FewInvited => shares(|unit| unit.invited, true),
        Sign::PeriodEnd => shares(|unit| unit.at_the_end, false),
        Sign::Heaping => shares(|unit| unit.at_target, false),
        Sign::ConcernsLeftOut => all.iter().map(|unit| left_out(unit)).collect(),
        Sign::ConcernsAskedLate => all.iter().map(|unit| asked_late(unit)).collect(),
        Sign::RateShift => rate_shift(&all, min_n),
    }
}

fn left_out(unit: &Unit) -> Option<Found> {
    let (concerned, content) = (unit.concerned, unit.content);
    let (value, beside) = (concerned.share()?, content.share()?);
    let all = concerned.n + content.n;
    let enough = concerned.n.min(content.n) >= GROUP_MIN;
    let p = || {
        at_most(
            concerned.hits,
            concerned.n,
            concerned.hits + content.hits,
            all,
        )
    };
    Some(Found {
        value,
        beside,
        n: all,
        p: enough.then(p),
    })
}

fn asked_late(unit: &Unit) -> Option<Found> {
    let (concerned, content) = (&unit.concerned_waited, &unit.content_waited);
    let count = |of: &[f64]| i64::try_from(of.len()).unwrap_or(i64::MAX);
    let (late, others) = (count(concerned), count(content));
    let enough = late.min(others) >= GROUP_MIN;
    Some(Found {
        value: median(concerned)?,
        beside: median(content)?,
        n: late.saturating_add(others),
        p: if enough {
            larger(concerned, content)
        } else {
            None
        },
    })
}

fn of_rates([before, after]: [Hits; 2]) -> Option<Point> {
    let both = Hits {
        hits: before.hits + after.hits,
        n: before.n + after.n,
    };
    let pooled = both.share()?;
    let (n, m) = (number(before.n), number(after.n));
    Some(Point {
        value: after.share()? - before.share()?,
        noise: pooled * (1.0 - pooled) * (1.0 / n + 1.0 / m),
    })
}

fn of_answers([before, after]: [Sums; 2]) -> Option<Point> {
    Some(Point {
        value: after.mean()? - before.mean()?,
        noise: before.noise()? + after.noise()?,
    })
}

fn rate_shift(units: &[&Unit], min_n: i64) -> Vec<Option<Found>> {
    let enough = |unit: &Unit| {
        unit.responded.iter().all(|hits| hits.n >= min_n)
            && unit.answers.iter().all(|sums| sums.n >= number(GROUP_MIN))
    };
    let points = |of: &dyn Fn(&Unit) -> Option<Point>| -> Vec<Option<Point>> {
        let point = |unit: &&Unit| if enough(unit) { of(unit) } else { None };
        units.iter().map(point).collect()
    };
    let rates = points(&|unit| of_rates(unit.responded));
    let scores = points(&|unit| of_answers(unit.answers));
    let middle: Vec<f64> = rates.iter().flatten().map(|rate| rate.value).collect();
    let beside = median(&middle);
    let ps = standing_out(&rates).into_iter().zip(standing_out(&scores));
    let ps = ps.map(|(rate, score)| Some(rate?.either().max(score?.above())));
    let found = units.iter().zip(&rates).zip(ps).map(|((unit, rate), p)| {
        Some(Found {
            value: (*rate)?.value,
            beside: beside?,
            n: unit.responded.iter().map(|hits| hits.n).sum(),
            p,
        })
    });
    found.collect()
}
