//! The report: one page that needs nothing beside itself. Every picture has its numbers in a table.

mod charts;
mod headline;
mod journeys;
mod pictures;
mod tables;
mod words;

use crate::summary::Summary;
use charts::Failed;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use words::{count, counted};

/// The report of a run as an HTML page.
///
/// # Errors
/// Where a picture cannot be drawn.
pub fn page(summary: &Summary) -> Result<String, Box<dyn std::error::Error>> {
    let body = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (summary.program) " – loop report" }
                style { (PreEscaped(include_str!("style.css"))) }
            }
            body {
                (hatch())
                header {
                    p.eyebrow { "Loop report" }
                    h1 { (summary.program) }
                    p.soft { (read(summary)) }
                }
                main {
                    (headline::headline(summary)?)
                    (pictures::pictures(summary)?)
                    (tables::breakdowns(&summary.breakdowns))
                    (journeys::journeys(&summary.journeys)?)
                    (tables::moments(&summary.moments))
                    (tables::intake(summary))
                }
                footer { (foot(summary)) }
            }
        }
    };
    Ok(body.into_string())
}

fn read(summary: &Summary) -> String {
    let files = counted(summary.files.len() as u64, "file", "files");
    let days = summary
        .days
        .as_ref()
        .map_or_else(String::new, |[first, last]| {
            if first == last {
                format!(", {first}")
            } else {
                format!(", {first} to {last}")
            }
        });
    format!(
        "{} from {files}{days}",
        counted(summary.rows.read, "row", "rows")
    )
}

/// The hatching that marks what customers dispute, also in black and white.
fn hatch() -> Markup {
    html! {
        svg.defs aria-hidden="true" focusable="false" {
            defs {
                pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)" {
                    rect width="6" height="6" style="fill:var(--paper)" {}
                    rect width="3" height="6" style="fill:var(--bad)" {}
                }
            }
        }
    }
}

/// A picture with its name, and in words what it shows.
fn picture(
    id: &str,
    name: &str,
    shows: &str,
    svg: Result<String, Failed>,
) -> Result<Markup, Failed> {
    let svg = svg?;
    let start = svg.find('>').map_or(svg.len(), |end| end + 1);
    let (open, rest) = svg.split_at(start);
    let open = open.replacen(
        "<svg",
        &format!("<svg role=\"img\" aria-labelledby=\"{id}-t {id}-d\""),
        1,
    );
    Ok(html! {
        figure {
            figcaption { (name) }
            (PreEscaped(open))
            title id={ (id) "-t" } { (name) }
            desc id={ (id) "-d" } { (shows) }
            (PreEscaped(rest))
        }
    })
}

fn foot(summary: &Summary) -> Markup {
    html! {
        p { "The same inputs and the same program give the same digests, in Rust, in Python and in a browser." }
        p { "Digest of everything: " code { (summary.digest) } br; "Digest of the facts: " code { (summary.facts_digest) } }
        p { "Made by loop-report " (env!("CARGO_PKG_VERSION")) ", an example of voc, from "
            (count(summary.inputs.read)) " inputs. All numbers are in " code { "summary.json" } " beside this page." }
    }
}

#[cfg(test)]
mod tests;
