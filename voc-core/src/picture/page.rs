//! What every picture begins with: its margins, its title, and what stands below that.

use super::canvas::Canvas;
use super::ink::{BODY, Block, INK, MUTED, TITLE};
use super::svg::{Anchor, Svg};
use crate::program::Label;

/// A picture with its heading, and nothing below yet.
pub(super) struct Page {
    pub(super) svg: Svg,
    /// At each side.
    pub(super) margin: f64,
    /// Between the margins.
    pub(super) room: f64,
    /// Where the heading ends.
    pub(super) y: f64,
    pub(super) title: String,
}

impl Page {
    /// `size` says how much the picture is of; it stands behind the subtitle.
    pub(super) fn headed(
        canvas: &Canvas,
        title: &Label,
        subtitle: Option<&Label>,
        size: Option<String>,
    ) -> Self {
        let margin = if canvas.is_narrow() { 16.0 } else { 24.0 };
        let room = f64::from(canvas.width) - 2.0 * margin;
        let mut svg = Svg::default();
        let title = canvas.text(title);
        let block = Block::new(&title, TITLE, INK, room);
        let mut y = block.draw(&mut svg, [margin, margin], Anchor::Start);
        let parts = [subtitle.map(|it| canvas.text(it)), size];
        let under: Vec<String> = parts.into_iter().flatten().collect();
        if !under.is_empty() {
            let under = Block::new(&under.join(" · "), BODY, MUTED, room);
            y = under.draw(&mut svg, [margin, y + 2.0], Anchor::Start);
        }
        Self {
            svg,
            margin,
            room,
            y,
            title,
        }
    }
}
