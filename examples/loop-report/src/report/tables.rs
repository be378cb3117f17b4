//! Tables: every number of the pictures, and the loop by unit, channel and field.

use super::words::{count, counted, interval, metric, share, title};
use crate::summary::{Breakdown, Loop, Metric, Moment, RuleAlerts, Summary};
use maud::{Markup, html};
use std::collections::BTreeMap;

/// How many groups a table shows at once; the others unfold.
const GROUPS_MAX: usize = 15;
/// How many groups unfold; `summary.json` has them all.
const GROUPS_UNFOLDED_MAX: usize = 500;

/// Names and counts.
pub(super) fn counts(
    caption: &str,
    name: &str,
    rows: impl IntoIterator<Item = (String, u64)>,
) -> Markup {
    html! {
        table {
            caption { (caption) }
            thead { tr { th scope="col" { (title(name)) } th scope="col" { "n" } } }
            tbody { @for (name, number) in rows { tr { th scope="row" { (name) } td { (count(number)) } } } }
        }
    }
}

/// The alerts of each rule.
pub(super) fn rules(rules: &[RuleAlerts]) -> Markup {
    html! {
        table {
            caption { "Alerts by rule" }
            thead { tr { th scope="col" { "Rule" } th scope="col" { "Kind" } th scope="col" { "Standing" } th scope="col" { "Retracted" } } }
            tbody {
                @for rule in rules {
                    tr {
                        th scope="row" { (rule.label) }
                        td { @if rule.praise { "praise" } @else { "concern" } }
                        td { (count(rule.standing)) }
                        td { (count(rule.retracted)) }
                    }
                }
            }
        }
    }
}

/// The clocks of each target.
pub(super) fn clocks(clocks: &BTreeMap<String, [u64; 3]>) -> Markup {
    html! {
        table {
            caption { "Service-level clocks" }
            thead { tr { th scope="col" { "Target" } th scope="col" { "Met" } th scope="col" { "Breached" } th scope="col" { "Open" } } }
            tbody {
                @for (target, numbers) in clocks {
                    tr { th scope="row" { (title(target)) } @for number in numbers { td { (count(*number)) } } }
                }
            }
        }
    }
}

/// The metrics with n, interval and method.
pub(super) fn metrics(metrics: &[Metric]) -> Markup {
    let value = |found: &Metric, value: Option<f64>| {
        value.map_or_else(|| "–".to_owned(), |value| metric(&found.kind, value))
    };
    html! {
        div.scroll tabindex="0" role="region" aria-label="Metrics" {
            table {
                caption { "Metrics, with 95% intervals" }
                thead { tr { th scope="col" { "Metric" } th scope="col" { "n" } th scope="col" { "Value" } th scope="col" { "Low" } th scope="col" { "High" } th.words scope="col" { "Method" } } }
                tbody {
                    @for found in metrics {
                        tr {
                            th scope="row" { (found.label) }
                            td { (count(found.n)) }
                            td { (value(found, found.value)) }
                            td { (value(found, found.low)) }
                            td { (value(found, found.high)) }
                            td.words { (title(&found.method)) }
                        }
                    }
                }
            }
        }
    }
}

/// The loop by each attribute.
pub(super) fn breakdowns(breakdowns: &[Breakdown]) -> Markup {
    html! {
        @for breakdown in breakdowns {
            @if !breakdown.groups.is_empty() {
                h2 { "By " (breakdown.label.to_lowercase()) }
                @let (first, rest) = breakdown.groups.split_at(GROUPS_MAX.min(breakdown.groups.len()));
                (groups(&breakdown.label, first))
                @if !rest.is_empty() {
                    details {
                        summary { (counted(rest.len() as u64, "more", "more")) }
                        (groups(&breakdown.label, rest.get(..GROUPS_UNFOLDED_MAX.min(rest.len())).unwrap_or_default()))
                        @if rest.len() > GROUPS_UNFOLDED_MAX { p.soft { "All groups are in summary.json." } }
                    }
                }
            }
        }
    }
}

fn groups(label: &str, groups: &[Loop]) -> Markup {
    html! {
        div.scroll.wide tabindex="0" role="region" aria-label={ "By " (label) } {
            table {
                caption { "Cases, answers and the customers' words" }
                thead {
                    tr {
                        th scope="col" { (label) } th scope="col" { "Cases" } th scope="col" { "Answered" }
                        th scope="col" { "Confirmed" } th scope="col" { "Undisputed" } th scope="col" { "Disputed" }
                        th scope="col" { "Of answered" } th scope="col" { "95% interval" } th scope="col" { "No verdict" }
                    }
                }
                tbody {
                    @for found in groups {
                        tr {
                            th scope="row" { (group(found)) }
                            td { (count(found.cases)) }
                            td { (count(found.answered)) }
                            td { (count(found.verdict("confirmed"))) }
                            td { (count(found.verdict("undisputed"))) }
                            td { (count(found.false_resolutions)) }
                            td { (share(found.share_false.as_ref())) }
                            td { @match &found.share_false { Some(share) => (interval(share)), None => "–" } }
                            td { @match &found.share_no_verdict { Some(share) => (count(share.n)), None => "–" } }
                        }
                    }
                }
            }
        }
    }
}

/// The name of a group.
pub(super) fn group(group: &Loop) -> String {
    group
        .label
        .as_ref()
        .or(group.group.as_ref())
        .cloned()
        .unwrap_or_else(|| "(none)".to_owned())
}

/// The moments of truth.
pub(super) fn moments(moments: &[Moment]) -> Markup {
    html! {
        @if !moments.is_empty() {
            h2 { "Moments of truth" }
            div.scroll tabindex="0" role="region" aria-label="Moments of truth" {
                table {
                    caption { "In the order that the company gives them" }
                    thead { tr { th scope="col" { "Moment" } th.words scope="col" { "Journey" } th scope="col" { "Rank" } th.words scope="col" { "Seen by" } th scope="col" { "n" } } }
                    tbody {
                        @for moment in moments {
                            tr {
                                th scope="row" { (moment.label) }
                                td.words { (moment.journey) }
                                td { @match moment.declared_rank { Some(rank) => (rank), None => "–" } }
                                td.words { (moment.seen_by) }
                                td { (count(moment.count)) }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// What was read, what was refused, and what the mapping noted.
pub(super) fn intake(summary: &Summary) -> Markup {
    let (rows, inputs) = (summary.rows, summary.inputs);
    html! {
        h2 { "What was read" }
        p { "Nothing is lost: rows read are rows mapped and rows refused; inputs are accepted, duplicate or refused." }
        div.pair {
            (counts("Rows", "Rows", [("Read".to_owned(), rows.read), ("Mapped".to_owned(), rows.mapped), ("Refused".to_owned(), rows.refused)]))
            (counts("Inputs", "Inputs", [
                ("Read".to_owned(), inputs.read), ("Accepted".to_owned(), inputs.accepted), ("Duplicate".to_owned(), inputs.duplicate),
                ("Refused".to_owned(), inputs.refused), ("Late, of the accepted".to_owned(), inputs.late),
            ]))
            @if !summary.notes.is_empty() {
                (counts("Rows that the mapping notes", "Note", summary.notes.iter().map(|(note, number)| (title(note), *number))))
            }
            @if !summary.refusals.is_empty() {
                (counts("Refusals, by reason", "Reason", summary.refusals.iter().map(|(code, number)| (title(code), *number))))
            }
        }
        @if !summary.refused_examples.is_empty() {
            details open {
                summary { "The first refusals; all are in refused.ndjson" }
                ul { @for example in &summary.refused_examples { li { (example) } } }
            }
        }
        @if summary.files.len() > 1 {
            (counts("Rows by file", "File", summary.files.iter().map(|file| (file.file.clone(), file.rows.read))))
        }
    }
}
