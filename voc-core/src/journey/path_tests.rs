//! What is read off paths, against naive readings of what it means. Results by hand are in `tests/paths`.

use super::details::{Kept, Words};
use super::names::Names;
use super::*;
use crate::Program;
use crate::metric::Estimate;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

const MINUTE: i64 = 60_000_000;
const ACTIVITIES: [&str; 4] = ["a", "b", "c", "d"];
const UNITS: [&str; 3] = ["u", "v", "w"];

/// An event: instance, activity, minutes since the one before, unit (3 is none), score (11 is none),
/// concern, information.
type Row = (usize, usize, i64, usize, i64, bool, [bool; 2]);

fn rows() -> impl Strategy<Value = Vec<Row>> {
    let row = (
        0..6_usize,
        0..4_usize,
        0..5_i64,
        0..4_usize,
        0..12_i64,
        prop::bool::weighted(0.2),
        any::<[bool; 2]>(),
    );
    prop::collection::vec(row, 0..60)
}

/// The rows of each instance in order, with their minute. Rows come in order of time.
fn plainly(rows: &[Row]) -> Vec<(usize, Vec<(i64, Row)>)> {
    let mut cases: Vec<(usize, Vec<(i64, Row)>)> = Vec::new();
    let mut minute = 0;
    for row in rows {
        minute += row.2;
        let known = cases.iter().position(|case| case.0 == row.0);
        let place = known.unwrap_or_else(|| {
            cases.push((row.0, Vec::new()));
            cases.len() - 1
        });
        cases[place].1.push((minute, *row));
    }
    cases
}

fn read(rows: &[Row]) -> EventLog {
    read_placed(&placed(rows))
}

/// The rows with their minute and their place.
fn placed(rows: &[Row]) -> Vec<(i64, i64, Row)> {
    let mut minute = 0;
    let each = (0..).zip(rows).map(|(place, row)| {
        minute += row.2;
        (minute, place, *row)
    });
    each.collect()
}

fn read_placed(placed: &[(i64, i64, Row)]) -> EventLog {
    let rows: Vec<Row> = placed.iter().map(|it| it.2).collect();
    let at: Vec<i64> = placed.iter().map(|it| it.0 * MINUTE).collect();
    let order: Vec<i64> = placed.iter().map(|it| it.1).collect();
    let codes = |of: fn(&Row) -> usize, none: usize| -> Vec<u32> {
        let codes = rows.iter().map(of);
        codes
            .map(|code| {
                if code == none {
                    u32::MAX
                } else {
                    u32::try_from(code).unwrap()
                }
            })
            .collect()
    };
    let (instances, activities) = (codes(|row| row.0, 9), codes(|row| row.1, 9));
    let units = codes(|row| row.3, UNITS.len());
    let score = |row: &Row| {
        if row.4 == 11 {
            f64::NAN
        } else {
            f64::from(i32::try_from(row.4).unwrap())
        }
    };
    let scores: Vec<f64> = rows.iter().map(score).collect();
    let concerns: Vec<bool> = rows.iter().map(|row| row.5).collect();
    let there =
        [0, 1].map(|place: usize| rows.iter().map(|row| row.6[place]).collect::<Vec<bool>>());
    let columns = LogColumns {
        instance: Coded {
            codes: &instances,
            texts: &["i", "j", "k", "l", "m", "n"],
        },
        activity: Coded {
            codes: &activities,
            texts: &[ACTIVITIES.as_slice(), &["", ""]].concat(),
        },
        at: &at,
        order: Some(&order),
    };
    let details = Details {
        score: Some(&scores),
        concern: Some(&concerns),
        unit: Some(Coded {
            codes: &units,
            texts: &[UNITS.as_slice(), &["", "", ""]].concat(),
        }),
        information: &[
            Information {
                name: "order",
                there: &there[0],
            },
            Information {
                name: "name",
                there: &there[1],
            },
        ],
        ..Details::default()
    };
    EventLog::read_with(&columns, &details).unwrap()
}

fn name(row: &Row) -> &'static str {
    ACTIVITIES[row.1]
}

/// The path without repetition by its last exits: the first, then whatever follows its last place.
fn erased(path: &[&'static str]) -> Vec<usize> {
    let mut places = Vec::new();
    let mut next = 0;
    while let Some(now) = path.get(next) {
        let last = path.iter().rposition(|it| it == now).unwrap();
        places.push(last);
        next = last + 1;
    }
    places
}

proptest! {
    #[test]
    fn what_comes_again_is_cut_out_of_the_path(rows in rows()) {
        let mut wanted: BTreeMap<Vec<&str>, (Vec<i64>, BTreeSet<usize>)> = BTreeMap::new();
        let cases = plainly(&rows);
        for (case, events) in &cases {
            let path: Vec<&'static str> = events.iter().map(|(_, row)| name(row)).collect();
            for now in 0..path.len() {
                let places = erased(&path[..now]);
                let Some(met) = places.iter().position(|place| path[*place] == path[now]) else { continue };
                let way = places[met..].iter().map(|place| path[*place]).collect();
                let its = wanted.entry(way).or_default();
                its.0.push((events[now].0 - events[places[met]].0) * MINUTE);
                its.1.insert(*case);
            }
        }
        let found = read(&rows).repeats().unwrap();
        prop_assert_eq!(found.len(), wanted.len());
        for row in found {
            let path: Vec<&str> = row.path.iter().map(String::as_str).collect();
            let (mut times, instances) = wanted[&path].clone();
            prop_assert_eq!(Durations::of(&mut times), Some(row.durations));
            prop_assert_eq!(row.instances, i64::try_from(instances.len()).unwrap());
            let reach = cases.iter().filter(|(_, events)| events.iter().any(|it| name(&it.1) == path[0]));
            prop_assert_eq!(row.share.n, i64::try_from(reach.count()).unwrap());
        }
    }

    #[test]
    fn between_is_from_the_first_to_the_next(rows in rows(), from in 0..4_usize, to in 0..4_usize) {
        let (from, to) = (ACTIVITIES[from], ACTIVITIES[to]);
        let (mut with, mut times) = (0, Vec::new());
        for (_, events) in plainly(&rows) {
            let Some(first) = events.iter().position(|it| name(&it.1) == from) else { continue };
            with += 1;
            let later = (first + 1..events.len()).find(|place| name(&events[*place].1) == to);
            times.extend(later.map(|later| (events[later].0 - events[first].0) * MINUTE));
        }
        let found = read(&rows).between(from, to).unwrap();
        prop_assert_eq!(found.reached.n, with);
        prop_assert_eq!(found.durations, Durations::of(&mut times));
    }

    #[test]
    fn stops_are_last_events_without_an_end(rows in rows(), quiet in 0..200_i64) {
        let quiet_since = crate::Time::from_micros(quiet * MINUTE);
        let of = Stops { ends: vec!["d".to_owned()], quiet_since };
        let mut wanted: BTreeMap<&str, i64> = BTreeMap::new();
        for (_, events) in plainly(&rows) {
            let last = events.last().unwrap();
            if last.0 < quiet && events.iter().all(|it| name(&it.1) != "d") {
                *wanted.entry(name(&last.1)).or_default() += 1;
            }
        }
        let found = read(&rows).stops(&of).unwrap();
        let found: BTreeMap<&str, i64> = found.iter().map(|row| (&*row.activity, row.stopped)).collect();
        prop_assert_eq!(found, wanted);
    }

    #[test]
    fn concerns_are_counted_with_and_without(rows in rows()) {
        let cases = plainly(&rows);
        let concerned = |events: &[(i64, Row)]| events.iter().any(|it| it.1.5);
        let log = read(&rows);
        let how = Compare { min_n: Some(1), ..Compare::default() };
        for row in log.concerns(PathOf::Activity, &how).unwrap() {
            let passed = |events: &[(i64, Row)]| events.iter().any(|it| name(&it.1) == row.path[0]);
            let count = |with: bool, hit: bool| {
                let some = cases.iter().filter(|(_, it)| passed(it) == with && (!hit || concerned(it)));
                i64::try_from(some.count()).unwrap()
            };
            let n = (row.passed.n, row.others.n);
            prop_assert_eq!(n, (count(true, false), count(false, false)));
            let hits = |of: Estimate| of.value.map(|share| share * f64::from(i32::try_from(of.n).unwrap()));
            prop_assert!((hits(row.passed).unwrap() - f64::from(i32::try_from(count(true, true)).unwrap())).abs() < 1e-9);
            prop_assert_eq!(row.enough, n.0 >= 1 && n.1 >= 1);
            prop_assert_eq!(row.difference.is_some(), n.1 >= 1);
        }
        let variants = log.concerns(PathOf::Variant, &how).unwrap();
        let mut by_path: Vec<_> = variants.iter().map(|row| (row.path.clone(), row.passed.n)).collect();
        let mut wanted: Vec<_> = log.variants().into_iter().map(|row| (row.path, row.instances)).collect();
        by_path.sort();
        wanted.sort();
        prop_assert_eq!(by_path, wanted);
    }

    #[test]
    fn signs_lie_before_the_target(rows in rows()) {
        let cases = plainly(&rows);
        let found = read(&rows).first_signs("c", &Compare { min_n: Some(1), confidence: Some(0.1) }).unwrap();
        let place = |events: &[(i64, Row)]| events.iter().position(|it| name(&it.1) == "c");
        let with: Vec<_> = cases.iter().filter_map(|(_, it)| Some((it, place(it)?))).collect();
        prop_assert_eq!(found.instances, i64::try_from(with.len()).unwrap());
        for row in &found.rows {
            let is_it = |it: &(i64, Row)| name(&it.1) == row.activity;
            let leads = with.iter().filter_map(|(events, at)| {
                let first = events[..*at].iter().find(|it| is_it(it))?;
                Some((events[*at].0 - first.0) * MINUTE)
            });
            let mut leads: Vec<i64> = leads.collect();
            prop_assert_eq!(Durations::of(&mut leads), row.lead);
            let without = cases.iter().filter(|(_, it)| place(it).is_none() && it.iter().any(is_it));
            let otherwise = i64::try_from(without.count()).unwrap();
            let expected = crate::metric::rate(otherwise, found.others, row.otherwise.confidence).unwrap();
            prop_assert_eq!(row.otherwise, expected);
            prop_assert_eq!(row.is_sign, found.enough && row.difference.is_some_and(|it| it.low > 0.0));
        }
        let signs: BTreeSet<&str> =
            found.rows.iter().filter(|row| row.is_sign).map(|row| &*row.activity).collect();
        let leads = with.iter().filter_map(|(events, at)| {
            let first = events[..*at].iter().find(|it| signs.contains(name(&it.1)))?;
            Some((events[*at].0 - first.0) * MINUTE)
        });
        let mut leads: Vec<i64> = leads.collect();
        let firsts: i64 = found.rows.iter().map(|row| row.first).sum();
        prop_assert_eq!(firsts, i64::try_from(leads.len()).unwrap());
        prop_assert_eq!(Durations::of(&mut leads), found.lead);
    }

    #[test]
    fn scores_are_compared_within_their_instance(rows in rows()) {
        let of = ScoreOf { metric: ScoreMetric::Mean, at_least: None, confidence: None };
        let found = read(&rows).experience(&of).unwrap();
        let cases = plainly(&rows);
        let mut fallen = f64::NEG_INFINITY;
        for row in found {
            let mut scores = Vec::new();
            let mut changes = Vec::new();
            for (_, events) in &cases {
                let scored: Vec<&(i64, Row)> = events.iter().filter(|it| it.1.4 != 11).collect();
                let Some(first) = scored.iter().position(|it| name(&it.1) == row.activity) else { continue };
                scores.push(scored[first].1.4);
                if first > 0 {
                    changes.push(scored[first].1.4 - scored[first - 1].1.4);
                }
            }
            let mean = |all: &[i64]| {
                let number = |it: usize| f64::from(i32::try_from(it).unwrap());
                let sum: i64 = all.iter().sum();
                f64::from(i32::try_from(sum).unwrap()) / number(all.len())
            };
            prop_assert_eq!(row.score.n, i64::try_from(scores.len()).unwrap());
            prop_assert!((row.score.value.unwrap() - mean(&scores)).abs() < 1e-9);
            prop_assert_eq!(row.pairs, i64::try_from(changes.len()).unwrap());
            prop_assert_eq!(row.change.is_some(), changes.len() >= 2);
            if let Some(change) = row.change {
                prop_assert!((change.value - mean(&changes)).abs() < 1e-9);
                prop_assert!(fallen <= change.value);
                fallen = change.value;
            }
        }
    }

    #[test]
    fn hand_overs_are_changes_of_unit(rows in rows()) {
        #[derive(Default)]
        struct Wanted { times: Vec<i64>, instances: BTreeSet<usize>, returned: i64, lost: [(i64, i64); 2] }
        let mut wanted: BTreeMap<(&str, &str), Wanted> = BTreeMap::new();
        for (case, events) in plainly(&rows) {
            let with: Vec<(i64, Row)> = events.into_iter().filter(|it| it.1.3 < 3).collect();
            let mut units: Vec<usize> = with.iter().map(|it| it.1.3).collect();
            for (one, two) in with.iter().zip(with.iter().skip(1)).filter(|(one, two)| one.1.3 != two.1.3) {
                let its = wanted.entry((UNITS[one.1.3], UNITS[two.1.3])).or_default();
                its.times.push((two.0 - one.0) * MINUTE);
                its.instances.insert(case);
                for (place, (there, lost)) in its.lost.iter_mut().enumerate() {
                    *there += i64::from(one.1.6[place]);
                    *lost += i64::from(one.1.6[place] && !two.1.6[place]);
                }
            }
            units.dedup();
            for three in units.windows(3).filter(|three| three[0] == three[2]) {
                wanted.get_mut(&(UNITS[three[1]], UNITS[three[2]])).unwrap().returned += 1;
            }
        }
        let found = read(&rows).hand_overs().unwrap();
        prop_assert_eq!(found.len(), wanted.len());
        for row in &found {
            let its = wanted.get_mut(&(&*row.from, &*row.to)).unwrap();
            prop_assert_eq!(Durations::of(&mut its.times), Some(row.durations));
            prop_assert_eq!(row.instances, i64::try_from(its.instances.len()).unwrap());
            prop_assert_eq!(row.returned, its.returned);
            let lost: Vec<(i64, i64)> = row.lost.iter().map(|it| (it.share.n, it.lost)).collect();
            prop_assert_eq!(lost, its.lost.to_vec());
        }
    }

    /// Where `order` says what came first, rows may come in any order: the same is read off them.
    #[test]
    fn the_order_of_rows_leaves_no_trace_on_paths(rows in rows(), seed in any::<u64>()) {
        let mut mixed = placed(&rows);
        mixed.sort_by_key(|it| (it.1.cast_unsigned() ^ seed).wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let (log, mixed) = (read(&rows), read_placed(&mixed));
        let of = ScoreOf { metric: ScoreMetric::Nps, at_least: None, confidence: None };
        let how = Compare::default();
        prop_assert_eq!(log.repeats(), mixed.repeats());
        prop_assert_eq!(log.experience(&of), mixed.experience(&of));
        prop_assert_eq!(log.hand_overs(), mixed.hand_overs());
        prop_assert_eq!(log.first_signs("c", &how), mixed.first_signs("c", &how));
        let by_path = |log: &EventLog| log.concerns(PathOf::Variant, &how);
        prop_assert_eq!(by_path(&log), by_path(&mixed));
        let all = |log: &EventLog| {
            let mut all: Vec<String> = log.rows().map(|row| format!("{row:?}")).collect();
            all.sort();
            all
        };
        prop_assert_eq!(all(&log), all(&mixed));
    }

    #[test]
    fn a_part_and_the_rest_are_the_whole(rows in rows()) {
        let log = read(&rows);
        for unit in log.names_of(DetailText::Unit) {
            let part = log.only(DetailText::Unit, unit).unwrap();
            let names: Vec<_> = part.instances().map(|one| one.name()).collect();
            let cases = plainly(&rows);
            let with = cases.iter().filter(|(_, events)| events.iter().any(|it| it.1.3 < 3 && UNITS[it.1.3] == unit));
            let wanted: Vec<&str> = with.map(|(case, _)| ["i", "j", "k", "l", "m", "n"][*case]).collect();
            prop_assert_eq!(&names, &wanted);
            let kept: Vec<EventRow<'_>> = part.rows().collect();
            let all = log.rows().filter(|row| names.contains(&row.instance));
            prop_assert_eq!(kept, all.collect::<Vec<_>>());
        }
    }
}

#[test]
fn what_a_log_does_not_know_is_named() {
    let bare = EventLog::default();
    let of = ScoreOf {
        metric: ScoreMetric::Mean,
        at_least: None,
        confidence: None,
    };
    let path = |error: crate::Error| error.path.unwrap();
    assert_eq!(path(bare.experience(&of).unwrap_err()), "score");
    assert_eq!(
        path(
            bare.concerns(PathOf::Variant, &Compare::default())
                .unwrap_err()
        ),
        "concern"
    );
    assert_eq!(path(bare.hand_overs().unwrap_err()), "unit");
    assert_eq!(path(bare.between("a", "b").unwrap_err()), "from");
    assert_eq!(
        path(bare.only(DetailText::Segment, "gold").unwrap_err()),
        "segment"
    );
    let log = read(&[
        (0, 0, 0, 0, 10, true, [true; 2]),
        (0, 1, 1, 1, 11, false, [true; 2]),
    ]);
    let share = ScoreOf {
        metric: ScoreMetric::Share,
        ..of
    };
    assert_eq!(path(log.experience(&share).unwrap_err()), "at_least");
    let sure = ScoreOf {
        confidence: Some(1.0),
        ..of
    };
    assert_eq!(path(log.experience(&sure).unwrap_err()), "confidence");
    let none = Compare {
        min_n: Some(0),
        ..Compare::default()
    };
    assert_eq!(
        path(log.concerns(PathOf::Activity, &none).unwrap_err()),
        "min_n"
    );
    assert_eq!(path(log.first_signs("e", &none).unwrap_err()), "target");
    let ends = |ends: &[&str]| Stops {
        ends: ends.iter().map(ToString::to_string).collect(),
        quiet_since: None,
    };
    assert_eq!(path(log.stops(&ends(&[])).unwrap_err()), "ends");
    assert_eq!(path(log.stops(&ends(&["a", "e"])).unwrap_err()), "ends.1");
    let least = ScoreOf {
        at_least: Some(3.0),
        ..of
    };
    assert_eq!(path(log.experience(&least).unwrap_err()), "at_least");
}

#[test]
fn columns_of_details_that_do_not_fit_are_refused_by_name() {
    let texts = ["a"];
    let coded = |codes| Coded {
        codes,
        texts: &texts,
    };
    let columns = LogColumns {
        instance: coded(&[0, 0]),
        activity: coded(&[0, 0]),
        at: &[1, 2],
        order: None,
    };
    let refused = |details: Details<'_, &str>| {
        EventLog::read_with(&columns, &details)
            .unwrap_err()
            .path
            .unwrap()
    };
    let none = Details::default;
    assert_eq!(
        refused(Details {
            score: Some(&[1.0]),
            ..none()
        }),
        "score"
    );
    assert_eq!(
        refused(Details {
            score: Some(&[1.0, 2e8]),
            ..none()
        }),
        "score.2"
    );
    assert_eq!(
        refused(Details {
            concern: Some(&[true]),
            ..none()
        }),
        "concern"
    );
    assert_eq!(
        refused(Details {
            unit: Some(coded(&[0])),
            ..none()
        }),
        "unit"
    );
    assert_eq!(
        refused(Details {
            segment: Some(coded(&[0, 7])),
            ..none()
        }),
        "segment"
    );
    let one = Information {
        name: "order",
        there: &[true],
    };
    assert_eq!(
        refused(Details {
            information: &[one],
            ..none()
        }),
        "order"
    );
    let fit = Information {
        there: &[true, true],
        ..one
    };
    assert_eq!(
        refused(Details {
            information: &[fit; 65],
            ..none()
        }),
        "information"
    );
}

#[test]
fn channels_by_code_are_sorted_by_name() {
    let event = |activity| Event {
        at: crate::Time::MIN,
        activity,
    };
    let names = ["web", "app", "mail"].map(str::to_owned);
    let channels = Words::of_codes(&names, [0, 1, u32::MAX].into_iter());
    let log = EventLog::of_parts(
        Names::Read(vec!["one".to_owned(), "two".to_owned()]),
        vec!["a".to_owned()],
        vec![2, 3],
        vec![event(0), event(0), event(0)],
        Kept::of_columns(None, None, Words::default(), channels),
    );
    let found: Vec<Option<&str>> = log.rows().map(|row| row.channel).collect();
    assert_eq!(found, [Some("web"), Some("app"), None]);
    assert_eq!(log.names_of(DetailText::Channel), ["app", "web"]);
    assert_eq!(log.only(DetailText::Channel, "app").unwrap().events(), 2);
    assert_eq!(
        log.only(DetailText::Channel, "mail")
            .unwrap_err()
            .path
            .as_deref(),
        Some("channel")
    );
}

#[test]
fn needs_reach_through_the_program() {
    let program = Program::parse(
        "voc: 1
name: Needs
units: {claims: {}, centre: {}, bank: {}}
touch_points:
  report: {owner: claims}
  assess: {owner: claims, needs: [report]}
  status: {owner: centre, needs: [report, assess]}
  payout: {owner: bank, needs: [assess]}
  survey: {needs: [payout]}
",
    )
    .unwrap();
    let rows = needs(&program);
    let row = |name: &str| rows.iter().find(|row| row.touch_point == name).unwrap();
    let status = row("status");
    assert_eq!(
        (status.upstream.join(" "), status.units_upstream.join(" ")),
        ("report assess".into(), "claims".into())
    );
    assert_eq!(status.needed_by.len() + status.downstream.len(), 0);
    let report = row("report");
    assert_eq!(report.needed_by.join(" "), "assess status");
    assert_eq!(report.downstream.join(" "), "assess status payout survey");
    assert_eq!(report.units_downstream.join(" "), "claims centre bank");
    assert_eq!(
        (
            row("survey").owner.clone(),
            row("survey").upstream.join(" ")
        ),
        (None, "payout assess report".into())
    );
}
