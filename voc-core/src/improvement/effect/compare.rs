//! The units whose changes are held against each other.

use super::difference::UnitAnswers;
use super::{Heard, LeftOut, LeftOutWhy, Measuring, Windows};
use crate::improvement::Improvement;
use crate::improvement::open::are_related;
use crate::metric::Gathered;
use crate::named::Named;
use crate::program::Program;

/// Who is held against whom.
pub(super) struct Chosen {
    /// Where it was done.
    pub(super) units: Vec<UnitAnswers>,
    /// Where nothing of the kind was done.
    pub(super) comparable: Vec<UnitAnswers>,
    pub(super) left_out: Vec<LeftOut>,
    /// Something else that should move the metric was done in the same units.
    pub(super) confounded: bool,
}

/// The units with enough answers in which no other improvement moves the metric at that time.
pub(super) fn choose(measuring: &Measuring<'_>, windows: &Windows, heard: &Heard) -> Chosen {
    let Measuring {
        improvement,
        program,
        ..
    } = *measuring;
    let moving = moving(measuring, windows);
    let other = |unit: &str| {
        let at_it =
            |one: &&&Improvement| one.units.iter().any(|own| are_related(program, own, unit));
        moving.iter().find(at_it).map(|one| one.id.clone())
    };
    let mut left_out = Vec::new();
    let mut take = |unit: &str, improvement: Option<String>| {
        let answers = UnitAnswers {
            unit: unit.to_owned(),
            before: below(program, &heard.before, unit),
            after: below(program, &heard.after, unit),
        };
        let enough = |answers: &Gathered| {
            let is_sure = answers.noise(measuring.reading).is_some();
            is_sure && answers.answers() >= i64::from(measuring.improvement.min_n)
        };
        let why = if improvement.is_some() {
            LeftOutWhy::OtherImprovement
        } else if enough(&answers.before) && enough(&answers.after) {
            return Some(answers);
        } else {
            LeftOutWhy::TooFewAnswers
        };
        left_out.push(LeftOut {
            unit: unit.to_owned(),
            why,
            improvement,
        });
        None
    };
    let own = uppermost(program, &improvement.units);
    // What else is done there is told of all of them together.
    let units: Vec<UnitAnswers> = own.iter().filter_map(|unit| take(unit, None)).collect();
    let beside = candidates(program, improvement);
    let beside = beside.iter().filter_map(|unit| take(unit, other(unit)));
    let comparable = beside.collect();
    let confounding = own.iter().filter_map(|unit| Some((unit, other(unit)?)));
    let confounding: Vec<LeftOut> = confounding
        .map(|(unit, improvement)| LeftOut {
            unit: (*unit).to_owned(),
            why: LeftOutWhy::OtherImprovement,
            improvement: Some(improvement),
        })
        .collect();
    let confounded = !confounding.is_empty();
    left_out.extend(confounding);
    Chosen {
        units,
        comparable,
        left_out,
        confounded,
    }
}

/// The other improvements that should move the metric between the first day before and the last after.
fn moving<'m>(measuring: &Measuring<'m>, windows: &Windows) -> Vec<&'m Improvement> {
    let Measuring {
        improvement,
        program,
        ..
    } = *measuring;
    let [[first, _], [_, last]] = [windows.before, windows.after];
    let moves = |one: &&&Improvement| {
        let begun = one.started_at.map(|at| at.date_in(program.zone()));
        let ended = one.ended_at.map(|at| at.date_in(program.zone()));
        one.id != improvement.id
            && one.metric == improvement.metric
            && begun.is_some_and(|begun| begun <= last)
            && ended.is_none_or(|ended| ended >= first)
    };
    measuring.all.iter().filter(moves).copied().collect()
}

/// The units to compare with: those that were declared, or those beside its own in the tree.
fn candidates<'m>(program: &'m Program, improvement: &'m Improvement) -> Vec<&'m str> {
    if !improvement.compare.is_empty() {
        return uppermost(program, &improvement.compare);
    }
    let units = &program.spec().units;
    let own: Vec<_> = improvement
        .units
        .iter()
        .filter_map(|unit| units.get(unit))
        .collect();
    let beside = units.iter().filter(|(unit, spec)| {
        own.iter().any(|own| own.parent == spec.parent)
            && !improvement
                .units
                .iter()
                .any(|own| are_related(program, own, unit))
    });
    beside.map(|(unit, _)| unit.as_str()).collect()
}

/// These units without those that lie below others of them.
pub(super) fn uppermost<'u>(program: &Program, units: &'u [String]) -> Vec<&'u str> {
    let is_below = |unit: &str| {
        let above = program.units_up(unit);
        units
            .iter()
            .any(|other| other != unit && above.contains(&other.as_str()))
    };
    let all = units.iter().map(String::as_str);
    all.filter(|unit| !is_below(unit)).collect()
}

/// The answers of a unit and of those below it.
pub(super) fn below(program: &Program, answers: &Named<Gathered>, unit: &str) -> Gathered {
    let mut sum = Gathered::default();
    for (one, own) in answers {
        if program.units_up(one).contains(&unit) {
            sum.merge(own);
        }
    }
    sum
}
