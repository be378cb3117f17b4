//! What was to be reached, and whether it was: issues 3, 4 and 6, "Speed".

use super::rows::{OpenCases, Row, Rows};
use super::table::millions;
use std::fmt::Write;

/// Of memory, for a customer with state.
const BYTES_MAX: u64 = 300;

/// One figure that was agreed.
struct Goal {
    what: &'static str,
    wanted: String,
    found: Option<String>,
    is_reached: bool,
}

/// Every figure that this run can judge.
pub(super) fn table(rows: &Rows) -> String {
    let mut out = String::from("| figure | wanted | found | |\n|---|--:|--:|---|\n");
    for goal in all(rows) {
        let standing = match (&goal.found, goal.is_reached) {
            (None, _) => "not measured",
            (_, true) => "reached",
            (_, false) => "**missed**",
        };
        let found = goal.found.as_deref().unwrap_or("–");
        // Writing to a string does not fail.
        let _ = writeln!(
            out,
            "| {} | {} | {found} | {standing} |",
            goal.what, goal.wanted
        );
    }
    out
}

fn all(rows: &Rows) -> Vec<Goal> {
    let ours = |section: &'static str, path: &'static str, rules: u32| {
        rows.best(|row| row.is_ours() && is(row, section, path, rules) && row.threads == 1)
    };
    let by_hand = |rules| rows.best(|row| row.is_by_hand() && is(row, "w", "batch", rules));
    let json = rows.best(|row| row.engine == "voc, JSON text" && is(row, "w", "single", 100));
    let w100 = ours("w", "batch", 100);
    let two = rows.best(|row| row.is_ours() && row.threads == 2 && is(row, "w", "batch", 100));
    let single_peer = rows.best(|row| is_peer(row) && is(row, "conditions", "single", 100));
    let of_engine =
        |name: &str| rows.best(|row| row.engine == name && is(row, "conditions", "single", 100));
    let table = |name: &'static str| {
        rows.best(|row| {
            row.engine.starts_with(name)
                && !row.engine.contains(" and ")
                && is(row, "tables", "batch", 100)
        })
    };
    let (whole, part) = (
        rows.best(|row| row.engine == "voc, columns" && row.section == "tables"),
        rows.best(|row| row.engine == "voc, columns, the tenth part"),
    );
    let mut goals = vec![
        at_most(
            "Python's run(frame), W100: times the batch path's time",
            whole,
            table("voc, Python, dictionaries"),
            1.25,
        ),
        at_most(
            "Node's runTable(columns), a tenth of W100: times the batch path's time",
            part,
            table("voc, Node"),
            2.5,
        ),
        at_most("the same in Chromium", part, table("voc, Chromium"), 2.5),
        rate(
            "70 conditions of W100 alone, batch",
            ours("w_conditions", "batch", 70),
            10e6,
        ),
        rate("W100, batch", w100, 3e6),
        at_most(
            "W100, batch: times the hand-written loop's time",
            by_hand(100),
            w100,
            2.0,
        ),
        rate("four patterns, batch", ours("four", "batch", 4), 6e6),
        at_least("two threads to one, W100", two, w100, 1.7),
        rate(
            "W100, typed signals one by one",
            ours("w", "single", 100),
            700e3,
        ),
        rate("W100, JSON text one by one", json, 300e3),
        at_most(
            "W1000 to W100, batch: times the time",
            w100,
            ours("w", "batch", 1000),
            2.5,
        ),
        at_least(
            "100 conditions one by one, to the fastest peer",
            of_engine("voc, conditions alone"),
            single_peer,
            1.0,
        ),
        at_least(
            "whole engine, one by one, 100 conditions, to the fastest peer",
            of_engine("voc, typed signals"),
            single_peer,
            1.0,
        ),
    ];
    let verdict = ours("clock_verdict", "single", 1);
    goals.push(rate("verdicts of a clock with a calendar", verdict, 1e6));
    for (section, what) in [
        ("clock_due", "deadlines, to businesstimedelta"),
        ("clock_hours", "hours in between, to businesstimedelta"),
        ("clock_days", "whole days, to workalendar"),
    ] {
        let peer = rows.best(|row| is_peer(row) && is(row, section, "single", 1));
        goals.push(at_least(what, ours(section, "single", 1), peer, 1.0));
    }
    goals.extend(of_journeys(rows));
    goals.extend(to_pm4py(rows));
    goals.extend(of_cases(rows));
    let bytes = rows.bytes_per_customer();
    goals.push(Goal {
        what: "W100, batch: bytes a customer, without input and alerts",
        wanted: format!("≤ {BYTES_MAX}"),
        found: bytes.map(|bytes| bytes.to_string()),
        is_reached: bytes.is_some_and(|bytes| bytes <= BYTES_MAX),
    });
    goals.extend(to_polars(rows));
    goals.extend(of_tallies(rows));
    goals
}

/// Signals assigned to journeys, and the paths that they take beside those that the crate finds.
fn of_journeys(rows: &Rows) -> [Goal; 2] {
    let whole =
        rows.best(|row| row.is_ours() && is(row, "journeys", "batch", 1) && row.threads == 1);
    let paths = |engine| rows.best(|row| row.engine == engine && row.section == "paths");
    [
        rate(
            "signals assigned to journeys, conformed and aggregated",
            whole,
            3e6,
        ),
        at_least(
            "paths of a made log, prepared, to the crate process_mining",
            paths("voc, columns, prepared"),
            paths("process_mining, prepared"),
            1.0,
        ),
    ]
}

/// One metric by three columns, and what moves an outcome.
fn of_tallies(rows: &Rows) -> Vec<Goal> {
    let on = |engine: &str, threads: u32| {
        let asked = |row: &Row| is(row, "tallies", "batch", 1) && row.threads == threads;
        rows.best(|row| row.engine == engine && asked(row))
    };
    let python = on("voc, Python, dictionaries", 1);
    let drivers = |engine: &str, section: &str, features: u32| {
        rows.best(|row| row.engine == engine && is(row, section, "batch", features))
    };
    let weights = drivers("voc, columns", "drivers", 20);
    vec![
        rate(
            "one metric by three columns, a core",
            on("voc, columns", 1),
            100e6,
        ),
        at_least(
            "the same, to polars, a core each",
            on("voc, columns", 1),
            on("polars", 1),
            1.0,
        ),
        at_least(
            "the same, to DuckDB, a core each",
            on("voc, columns", 1),
            on("DuckDB", 1),
            1.0,
        ),
        at_least(
            "the same, to polars, two threads each",
            on("voc, columns", 2),
            on("polars", 2),
            1.0,
        ),
        at_least(
            "the same, to DuckDB, two threads each",
            on("voc, columns", 2),
            on("DuckDB", 2),
            1.0,
        ),
        at_least(
            "the same in Python, to polars, a core each",
            python,
            on("polars", 1),
            1.0,
        ),
        at_least(
            "the same in Python, to DuckDB, a core each",
            python,
            on("DuckDB", 1),
            1.0,
        ),
        rate("relative weights of 20 features, rows", weights, 1e6),
        rate(
            "the same with intervals",
            drivers("voc, columns, intervals", "drivers", 20),
            1e6,
        ),
        at_least(
            "relative weights of 20 features, to pingouin",
            weights,
            drivers("pingouin", "drivers_shapley", 20),
            20.0,
        ),
    ]
}

/// Commands, and a million open cases with their timers and their customers' states.
fn of_cases(rows: &Rows) -> Vec<Goal> {
    let open = rows.open_cases();
    let alone_bytes = open.and_then(|open| open.alone_bytes);
    let bytes = open.and_then(|open| open.bytes);
    let day = open.map(|open| open.day_s * 1e6 / f64::from(open.cases.max(1)));
    let told = |open: &OpenCases| {
        let share = f64::from(open.events) / f64::from(open.cases.max(1));
        format!("{:.2} s, {share:.2} events a case", open.day_s)
    };
    let commands = |engine: &str| rows.best(|row| row.engine == engine);
    let alone = commands("voc, a case");
    vec![
        rate("case commands", alone, 1e6),
        at_least("case commands, to XState", alone, commands("XState"), 1.0),
        Goal {
            what: "open cases with their timers: bytes a case",
            wanted: "≤ 1000".to_owned(),
            found: alone_bytes.map(|bytes| bytes.to_string()),
            is_reached: alone_bytes.is_some_and(|bytes| bytes <= 1_000),
        },
        Goal {
            what: "the same with all that is kept of their customers: bytes a case",
            wanted: "≤ 1000".to_owned(),
            found: bytes.map(|bytes| bytes.to_string()),
            is_reached: bytes.is_some_and(|bytes| bytes <= 1_000),
        },
        Goal {
            what: "the next that is due of a million open cases",
            wanted: "≤ 1 µs".to_owned(),
            found: open.map(|open| format!("{} ns", open.next_due_ns)),
            is_reached: open.is_some_and(|open| open.next_due_ns <= 1_000),
        },
        Goal {
            what: "a day over a million open cases",
            wanted: "≤ 1 s".to_owned(),
            found: open.map(told),
            is_reached: day.is_some_and(|micros| micros <= 1.0),
        },
    ]
}

/// Paths and what follows what in Python, beside pm4py.
fn to_pm4py(rows: &Rows) -> Vec<Goal> {
    let (texts, codes, ready) = (", plain texts", ", dictionaries", ", prepared");
    let goals = [
        (
            "paths_real",
            texts,
            "",
            "paths of a real log of plain texts, Python, to pm4py",
        ),
        ("paths_real", codes, "", "the same of dictionaries"),
        ("paths_real", ready, ready, "the same, prepared"),
        (
            "paths",
            texts,
            "",
            "paths of a made log of plain texts, Python, to pm4py",
        ),
        ("paths", codes, "", "the same of dictionaries"),
        ("paths", ready, ready, "the same, prepared"),
    ];
    let goal = |(section, ours, theirs, what): (&str, &str, &str, &'static str)| {
        let of =
            |engine: String| rows.best(|row| row.engine == engine && is(row, section, "batch", 1));
        let ours = of(format!("voc, Python{ours}"));
        at_least(what, ours, of(format!("pm4py{theirs}")), 20.0)
    };
    goals.into_iter().map(goal).collect()
}

/// Conditions in batch, beside polars.
fn to_polars(rows: &Rows) -> Vec<Goal> {
    let goals = [
        (1, "1 condition in batch, to polars"),
        (10, "10 conditions in batch, to polars"),
        (100, "100 conditions in batch, to polars"),
    ];
    let goal = |(rules, what): (u32, &'static str)| {
        let asked = |row: &Row| is(row, "conditions", "batch", rules);
        let polars = rows.best(|row| row.engine == "polars" && asked(row));
        let best = rows.best(|row| row.is_ours() && asked(row));
        at_least(what, best, polars, 1.0)
    };
    goals.into_iter().map(goal).collect()
}

fn is(row: &Row, section: &str, path: &str, rules: u32) -> bool {
    (row.section.as_str(), row.path.as_str(), row.rules) == (section, path, rules)
}

fn is_peer(row: &Row) -> bool {
    !row.is_ours() && !row.is_by_hand()
}

fn rate(what: &'static str, found: Option<f64>, wanted: f64) -> Goal {
    Goal {
        what,
        wanted: format!("{} M/s", millions(wanted)),
        found: found.map(|found| format!("{} M/s", millions(found))),
        is_reached: found.is_some_and(|found| found >= wanted),
    }
}

fn at_least(what: &'static str, one: Option<f64>, other: Option<f64>, wanted: f64) -> Goal {
    let ratio = one.zip(other).map(|(one, other)| one / other);
    Goal {
        what,
        wanted: format!("≥ {wanted}"),
        found: ratio.map(|ratio| format!("{ratio:.2}")),
        is_reached: ratio.is_some_and(|ratio| ratio >= wanted),
    }
}

fn at_most(what: &'static str, one: Option<f64>, other: Option<f64>, wanted: f64) -> Goal {
    let ratio = one.zip(other).map(|(one, other)| one / other);
    Goal {
        what,
        wanted: format!("≤ {wanted}"),
        found: ratio.map(|ratio| format!("{ratio:.2}")),
        is_reached: ratio.is_some_and(|ratio| ratio <= wanted),
    }
}
