//! The program's journeys, as the core draws them: the bytes that a notebook and a browser show.

use super::charts::Failed;
use crate::summary::JourneyShown;
use maud::{Markup, PreEscaped, html};
use voc_core::Error;
use voc_core::picture::Canvas;

/// The widths that are drawn, and on which screens each is shown.
const WIDTHS: [(u32, &str); 2] = [(950, "desk"), (360, "phone")];

pub(super) fn journeys(all: &[JourneyShown]) -> Result<Markup, Failed> {
    let mut drawn = Vec::new();
    for (place, one) in all.iter().enumerate() {
        let name = |picture: &str| format!("journey-{}-{picture}", place + 1);
        let pictures = [
            both(&name("map"), "Planned, and heard", &|canvas| {
                one.map.svg(canvas)
            })?,
            both(&name("scorecard"), "Stage by stage", &|canvas| {
                one.scorecard.svg(canvas)
            })?,
            both(&name("paths"), "The ways taken", &|canvas| {
                one.paths.svg(canvas)
            })?,
            both(&name("deviations"), "Against the plan", &|canvas| {
                one.deviations.svg(canvas)
            })?,
        ];
        drawn.push((&one.label, pictures));
    }
    Ok(html! {
        @for (label, pictures) in drawn {
            h2 { "Journey: " (label) }
            p { "What the program plans and what was heard there; the ways that customers took, and how these differ from the plan." }
            @for picture in pictures { (picture) }
        }
    })
}

/// A picture at each width.
fn both(
    name: &str,
    caption: &str,
    draw: &dyn Fn(&Canvas) -> Result<String, Error>,
) -> Result<Markup, Failed> {
    let mut all = Vec::new();
    for (width, screen) in WIDTHS {
        let canvas = Canvas {
            width,
            id_prefix: format!("{name}-{screen}"),
            ..Canvas::default()
        };
        all.push((screen, draw(&canvas)?));
    }
    Ok(html! {
        @for (screen, svg) in all {
            figure class={ "drawn " (screen) } {
                figcaption { (caption) }
                (PreEscaped(svg))
            }
        }
    })
}
