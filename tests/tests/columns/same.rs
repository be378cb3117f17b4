//! Both paths, and whether they say the same.

use super::table::{Cells, Layout, Rows};
use std::collections::BTreeMap;
use voc_core::engine::columns::{Beside, FrameRun, run_frame};
use voc_core::engine::{Run, What};
use voc_core::rule::{Alert, Why};
use voc_core::signal::{Cell, Frame, FrameOptions, Table};
use voc_core::{Input, Program, Time, run};

fn frame(program: &Program, rows: &Rows) -> Frame {
    let options = FrameOptions {
        source: "signals".to_owned(),
        ..FrameOptions::default()
    };
    Frame::bind(program.spec(), &rows.names, options).unwrap()
}

fn by_rows(program: &Program, rows: &Rows, others: &[Input], until: Option<Time>) -> Run {
    let frame = frame(program, rows);
    let readers: Vec<_> = (0..rows.names.len())
        .map(|column| rows.reader(column))
        .collect();
    let (mut inputs, mut unread) = (Vec::new(), Vec::new());
    for row in 0..rows.len() {
        let cells: Vec<Cell<'_>> = readers.iter().map(|read| read(row)).collect();
        match frame.input(row as u64 + 1, cells) {
            Ok(input) => inputs.push(input),
            Err(refused) => unread.push(refused),
        }
    }
    inputs.extend(others.iter().cloned());
    let mut run = run(program, inputs, until);
    for (id, error) in unread {
        run.refuse(id, error);
    }
    run
}

/// Without the reasons, which columns leave to the events.
fn bare(what: &What) -> What {
    let bare = |alert: &Alert| {
        Box::new(Alert {
            why: Why::default(),
            ..alert.clone()
        })
    };
    match what {
        What::AlertRaised { alert } => What::AlertRaised { alert: bare(alert) },
        What::AlertShadowed { alert } => What::AlertShadowed { alert: bare(alert) },
        What::AlertSuppressed { alert, reasons } => What::AlertSuppressed {
            alert: bare(alert),
            reasons: reasons.clone(),
        },
        What::AlertRevised { alert } => What::AlertRevised { alert: bare(alert) },
        What::AlertMoved { from, alert } => What::AlertMoved {
            from: from.clone(),
            alert: bare(alert),
        },
        What::AlertRetracted { alert } => What::AlertRetracted { alert: bare(alert) },
        what => what.clone(),
    }
}

macro_rules! same {
    ($what:literal, $one:expr, $other:expr) => {
        let (one, other) = ($one, $other);
        if one != other {
            return Err(format!(
                "{}\nby columns: {one:#?}\nrow by row: {other:#?}",
                $what
            ));
        }
    };
}

/// The first place where two lists differ.
fn differ<T: PartialEq + std::fmt::Debug>(
    what: &str,
    one: &[T],
    other: &[T],
) -> Result<(), String> {
    let most = one.len().max(other.len());
    match (0..most).find(|place| one.get(*place) != other.get(*place)) {
        None => Ok(()),
        Some(place) => Err(format!(
            "{what}, at {place}\nby columns: {:?}\nrow by row: {:?}",
            one.get(place),
            other.get(place)
        )),
    }
}

/// Holds the two paths together; the run by columns.
pub(crate) fn check(
    program: &Program,
    columns: BTreeMap<String, Cells>,
    layout: Layout,
    others: &[Input],
    until: Option<Time>,
) -> Result<FrameRun, String> {
    let rows = Rows::new(columns, layout);
    let expected = by_rows(program, &rows, others, until);
    let frame = frame(program, &rows);
    let beside = Beside {
        inputs: others.to_vec(),
        unread: Vec::new(),
        until,
    };
    let found = run_frame(program, frame, Box::new(rows), beside);
    let accepted = |what: &&What| matches!(what, What::SignalAccepted { .. });
    let told = expected.events.iter().map(|event| (event.at, &event.what));
    let told = told.filter(|(_, what)| !accepted(what));
    let told: Vec<(Time, What)> = told.map(|(at, what)| (at, bare(what))).collect();
    let found_told: Vec<_> = found.what().map(|(at, what)| (at, bare(what))).collect();
    differ("what happened", &found_told, &told)?;
    same!("refused", found.refused(), expected.refused.clone());
    same!("counts", &found.counts(), expected.engine.counts());
    same!(
        "cases",
        found.cases().collect::<Vec<_>>(),
        expected.engine.cases().collect::<Vec<_>>()
    );
    same!("loop", found.loop_health(), expected.loop_health());
    same!(
        "loop by",
        found.loop_by("case_type"),
        expected.engine.loop_by("case_type")
    );
    same!("digest", found.engine().digest(), expected.engine.digest());
    same!(
        "facts digest",
        found.engine().facts_digest(),
        expected.engine.facts_digest()
    );
    differ("events", found.events(), &expected.events)?;
    same!(
        "refused one by one",
        found.whole().refused.clone(),
        expected.refused
    );
    same!(
        "digest with events",
        found.whole().engine.digest(),
        expected.engine.digest()
    );
    Ok(found)
}
