//! What is read off the paths of an event log, as tables. Of a number with its interval, the number bears
//! the name of what it is, and its parts have this before theirs: `share share_n share_low share_high`.

use crate::arrow::{Cells, Sheet};
use crate::journey::durations;
use voc_core::journey::{
    ConcernRow, DetailText, Durations, EventLog, EventRow, ExperienceRow, HandOverRow, NeedRow,
    RepeatRow, RetentionRow, SignRow, StopRow,
};
use voc_core::metric::Estimate;
use voc_core::metric::watch::Difference;

type Columns = Vec<(String, Cells)>;

fn sheet(columns: Columns) -> Sheet {
    let (names, cells): (Vec<String>, Vec<Cells>) = columns.into_iter().unzip();
    Sheet::new(names.iter().map(String::as_str).zip(cells).collect())
}

fn text<R>(name: &str, rows: &[R], of: impl Fn(&R) -> &str) -> (String, Cells) {
    let cells = Cells::text(rows.iter().map(|row| Some(of(row))));
    (name.to_owned(), cells)
}

fn texts<R>(name: &str, rows: &[R], of: impl Fn(&R) -> &[String]) -> (String, Cells) {
    (name.to_owned(), Cells::texts(rows.iter().map(of)))
}

fn int<R>(name: &str, rows: &[R], of: impl Fn(&R) -> i64) -> (String, Cells) {
    (name.to_owned(), Cells::int(rows.iter().map(of)))
}

fn flag<R>(name: &str, rows: &[R], of: impl Fn(&R) -> bool) -> (String, Cells) {
    (name.to_owned(), Cells::bool(rows.iter().map(of)))
}

fn number<R>(name: &str, rows: &[R], of: impl Fn(&R) -> Option<f64>) -> (String, Cells) {
    (name.to_owned(), Cells::number(rows.iter().map(of)))
}

fn estimate<R>(name: &str, rows: &[R], of: impl Fn(&R) -> &Estimate) -> Columns {
    vec![
        number(name, rows, |row| of(row).value),
        int(&format!("{name}_n"), rows, |row| of(row).n),
        number(&format!("{name}_low"), rows, |row| of(row).low),
        number(&format!("{name}_high"), rows, |row| of(row).high),
    ]
}

fn difference<R>(name: &str, rows: &[R], of: impl Fn(&R) -> Option<Difference>) -> Columns {
    vec![
        number(name, rows, |row| of(row).map(|it| it.value)),
        number(&format!("{name}_low"), rows, |row| of(row).map(|it| it.low)),
        number(&format!("{name}_high"), rows, |row| {
            of(row).map(|it| it.high)
        }),
    ]
}

fn took<R>(rows: &[R], of: impl Fn(&R) -> Durations) -> Columns {
    let all: Vec<Durations> = rows.iter().map(of).collect();
    let columns = durations(&all).into_iter();
    columns
        .map(|(name, cells)| (name.to_owned(), cells))
        .collect()
}

/// Every event with its instance, and the columns that the log knows.
pub(crate) fn rows(log: &EventLog) -> Sheet {
    let rows: Vec<EventRow<'_>> = log.rows().collect();
    let mut columns = vec![
        text("case:concept:name", &rows, |it| &it.instance),
        text("concept:name", &rows, |it| it.activity),
        (
            "time:timestamp".to_owned(),
            Cells::time(rows.iter().map(|it| it.at)),
        ),
    ];
    let mut named = |name: &str, by, cells: Cells| {
        if !log.names_of(by).is_empty() {
            columns.push((name.to_owned(), cells));
        }
    };
    let units = rows.iter().map(|it| it.unit);
    named("org:group", DetailText::Unit, Cells::text(units));
    let channels = rows.iter().map(|it| it.channel);
    named("channel", DetailText::Channel, Cells::text(channels));
    let segments = rows.iter().map(|it| it.segment);
    named("segment", DetailText::Segment, Cells::text(segments));
    if rows.iter().any(|it| it.score.is_some()) {
        columns.push(number("score", &rows, |it| it.score));
    }
    if rows.iter().any(|it| it.concern.is_some()) {
        columns.push(flag("concern", &rows, |it| it.concern == Some(true)));
    }
    sheet(columns)
}

/// What comes again.
pub(crate) fn repeats(rows: &[RepeatRow]) -> Sheet {
    let mut columns = vec![
        texts("path", rows, |it| &it.path),
        int("n", rows, |it| it.n),
        int("instances", rows, |it| it.instances),
    ];
    columns.extend(estimate("share", rows, |it| &it.share));
    columns.extend(took(rows, |it| it.durations));
    sheet(columns)
}

/// Where instances stop.
pub(crate) fn stops(rows: &[StopRow]) -> Sheet {
    let mut columns = vec![
        text("activity", rows, |it| &it.activity),
        int("stopped", rows, |it| it.stopped),
    ];
    columns.extend(estimate("share", rows, |it| &it.share));
    columns.extend(took(rows, |it| it.durations));
    sheet(columns)
}

/// Who comes again.
pub(crate) fn retention(rows: &[RetentionRow]) -> Sheet {
    let mut columns = vec![
        text("cohort", rows, |it| &it.cohort),
        text("period", rows, |it| &it.period),
        int("after", rows, |it| it.after),
        int("n", rows, |it| it.n),
    ];
    columns.extend(estimate("share", rows, |it| &it.share));
    sheet(columns)
}

/// Where scores fall.
pub(crate) fn experience(rows: &[ExperienceRow]) -> Sheet {
    let mut columns = vec![text("activity", rows, |it| &it.activity)];
    columns.extend(estimate("score", rows, |it| &it.score));
    columns.push(int("pairs", rows, |it| it.pairs));
    columns.extend(difference("change", rows, |it| it.change));
    sheet(columns)
}

/// Which paths go with concerns.
pub(crate) fn concerns(rows: &[ConcernRow]) -> Sheet {
    let mut columns = vec![texts("path", rows, |it| &it.path)];
    columns.extend(estimate("passed", rows, |it| &it.passed));
    columns.extend(estimate("others", rows, |it| &it.others));
    columns.extend(difference("difference", rows, |it| it.difference));
    columns.push(flag("enough", rows, |it| it.enough));
    sheet(columns)
}

/// What comes before an activity.
pub(crate) fn signs(rows: &[SignRow]) -> Sheet {
    let mut columns = vec![text("activity", rows, |it| &it.activity)];
    columns.extend(estimate("before", rows, |it| &it.before));
    columns.extend(estimate("otherwise", rows, |it| &it.otherwise));
    columns.extend(difference("difference", rows, |it| it.difference));
    columns.push(flag("is_sign", rows, |it| it.is_sign));
    columns.push(int("first", rows, |it| it.first));
    let lead = |of: fn(Durations) -> f64| move |row: &SignRow| row.lead.map(of);
    columns.push(number("lead_median_us", rows, lead(|it| it.median_us)));
    columns.push(number("lead_mean_us", rows, lead(|it| it.mean_us)));
    sheet(columns)
}

/// What passes from unit to unit; then, for each piece of information, how often it was lost.
pub(crate) fn hand_overs(rows: &[HandOverRow]) -> Sheet {
    let mut columns = vec![
        text("from", rows, |it| &it.from),
        text("to", rows, |it| &it.to),
        int("n", rows, |it| it.n),
        int("instances", rows, |it| it.instances),
        int("returned", rows, |it| it.returned),
    ];
    columns.extend(took(rows, |it| it.durations));
    let names = rows
        .first()
        .map(|it| it.lost.as_slice())
        .unwrap_or_default();
    for (place, lost) in names.iter().enumerate() {
        let name = format!("lost_{}", lost.name);
        let its = |row: &HandOverRow| row.lost.get(place).map(|it| (it.lost, it.share));
        columns.push(int(&name, rows, |row| its(row).map_or(0, |(lost, _)| lost)));
        let share = |of: fn(Estimate) -> Option<f64>| {
            move |row: &HandOverRow| row.lost.get(place).and_then(|it| of(it.share))
        };
        columns.push(int(&format!("{name}_n"), rows, |row| {
            its(row).map_or(0, |(_, share)| share.n)
        }));
        columns.push(number(&format!("{name}_share"), rows, share(|it| it.value)));
        columns.push(number(
            &format!("{name}_share_low"),
            rows,
            share(|it| it.low),
        ));
        columns.push(number(
            &format!("{name}_share_high"),
            rows,
            share(|it| it.high),
        ));
    }
    sheet(columns)
}

/// What touch points need, and what waits on them.
pub(crate) fn needs(rows: &[NeedRow]) -> Sheet {
    sheet(vec![
        text("touch_point", rows, |it| &it.touch_point),
        (
            "owner".to_owned(),
            Cells::text(rows.iter().map(|it| it.owner.as_deref())),
        ),
        texts("needs", rows, |it| &it.needs),
        texts("needed_by", rows, |it| &it.needed_by),
        texts("upstream", rows, |it| &it.upstream),
        texts("downstream", rows, |it| &it.downstream),
        texts("units_upstream", rows, |it| &it.units_upstream),
        texts("units_downstream", rows, |it| &it.units_downstream),
    ])
}
