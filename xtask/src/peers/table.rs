//! The page of results.

use super::goals;
use super::machine;
use super::rows::{Row, Rows, Standing};
use std::collections::BTreeSet;
use std::fmt::Write;

const SECTIONS: [(&str, &str, &str); 16] = [
    (
        "conditions",
        "Conditions on one signal",
        "`kind = response and ltr <= k and tier = s and channel = c and amount > x`, by number of rules. \
         Slow engines take the first part of the signals; each is held to what the oracle finds there. \
         *voc, conditions alone* keeps no state, as the peers on single signals keep none; *voc, typed \
         signals* is the whole engine.",
    ),
    (
        "four",
        "Four patterns",
        "Third contact in 30 days; order without delivery in 5 days; score down by 3 from the previous; \
         third order. The same signals.",
    ),
    (
        "w_conditions",
        "The conditions of W(n) alone",
        "Of W1, W10, W100 and W1000, over a year of ten signals a customer.",
    ),
    (
        "w",
        "W(n)",
        "Conditions and patterns over a year of ten signals a customer; about 0.02 alerts a signal in \
         W100 and W1000.",
    ),
    (
        "tables",
        "W100 as a table, from each language",
        "A whole run over a table in memory, through each language's own package; Node and Chromium have \
         its tenth part. Columns and their dictionaries are there before the clock starts. *columns* is \
         the batch path alone, *a table* the run of the whole in Rust. Node and Chromium are warm, and \
         their time is the main thread's.",
    ),
    (
        "clock_due",
        "Business time: a deadline",
        "When so many seconds of business time have passed: two shifts a day, holidays, no changes of the \
         clocks, up to ten days. Millions of deadlines a second.",
    ),
    (
        "clock_hours",
        "Business time: hours in between",
        "How many seconds of business time lie between two instants of up to thirty days.",
    ),
    (
        "clock_days",
        "Business time: whole days",
        "On which day so many whole business days have passed, up to twenty.",
    ),
    (
        "clock_verdict",
        "The verdict of a clock",
        "Where the clock of a case stands that was taken up, waited, and was taken up again, on the same \
         calendar, at any of forty days.",
    ),
    (
        "case_commands",
        "Case commands",
        "Twelve random commands to each case, many of them refused; where each case has come to, and how many \
         commands were taken, is compared. Millions of commands a second.",
    ),
    (
        "paths_real",
        "Paths and what follows what, in a service desk's log",
        "The variants of 890 incidents and the pairs of states that follow each other directly, with how \
         often; ours with their times besides. *Prepared*: the log is in memory as each likes it best, by \
         instance and in order. Millions of events a second.",
    ),
    (
        "paths",
        "Paths and what follows what, in a made log",
        "The same of 100,000 instances of about thirteen events, from a frame in order of time.",
    ),
    (
        "tallies",
        "One metric by three columns",
        "NPS with its interval of each of 480 groups, of ten million answers of which a tenth is absent: touch \
         point, channel and tier as codes of dictionaries, answers of 8 bits, in memory before the clock starts. \
         Numbers and ends are compared to four places. Millions of answers a second.",
    ),
    (
        "drivers",
        "What moves an outcome: relative weights",
        "Of a million rows, by number of features. Weights are compared to eight places. Millions of rows a \
         second.",
    ),
    (
        "drivers_shapley",
        "What moves an outcome: Shapley values",
        "The same by LMG, which is what pingouin's `relimp` has.",
    ),
    (
        "journeys",
        "Journeys: assigned, conformed, aggregated",
        "Claims of a million customers, about half of which depart from their plan: each signal \
         put into its instance, each instance held against the plan (alignments, deviations counted, promises, \
         moments of truth), and the paths and pairs of the log, which are compared. No peer assigns signals.",
    ),
];

/// A longer reason is cut: the tool's own output has it.
const LINE_LENGTH_MAX: usize = 160;

pub(super) fn page(rows: &Rows, missing: &[String], date: &str, load: &str, quick: bool) -> String {
    let mut out = String::from("# Results\n\n");
    let size = if quick {
        " Small sizes: no figure to quote."
    } else {
        ""
    };
    let processor = machine::processor();
    // Writing to a string does not fail.
    let _ = writeln!(
        out,
        "Made by `cargo xtask peers` on {date}; {processor}, load average {load} before it.{size} Millions of signals a second, median of \
         several runs: by processor time on one thread, by the clock on more. Nobody parses JSON on the \
         clock, but for the rows that say so. *wrong*: other alerts than the oracle's, so the time does \
         not count. *to voc*: how many times as fast voc is on the same path, at the most rules."
    );
    for (section, title, about) in SECTIONS {
        let here: Vec<&Row> = rows
            .all
            .iter()
            .filter(|row| row.section == section)
            .collect();
        // The goals say what was not measured.
        if !here.is_empty() {
            let _ = write!(out, "\n## {title}\n\n{about}\n\n{}", table(rows, &here));
        }
    }
    let _ = write!(out, "\n## Goals\n\n{}", goals::table(rows));
    if !missing.is_empty() {
        let lines = missing.iter().map(|line| format!("- {}\n", one_line(line)));
        let _ = write!(out, "\n## Not run\n\n{}", lines.collect::<String>());
    }
    out
}

/// What the README shows: the conditions, and where the rest is.
pub(super) fn summary(rows: &Rows, date: &str) -> String {
    let here: Vec<&Row> = rows
        .all
        .iter()
        .filter(|row| row.section == SECTIONS[0].0)
        .collect();
    format!(
        "Millions of signals a second at 1, 10 and 100 conditions, on {date}; {}. Patterns, the whole \
         workload and the goals are in [benches/RESULTS.md](benches/RESULTS.md).\n\n{}",
        machine::processor(),
        table(rows, &here)
    )
}

fn table(rows: &Rows, here: &[&Row]) -> String {
    let counts: BTreeSet<u32> = here
        .iter()
        .map(|row| row.rules)
        .filter(|n| *n > 0)
        .collect();
    let most = counts.last().copied().unwrap_or(0);
    let mut lines: Vec<(f64, String)> = Vec::new();
    let mut seen = BTreeSet::new();
    for row in here {
        let key = (&row.engine, &row.path, row.threads);
        if !seen.insert(key) {
            continue;
        }
        let of_key: Vec<&&Row> = here
            .iter()
            .filter(|other| (&other.engine, &other.path, other.threads) == key)
            .collect();
        let at = |count: u32| {
            of_key
                .iter()
                .find(|row| row.rules == count || row.rules == 0)
        };
        let cells: Vec<String> = counts
            .iter()
            .map(|count| at(*count).map_or_else(|| "–".to_owned(), |row| cell(rows, row)))
            .collect();
        let rate = at(most).and_then(|row| rows.rate(row));
        let threads = match row.threads {
            1 => String::new(),
            more => format!(", {more} threads"),
        };
        let name = format!("{} {}", row.engine, row.version);
        let line = format!(
            "| {}{threads} | {} | {} | {} | {} | {} |",
            name.trim_end(),
            row.path,
            cells.join(" | "),
            row.clock(),
            ratio(rows, row, most, rate),
            note(row, at(most))
        );
        lines.push((rate.unwrap_or_default(), line.replace("  ", " ")));
    }
    lines.sort_by(|one, two| two.0.total_cmp(&one.0));
    let heads: Vec<String> = counts.iter().map(u32::to_string).collect();
    let mut out = format!(
        "| engine | path | {} | per | to voc | |\n",
        heads.join(" | ")
    );
    let numbers = "--:|".repeat(heads.len());
    let _ = writeln!(out, "|---|---|{numbers}---|--:|---|");
    for (_, line) in lines {
        out += &line;
        out.push('\n');
    }
    out + &reasons(here)
}

/// Why rows were not run, each reason once.
fn reasons(here: &[&Row]) -> String {
    let reason = |row: &&Row| {
        Some(format!(
            "{}: {}",
            row.engine,
            one_line(row.missing.as_ref()?)
        ))
    };
    let reasons: BTreeSet<String> = here.iter().filter_map(reason).collect();
    if reasons.is_empty() {
        return String::new();
    }
    let lines: Vec<String> = reasons.into_iter().collect();
    format!("\nNot run: {}.\n", lines.join("; "))
}

/// With more threads than one the clock is measured, which a busy machine lengthens: processor time beside.
fn note(row: &Row, most: Option<&&&Row>) -> String {
    match most.filter(|most| most.threads > 1 && most.missing.is_none()) {
        Some(most) => {
            let per_cpu = format!("{} a cpu s", millions(most.per_cpu()));
            let said = [row.note.as_str(), &per_cpu];
            let said: Vec<&str> = said.into_iter().filter(|note| !note.is_empty()).collect();
            said.join("; ")
        }
        None => row.note.clone(),
    }
}

fn cell(rows: &Rows, row: &Row) -> String {
    match rows.standing(row) {
        Standing::Rate(rate) => millions(rate),
        Standing::Wrong => "*wrong*".to_owned(),
        Standing::Missing => "not run".to_owned(),
    }
}

/// How many times as fast our own best row of the same path is.
fn ratio(rows: &Rows, row: &Row, rules: u32, rate: Option<f64>) -> String {
    let ours = rows.best(|one| {
        one.is_ours() && (&one.section, &one.path, one.rules) == (&row.section, &row.path, rules)
    });
    match (ours, rate) {
        (Some(ours), Some(rate)) if !row.is_ours() => format!("{:.2}", ours / rate),
        _ => "–".to_owned(),
    }
}

/// Three digits.
pub(super) fn millions(rate: f64) -> String {
    let millions = rate / 1e6;
    let decimals = match millions {
        m if m >= 100.0 => 0,
        m if m >= 10.0 => 1,
        m if m >= 1.0 => 2,
        m if m >= 0.1 => 3,
        _ => 4,
    };
    format!("{millions:.decimals$}")
}

fn one_line(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default().replace('|', "/");
    line.chars().take(LINE_LENGTH_MAX).collect()
}

#[cfg(test)]
mod tests {
    use super::millions;

    #[test]
    fn rates_have_three_digits() {
        let shown = [123_456_789.0, 12_345_678.0, 1_234_567.0, 123_456.0, 512.0].map(millions);
        assert_eq!(shown, ["123", "12.3", "1.23", "0.123", "0.0005"]);
    }
}
