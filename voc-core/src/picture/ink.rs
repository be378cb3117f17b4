//! Colours, letters and signs that all pictures share.

use super::svg::{Anchor, Path, Stroke, Svg};
use super::text::Font;

pub(super) const INK: &str = "#1a1a1a";
pub(super) const MUTED: &str = "#595959";
pub(super) const LINE: &str = "#767676";
pub(super) const RULE: &str = "#cccccc";
pub(super) const TINT: &str = "#edf2f8";
pub(super) const PAPER: &str = "#ffffff";
/// The one colour; as dark as ink where there is none.
pub(super) const ACCENT: &str = "#1f4e8c";

pub(super) const TITLE: Font = font(18.0, true);
pub(super) const FIGURE: Font = font(20.0, true);
pub(super) const HEAD: Font = font(13.0, true);
pub(super) const NAME: Font = font(12.0, true);
pub(super) const BODY: Font = font(12.0, false);
pub(super) const SMALL: Font = font(11.0, false);

const fn font(size: f64, bold: bool) -> Font {
    Font { size, bold }
}

pub(super) const fn stroke(colour: &'static str, width: f64) -> Stroke {
    Stroke {
        colour,
        width,
        dash: None,
    }
}

pub(super) const fn dashed(colour: &'static str, width: f64, dash: &'static str) -> Stroke {
    Stroke {
        colour,
        width,
        dash: Some(dash),
    }
}

/// Lines of text in one font.
#[derive(Debug, Clone)]
pub(super) struct Block {
    lines: Vec<String>,
    font: Font,
    fill: &'static str,
}

impl Block {
    pub(super) fn new(text: &str, font: Font, fill: &'static str, width: f64) -> Self {
        Self {
            lines: font.lines(text, width),
            font,
            fill,
        }
    }

    #[expect(clippy::cast_precision_loss, reason = "there are few lines")]
    pub(super) fn height(&self) -> f64 {
        self.lines.len() as f64 * self.font.pitch()
    }

    /// The width of its longest line.
    pub(super) fn width(&self) -> f64 {
        let widths = self.lines.iter().map(|line| self.font.width(line));
        widths.fold(0.0, f64::max)
    }

    /// Draws it from `top` on, and gives where it ends.
    pub(super) fn draw(&self, svg: &mut Svg, [x, top]: [f64; 2], anchor: Anchor) -> f64 {
        let mut y = top;
        for line in &self.lines {
            svg.text([x, y + self.font.size], line, self.font, self.fill, anchor);
            y += self.font.pitch();
        }
        y
    }
}

/// A sign that stands beside a word and says the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sign {
    /// A full triangle that points down.
    Concern,
    /// An empty triangle that points up.
    Praise,
    /// A full diamond: a moment of truth.
    Moment,
    /// An empty one with a dashed outline: something that does not happen.
    Missing,
    /// A number and its interval.
    Measure,
    /// A bar of a length.
    Bar,
    /// A dark bar on a line: how heavy something is.
    Weight,
    /// An open ring: a case that is open.
    Open,
    /// A tick: as planned.
    Followed,
    /// A dashed square: it did not happen.
    Skipped,
    /// An arrow that goes round: once more.
    Again,
    /// Two arrows that point apart: in another order.
    Disordered,
    /// A clock: too late.
    Late,
    /// A plus in a square: not planned.
    Unplanned,
}

impl Sign {
    /// How much room it takes from left to right.
    pub(super) fn width(self) -> f64 {
        match self {
            Self::Measure | Self::Bar | Self::Weight => 30.0,
            _ => 12.0,
        }
    }

    /// Draws it from `x` on, around the middle height `y`.
    pub(super) fn draw(self, svg: &mut Svg, [x, y]: [f64; 2]) {
        match self {
            Self::Concern => {
                let path = Path::from(x + 1.0, y - 4.0).to(x + 11.0, y - 4.0);
                svg.path(&path.to(x + 6.0, y + 5.0).end(), INK, None);
            }
            Self::Praise => {
                let path = Path::from(x + 1.5, y + 4.0).to(x + 10.5, y + 4.0);
                let outline = Some(stroke(INK, 1.5));
                svg.path(&path.to(x + 6.0, y - 4.0).end(), PAPER, outline);
            }
            Self::Moment | Self::Missing => {
                diamond(svg, [x + 6.0, y], 6.0, self == Self::Missing);
            }
            Self::Measure => {
                svg.rect([x, y - 5.0, 30.0, 10.0], 0.0, ACCENT, None);
                svg.circle([x + 15.0, y], 3.5, PAPER, Some(stroke(INK, 1.5)));
            }
            Self::Open => svg.circle([x + 6.0, y], 4.0, PAPER, Some(stroke(INK, 2.0))),
            Self::Followed => {
                let tick = Path::from(x + 1.0, y)
                    .to(x + 4.5, y + 4.0)
                    .to(x + 11.0, y - 4.5);
                svg.path(&tick, "none", Some(stroke(INK, 2.0)));
            }
            Self::Skipped => {
                let square = [x + 1.0, y - 5.0, 10.0, 10.0];
                svg.rect(square, 0.0, PAPER, Some(dashed(INK, 1.3, "2.5 2")));
            }
            Self::Again => circling(svg, [x + 6.0, y]),
            Self::Disordered => {
                for (y, from, to) in [(y - 3.0, x + 1.0, x + 11.0), (y + 3.5, x + 11.0, x + 1.0)] {
                    let back = if to > from { -4.0 } else { 4.0 };
                    svg.line([from, y, to + back, y], stroke(INK, 1.3));
                    let head = Path::from(to + back, y - 3.0)
                        .to(to, y)
                        .to(to + back, y + 3.0);
                    svg.path(&head.end(), INK, None);
                }
            }
            Self::Late => {
                svg.circle([x + 6.0, y], 5.0, PAPER, Some(stroke(INK, 1.3)));
                let hands = Path::from(x + 6.0, y - 3.5)
                    .to(x + 6.0, y)
                    .to(x + 8.5, y + 1.5);
                svg.path(&hands, "none", Some(stroke(INK, 1.3)));
            }
            Self::Unplanned => {
                let square = [x + 1.0, y - 5.0, 10.0, 10.0];
                svg.rect(square, 0.0, PAPER, Some(stroke(INK, 1.3)));
                svg.line([x + 3.0, y, x + 9.0, y], stroke(INK, 1.5));
                svg.line([x + 6.0, y - 3.0, x + 6.0, y + 3.0], stroke(INK, 1.5));
            }
            Self::Weight => weight_bar(svg, [x, y], [30.0, 0.6]),
            Self::Bar => {
                svg.rect([x, y - 2.0, 30.0, 4.0], 0.0, RULE, None);
                svg.rect([x, y - 2.0, 18.0, 4.0], 0.0, MUTED, None);
            }
        }
    }
}

/// A dark bar on a line of a length, around a middle height: the part that it takes.
pub(super) fn weight_bar(svg: &mut Svg, [x, y]: [f64; 2], [long, part]: [f64; 2]) {
    svg.line([x, y, x + long, y], stroke(LINE, 1.0));
    if part > 0.0 {
        svg.rect([x, y - 3.0, long * part, 6.0], 0.0, INK, None);
    }
}

/// A diamond around its middle.
pub(super) fn diamond(svg: &mut Svg, [x, y]: [f64; 2], half: f64, missing: bool) {
    let path = Path::from(x - half, y).to(x, y - half).to(x + half, y);
    let path = path.to(x, y + half).end();
    if missing {
        svg.path(&path, PAPER, Some(dashed(ACCENT, 1.5, "2.5 2")));
    } else {
        svg.path(&path, ACCENT, None);
    }
}

/// Signs and what they mean, one after another on lines of a width; gives where they end.
pub(super) fn legend(
    svg: &mut Svg,
    [left, top]: [f64; 2],
    width: f64,
    items: &[(Sign, &str)],
) -> f64 {
    let (mut x, mut y, mut bottom) = (left, top, top);
    for (sign, text) in items {
        let block = Block::new(text, SMALL, MUTED, width - sign.width() - 6.0);
        let wide = sign.width() + 6.0 + block.width();
        if x > left && x + wide > left + width {
            (x, y) = (left, bottom + 4.0);
        }
        sign.draw(svg, [x, y + SMALL.pitch() / 2.0]);
        let end = block.draw(svg, [x + sign.width() + 6.0, y], Anchor::Start);
        bottom = bottom.max(end);
        x += wide + 18.0;
    }
    bottom
}

/// An arrow that goes round: again the same.
pub(super) fn circling(svg: &mut Svg, [x, y]: [f64; 2]) {
    let path = Path::from(x + 4.0, y - 2.5)
        .curve([x + 1.5, y - 6.0, x - 5.0, y - 4.5], x - 5.0, y)
        .curve([x - 5.0, y + 5.5, x + 3.5, y + 6.0], x + 4.8, y + 1.5);
    svg.path(&path, "none", Some(stroke(INK, 1.3)));
    let head = Path::from(x + 1.0, y - 2.0).to(x + 6.0, y - 6.5);
    svg.path(&head.to(x + 6.0, y - 0.5).end(), INK, None);
}

/// The head of an arrow that points down to a place.
pub(super) fn arrow_down(svg: &mut Svg, [x, y]: [f64; 2]) {
    let head = Path::from(x - 4.5, y - 8.0).to(x + 4.5, y - 8.0).to(x, y);
    svg.path(&head.end(), INK, None);
}
