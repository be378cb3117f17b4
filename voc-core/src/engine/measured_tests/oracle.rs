//! Every metric, read off the signals that stand.

use super::{Later, Said, number};
use crate::engine::Engine;
use crate::metric::{Estimate, Made, MetricRow, Sampling, mean, weighted};
use crate::program::MetricKind;
use proptest::prelude::*;
use std::collections::BTreeMap;

/// What stands in the end, each with the weight of its customer as of it.
fn standing(all: &[Said]) -> Vec<([Option<i64>; 8], Option<f64>)> {
    let mut order: Vec<usize> = (0..all.len()).collect();
    order.sort_by_key(|number| (all[*number].at, *number));
    let mut weights: BTreeMap<u8, f64> = BTreeMap::new();
    let mut found = Vec::new();
    for number in order {
        let said = &all[number];
        let fields = match &said.later {
            Later::Stands => said.fields,
            Later::Corrected(fields) => *fields,
            Later::TakenBack => continue,
        };
        if let Some(weight) = said.states.filter(|_| said.who > 0) {
            weights.insert(said.who, f64::from(i32::try_from(weight).unwrap()));
        }
        found.push((fields, weights.get(&said.who).copied()));
    }
    found
}

pub(super) fn close(one: Option<f64>, other: Option<f64>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => (one - other).abs() <= 1e-9 * other.abs().max(1.0),
        (one, other) => one == other,
    }
}

fn same(found: &MetricRow, wanted: &Estimate, left_out: usize) -> Result<(), TestCaseError> {
    let one = found.estimate.unwrap();
    prop_assert!(close(one.value, wanted.value), "{one} is not {wanted}");
    prop_assert!(
        close(one.low, wanted.low) && close(one.high, wanted.high),
        "{one} is not {wanted}"
    );
    prop_assert_eq!(one.n, wanted.n);
    prop_assert_eq!(
        found.left_out.unwrap_or(0),
        i64::try_from(left_out).unwrap()
    );
    Ok(())
}

fn float(whole: i64) -> f64 {
    f64::from(i32::try_from(whole).unwrap())
}

fn share(hits: impl Iterator<Item = bool>) -> Estimate {
    let hits: Vec<bool> = hits.collect();
    let yes = i64::try_from(hits.iter().filter(|hit| **hit).count()).unwrap();
    crate::metric::rate(yes, i64::try_from(hits.len()).unwrap(), 0.95).unwrap()
}

fn nps_of(answers: impl Iterator<Item = i64>) -> Estimate {
    crate::metric::nps(&answers.collect::<Vec<_>>(), 0.95).unwrap()
}

/// Every metric, read off what stands.
pub(super) fn held(engine: &Engine, all: &[Said]) -> Result<(), TestCaseError> {
    let stands = standing(all);
    let part = |place: usize| stands.iter().filter_map(move |(fields, _)| fields[place]);
    let names = |rest: Option<i64>| rest.filter(|rest| *rest > 1).map(|rest| rest % 2);
    let of_survey = |place: usize, survey: i64, only: bool| {
        stands.iter().filter_map(move |(fields, _)| {
            let mine = names(fields[6]).map_or(only, |named| named == survey);
            fields[place].filter(|_| mine)
        })
    };
    same(&number(engine, "nps"), &nps_of(part(0)), 0)?;
    // Two surveys ask for `ltr`, one for `effort`.
    same(
        &number(engine, "nps-relationship"),
        &nps_of(of_survey(0, 0, false)),
        0,
    )?;
    let effort: Vec<f64> = of_survey(1, 1, true).map(float).collect();
    same(&number(engine, "ces"), &mean(&effort, 0.95).unwrap(), 0)?;
    same(
        &number(engine, "top"),
        &share(part(2).map(|stars| stars == 5)),
        0,
    )?;
    same(
        &number(engine, "bottom"),
        &share(part(2).map(|stars| stars <= 2)),
        0,
    )?;
    same(
        &number(engine, "best"),
        &share(part(2).map(|stars| stars <= 2)),
        0,
    )?;
    let wait: Vec<f64> = part(4).map(|wait| float(wait) / 10.0).collect();
    same(&number(engine, "wait"), &mean(&wait, 0.95).unwrap(), 0)?;
    let mut sorted: Vec<i64> = part(4).collect();
    sorted.sort_unstable();
    let middle = (!sorted.is_empty())
        .then(|| (float(sorted[(sorted.len() - 1) / 2]) + float(sorted[sorted.len() / 2])) / 20.0);
    prop_assert!(close(
        number(engine, "wait-median").estimate.unwrap().value,
        middle
    ));
    same(
        &number(engine, "angry"),
        &share(part(5).map(|mood| mood == 0)),
        0,
    )?;
    same(
        &number(engine, "quick"),
        &share(part(4).map(|wait| wait < 50)),
        0,
    )?;
    let points: Vec<f64> = part(5)
        .filter(|mood| *mood != 1)
        .map(|mood| if mood == 0 { -1.0 } else { 1.5 })
        .collect();
    let calm = part(5).filter(|mood| *mood == 1).count();
    same(&number(engine, "mood"), &mean(&points, 0.95).unwrap(), calm)?;
    let pair = |(fields, _): &([Option<i64>; 8], Option<f64>)| Some(float(fields[2]? - fields[3]?));
    let gaps: Vec<f64> = stands.iter().filter_map(pair).collect();
    let alone = stands
        .iter()
        .filter(|(fields, _)| fields[2].is_some() != fields[3].is_some())
        .count();
    same(&number(engine, "gap"), &mean(&gaps, 0.95).unwrap(), alone)?;
    held_weighted(engine, &stands)
}

type Stands = ([Option<i64>; 8], Option<f64>);
/// What a metric reads off it.
type Number = dyn Fn(&Stands) -> Option<f64>;

/// The metrics with weights; what has no weight above 0 is left out.
fn held_weighted(engine: &Engine, stands: &[Stands]) -> Result<(), TestCaseError> {
    // Weights count beside each other: tenths do as well.
    let own = |(fields, _): &Stands| fields[7].map(float);
    let of_customer = |(_, weight): &Stands| *weight;
    let score = |(fields, _): &Stands| {
        fields[0].map(|ltr| match ltr {
            9.. => 1.0,
            7.. => 0.0,
            _ => -1.0,
        })
    };
    let wait = |(fields, _): &Stands| fields[4].map(|wait| float(wait) / 10.0);
    let solved = |(fields, _): &Stands| fields[6].map(|rest| f64::from(rest % 2 == 0));
    let all: [(&str, Made, &Number, &Number); 3] = [
        (
            "nps-weighted",
            Made::Scores(MetricKind::Nps),
            &score,
            &of_customer,
        ),
        ("wait-weighted", Made::Numbers, &wait, &own),
        (
            "solved-weighted",
            Made::Scores(MetricKind::Rate),
            &solved,
            &own,
        ),
    ];
    for (metric, made, answer, weight) in all {
        let answered = stands.iter().filter(|it| answer(it).is_some());
        let counts = |it: &&Stands| weight(it).is_some_and(|weight| weight > 0.0);
        let (counted, apart): (Vec<&Stands>, Vec<&Stands>) = answered.partition(counts);
        let answers: Vec<f64> = counted.iter().filter_map(|it| answer(it)).collect();
        let weights: Vec<f64> = counted.iter().filter_map(|it| weight(it)).collect();
        let sampling = Sampling {
            weights: Some(&weights),
            population: None,
        };
        let wanted = weighted(made, &answers, sampling, 0.95).unwrap();
        let found = number(engine, metric);
        same(&found, &wanted.estimate, apart.len())?;
        prop_assert!(
            close(found.effective_n, Some(wanted.effective_n)),
            "{metric}"
        );
        prop_assert!(close(found.design_effect, wanted.design_effect), "{metric}");
    }
    Ok(())
}
