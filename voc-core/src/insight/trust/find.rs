//! Each sign, read off what the units say.

use super::exact::{at_most, number};
use super::extract::{Sums, Unit};
use super::near::just_met;
use super::others::{Beside, Hits, Point, more, standing_out};
use super::ranks::{larger, median};
use super::sign::Sign;
use super::strata::asked_when_good;
use crate::named::Named;

/// What was found of a sign in a unit.
#[derive(Debug, Clone, Copy)]
pub(super) struct Found {
    pub(super) value: f64,
    pub(super) beside: f64,
    pub(super) n: i64,
    pub(super) p: Option<f64>,
}

/// Of a group within a unit, the least number that is tested.
pub(super) const GROUP_MIN: i64 = 8;

/// What is found of a sign in each unit, in their order.
pub(super) fn read(sign: Sign, units: &Named<Unit>, min_n: i64) -> Vec<Option<Found>> {
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
        Sign::AskedWhenGood => asked_when_good(&all, min_n),
        Sign::JustMet => all.iter().map(|unit| just_met(unit)).collect(),
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
