//! Event logs against what is worked out by hand, and against counting without any cleverness.

use super::*;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// By pair of activities, the times between them, and the instances that have it.
type Edges<'r> = BTreeMap<(&'r str, &'r str), (Vec<i64>, BTreeSet<&'r str>)>;

const ABSENT: u32 = u32::MAX;

/// Rows as (instance, activity, minute, order).
type Row = (&'static str, &'static str, i64, i64);

fn read(rows: &[Row]) -> EventLog {
    let texts: Vec<&str> = rows.iter().flat_map(|row| [row.0, row.1]).collect();
    let codes = |from: u32| -> Vec<u32> {
        (0..u32::try_from(rows.len()).unwrap())
            .map(|row| 2 * row + from)
            .collect()
    };
    let (instances, activities) = (codes(0), codes(1));
    let at: Vec<i64> = rows.iter().map(|row| row.2 * 60_000_000).collect();
    let order: Vec<i64> = rows.iter().map(|row| row.3).collect();
    let columns = LogColumns {
        instance: Coded {
            codes: &instances,
            texts: &texts,
        },
        activity: Coded {
            codes: &activities,
            texts: &texts,
        },
        at: &at,
        order: Some(&order),
    };
    EventLog::read(&columns).unwrap()
}

fn paths(log: &EventLog) -> Vec<(String, i64)> {
    let rows = log.variants().into_iter();
    rows.map(|row| (row.path.join(" "), row.instances))
        .collect()
}

/// Four claims: two go straight, one asks twice, one is given up.
const CLAIMS: [Row; 12] = [
    ("c2", "tell", 10, 0),
    ("c1", "tell", 0, 0),
    ("c1", "wait", 30, 0),
    ("c2", "paid", 70, 0),
    ("c2", "wait", 20, 0),
    ("c1", "paid", 60, 0),
    ("c3", "tell", 5, 0),
    ("c3", "wait", 15, 1),
    ("c3", "wait", 15, 2),
    ("c3", "tell", 15, 3),
    ("c3", "paid", 95, 0),
    ("c4", "tell", 7, 0),
];

#[test]
fn claims_by_hand() {
    let log = read(&CLAIMS);
    let names: Vec<_> = log.instances().map(|one| one.name()).collect();
    assert_eq!(names, ["c2", "c1", "c3", "c4"]);
    assert_eq!(
        paths(&log),
        [
            ("tell wait paid".to_owned(), 2),
            ("tell".to_owned(), 1),
            ("tell wait wait tell paid".to_owned(), 1)
        ]
    );
    let all = log.durations().unwrap();
    // 60, 60, 90 and 0 minutes.
    let minute = 60_000_000;
    assert_eq!(
        (all.n, all.min_us, all.max_us, all.p90_us),
        (4, 0, 90 * minute, 90 * minute)
    );
    assert_eq!((all.median_us, all.mean_us), (3.6e9, 3.15e9));
    let edges: Vec<_> = log
        .transitions()
        .into_iter()
        .map(|row| {
            (
                row.from,
                row.to,
                row.n,
                row.instances,
                row.durations.min_us / minute,
                row.durations.max_us / minute,
            )
        })
        .collect();
    let edge = |from: &str, to: &str, n, instances, min, max| {
        (from.to_owned(), to.to_owned(), n, instances, min, max)
    };
    assert_eq!(
        edges,
        [
            edge("tell", "wait", 3, 3, 10, 30),
            edge("wait", "paid", 2, 2, 30, 50),
            edge("tell", "paid", 1, 1, 80, 80),
            edge("wait", "tell", 1, 1, 0, 0),
            edge("wait", "wait", 1, 1, 0, 0),
        ]
    );
    let told = &log.activities().unwrap()[0];
    assert_eq!(told.activity, "tell");
    assert_eq!(
        (
            told.n,
            told.instances,
            told.first,
            told.last,
            told.repeated,
            told.again
        ),
        (5, 4, 4, 1, 1, 0)
    );
    assert_eq!((told.drop_off.n, told.drop_off.value), (4, Some(0.25)));
    let waited = log
        .activities()
        .unwrap()
        .into_iter()
        .find(|row| row.activity == "wait")
        .unwrap();
    assert_eq!((waited.n, waited.repeated, waited.again), (4, 1, 1));
}

#[test]
fn rows_that_lack_something_are_counted() {
    let texts = ["a", "", "x"];
    let columns = LogColumns {
        instance: Coded {
            codes: &[0, ABSENT, 0, 0, ABSENT],
            texts: &texts,
        },
        activity: Coded {
            codes: &[2, 2, ABSENT, 2, ABSENT],
            texts: &texts,
        },
        at: &[1, 2, 3, i64::MIN, 5],
        order: None,
    };
    let log = EventLog::read(&columns).unwrap();
    let left_out = LeftOut {
        no_instance: 2,
        no_activity: 1,
        no_time: 1,
    };
    assert_eq!((log.events(), log.left_out()), (1, left_out));
    assert_eq!(log.activities().unwrap().len(), 1);
}

#[test]
fn columns_that_do_not_fit_are_refused_by_name() {
    let texts = ["a"];
    let column = |codes| Coded {
        codes,
        texts: &texts,
    };
    let refused = |instance, activity, order: Option<&[i64]>| {
        let columns = LogColumns {
            instance: column(instance),
            activity: column(activity),
            at: &[1, 2],
            order,
        };
        EventLog::read(&columns).unwrap_err().path.unwrap()
    };
    assert_eq!(refused(&[0], &[0, 0], None), "instance");
    assert_eq!(refused(&[0, 0], &[0, 1], None), "activity");
    assert_eq!(refused(&[0, 0], &[0, 0], Some(&[1])), "order");
}

#[test]
fn nothing_is_no_log() {
    let log = read(&[]);
    assert_eq!(
        (log.durations(), log.variants(), log.transitions()),
        (None, vec![], vec![])
    );
    assert_eq!(log, EventLog::default());
}

const NAMES: [&str; 4] = ["a", "b", "c", "d"];
const CASES: [&str; 3] = ["p", "q", "r"];

fn rows() -> impl Strategy<Value = Vec<Row>> {
    let row = (0..3_usize, 0..4_usize, 0..20_i64);
    prop::collection::vec(row, 0..40).prop_map(|rows| {
        let numbered = (0..).zip(rows);
        numbered
            .map(|(order, (case, name, at))| (CASES[case], NAMES[name], at, order))
            .collect()
    })
}

/// Each instance's events in order, without any cleverness.
fn plainly(rows: &[Row]) -> BTreeMap<&str, Vec<(&str, i64)>> {
    let mut sorted = rows.to_vec();
    sorted.sort_by_key(|row| (row.2, row.3));
    let mut cases: BTreeMap<&str, Vec<(&str, i64)>> = BTreeMap::new();
    for row in sorted {
        cases
            .entry(row.0)
            .or_default()
            .push((row.1, row.2 * 60_000_000));
    }
    cases
}

proptest! {
    #[test]
    fn a_log_says_what_counting_says(rows in rows()) {
        let (log, cases) = (read(&rows), plainly(&rows));
        let mut variants: BTreeMap<Vec<&str>, i64> = BTreeMap::new();
        let mut edges = Edges::new();
        for (case, events) in &cases {
            *variants.entry(events.iter().map(|one| one.0).collect()).or_default() += 1;
            for pair in events.windows(2) {
                let edge = edges.entry((pair[0].0, pair[1].0)).or_default();
                edge.0.push(pair[1].1 - pair[0].1);
                edge.1.insert(case);
            }
        }
        let found = log.variants();
        prop_assert_eq!(found.len(), variants.len());
        for row in &found {
            let path: Vec<&str> = row.path.iter().map(String::as_str).collect();
            prop_assert_eq!(Some(&row.instances), variants.get(&path));
        }
        let found = log.transitions();
        prop_assert_eq!(found.len(), edges.len());
        for row in &found {
            let (times, cases) = edges.get_mut(&(row.from.as_str(), row.to.as_str())).unwrap();
            times.sort_unstable();
            let n = times.len();
            prop_assert_eq!(row.n, i64::try_from(n).unwrap());
            prop_assert_eq!(row.instances, i64::try_from(cases.len()).unwrap());
            // Whole minutes, so that half of them is a whole number too.
            let middle = i64::midpoint(times[n / 2], times[(n - 1) / 2]);
            prop_assert_eq!(row.durations.median_us.to_string(), middle.to_string());
            prop_assert_eq!(row.durations.p90_us, times[(9 * n).div_ceil(10) - 1]);
        }
        let activities = log.activities().unwrap();
        let events: i64 = activities.iter().map(|row| row.n).sum();
        prop_assert_eq!(events, i64::try_from(rows.len()).unwrap());
        for count in [|row: &ActivityRow| row.first, |row: &ActivityRow| row.last] {
            let counted: i64 = activities.iter().map(count).sum();
            prop_assert_eq!(counted, i64::try_from(cases.len()).unwrap());
        }
    }

    /// Where `order` says what came first, the rows may come in any order.
    #[test]
    fn the_order_of_rows_leaves_no_trace(rows in rows(), seed in any::<u64>()) {
        let mut mixed = rows.clone();
        mixed.sort_by_key(|row| (row.3.cast_unsigned() ^ seed).wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let (log, mixed) = (read(&rows), read(&mixed));
        let without_example = |log: &EventLog| -> Vec<VariantRow> {
            let rows = log.variants().into_iter();
            rows.map(|row| VariantRow { example: String::new(), ..row }).collect()
        };
        prop_assert_eq!(without_example(&log), without_example(&mixed));
        prop_assert_eq!(log.transitions(), mixed.transitions());
        prop_assert_eq!(log.activities().unwrap(), mixed.activities().unwrap());
    }
}
