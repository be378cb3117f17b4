//! The company's number beside the customer's.

use super::charts::{self, Bar, Failed, Fill};
use super::picture;
use super::words::{count, counted, interval, percent, title};
use crate::summary::{Loop, Share, Summary};
use maud::{Markup, html};

/// What became of an answered case, in the customer's eyes.
struct Word<'s> {
    name: &'static str,
    means: &'static str,
    fill: Fill,
    key: &'static str,
    share: &'s Option<Share>,
}

pub(super) fn headline(summary: &Summary) -> Result<Markup, Failed> {
    let whole = &summary.whole;
    let words = words(whole);
    let bars: Vec<Bar> = words
        .iter()
        .map(|word| Bar {
            label: word.name.to_owned(),
            length: word.share.as_ref().map_or(0, |share| share.n),
            value: String::new(),
            fill: word.fill,
        })
        .collect();
    let told: Vec<String> = words
        .iter()
        .filter_map(|word| {
            word.share
                .as_ref()
                .map(|share| format!("{} {}", word.name.to_lowercase(), count(share.n)))
        })
        .collect();
    let bar = picture(
        "answers",
        "The answered cases in the customers' eyes",
        &format!(
            "Of {}: {}.",
            counted(whole.answered, "answered case", "answered cases"),
            told.join(", ")
        ),
        charts::parts(&bars),
    )?;
    Ok(html! {
        p.lead { (sentence(whole)) }
        div.pair {
            section.panel aria-labelledby="company" {
                h2.eyebrow #company style="border:0;padding:0" { "The company's number" }
                @match &whole.share_answered {
                    Some(share) => {
                        p.big { (percent(share.value)) }
                        p { "of cases answered: " (count(share.n)) " of " (count(share.of))
                            br; span.soft { "95% interval " (interval(share)) " (" (title(&share.method)) ")" } }
                    }
                    None => p.big { "–" },
                }
                p.soft { (count(whole.closed_total())) " stand closed, "
                    (counted(whole.reopened, "was", "were")) " reopened." }
            }
            section.panel aria-labelledby="customer" {
                h2.eyebrow #customer style="border:0;padding:0" { "The customers' number" }
                @match &whole.share_false {
                    Some(share) => {
                        p.big.bad { (percent(share.value)) }
                        p { "of answers disputed: " (count(share.n)) " of " (count(share.of)) ", each a false resolution"
                            br; span.soft { "95% interval " (interval(share)) " (" (title(&share.method)) ")" } }
                    }
                    None => p.big { "–" },
                }
                p.soft { "Confirmed by the customer: " (count(whole.verdict("confirmed"))) "." }
            }
        }
        @if whole.answered > 0 {
            div.stretch { (bar) }
            (table(&words, whole))
        }
    })
}

fn words(whole: &Loop) -> [Word<'_>; 4] {
    [
        Word {
            name: "Confirmed",
            means: "the customer says that it is solved",
            fill: Fill::Usual,
            key: "usual",
            share: &whole.share_confirmed,
        },
        Word {
            name: "Undisputed",
            means: "asked, and no objection: not the same as confirmed",
            fill: Fill::Pale,
            key: "pale",
            share: &whole.share_undisputed,
        },
        Word {
            name: "Disputed",
            means: "the customer still says that it is not",
            fill: Fill::Bad,
            key: "bad",
            share: &whole.share_disputed,
        },
        Word {
            name: "No verdict",
            means: "not asked, no answer yet, or not reached",
            fill: Fill::Empty,
            key: "empty",
            share: &whole.share_no_verdict,
        },
    ]
}

fn sentence(whole: &Loop) -> String {
    let confirmed = whole.verdict("confirmed");
    let none = match confirmed {
        0 => "customers confirmed none of these answers".to_owned(),
        some => format!("customers confirmed {} of these answers", count(some)),
    };
    format!(
        "{} of {} answered; {none}, and disputed {}.",
        count(whole.answered),
        counted(whole.cases, "case was", "cases were"),
        count(whole.false_resolutions),
    )
}

fn table(words: &[Word<'_>], whole: &Loop) -> Markup {
    html! {
        table {
            caption { "Of " (counted(whole.answered, "answered case", "answered cases")) }
            thead { tr { th scope="col" { "The customer's word" } th scope="col" { "n" } th scope="col" { "Share" } th scope="col" { "95% interval" } } }
            tbody {
                @for word in words {
                    @if let Some(share) = word.share {
                        tr {
                            th scope="row" { span class={ "key " (word.key) } aria-hidden="true" {} (word.name)
                                span.soft { ": " (word.means) } }
                            td { (count(share.n)) }
                            td { (percent(share.value)) }
                            td { (interval(share)) }
                        }
                    }
                }
            }
        }
    }
}
