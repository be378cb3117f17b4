//! A small writer of SVG: every number rounded to tenths, so that the bytes are the same everywhere.

use super::text::Font;
use std::fmt::Write;

/// The fonts, of which the first that a reader has is taken.
const FAMILY: &str = "Helvetica, Arial, sans-serif";

/// Where a text stands from its point on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

/// How an outline is drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Stroke {
    pub(super) colour: &'static str,
    pub(super) width: f64,
    /// Lengths of dash and gap; a whole line without.
    pub(super) dash: Option<&'static str>,
}

/// What is drawn, from back to front.
#[derive(Debug, Default)]
pub(super) struct Svg {
    body: String,
}

impl Svg {
    fn write(&mut self, part: std::fmt::Arguments<'_>) {
        // Writing to a text cannot fail.
        let _ = self.body.write_fmt(part);
    }

    /// Opens a group with a title, which is read aloud and shown on hovering.
    pub(super) fn open(&mut self, title: &str) {
        self.write(format_args!("<g><title>{}</title>\n", Escaped(title)));
    }

    /// Closes the group.
    pub(super) fn close(&mut self) {
        self.body.push_str("</g>\n");
    }

    /// Puts what was drawn apart on top.
    pub(super) fn append(&mut self, other: &Self) {
        self.body.push_str(&other.body);
    }

    pub(super) fn rect(
        &mut self,
        [x, y, width, height]: [f64; 4],
        radius: f64,
        fill: &str,
        stroke: Option<Stroke>,
    ) {
        let (x, y, width, height) = (Num(x), Num(y), Num(width.max(0.0)), Num(height.max(0.0)));
        self.write(format_args!(
            r#"<rect x="{x}" y="{y}" width="{width}" height="{height}""#
        ));
        if radius > 0.0 {
            self.write(format_args!(r#" rx="{}""#, Num(radius)));
        }
        self.write(format_args!(r#" fill="{fill}""#));
        self.stroked(stroke);
    }

    pub(super) fn line(&mut self, [x1, y1, x2, y2]: [f64; 4], stroke: Stroke) {
        let (x1, y1, x2, y2) = (Num(x1), Num(y1), Num(x2), Num(y2));
        self.write(format_args!(
            r#"<line x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}""#
        ));
        self.stroked(Some(stroke));
    }

    pub(super) fn circle(
        &mut self,
        [x, y]: [f64; 2],
        radius: f64,
        fill: &str,
        stroke: Option<Stroke>,
    ) {
        let (x, y, radius) = (Num(x), Num(y), Num(radius));
        self.write(format_args!(
            r#"<circle cx="{x}" cy="{y}" r="{radius}" fill="{fill}""#
        ));
        self.stroked(stroke);
    }

    pub(super) fn path(&mut self, path: &Path, fill: &str, stroke: Option<Stroke>) {
        self.write(format_args!(r#"<path d="{}" fill="{fill}""#, path.0));
        self.stroked(stroke);
    }

    fn stroked(&mut self, stroke: Option<Stroke>) {
        if let Some(stroke) = stroke {
            let (colour, width) = (stroke.colour, Num(stroke.width));
            self.write(format_args!(r#" stroke="{colour}" stroke-width="{width}""#));
            if let Some(dash) = stroke.dash {
                self.write(format_args!(r#" stroke-dasharray="{dash}""#));
            }
        }
        self.body.push_str("/>\n");
    }

    /// One line of text whose base line is at `y`.
    pub(super) fn text(
        &mut self,
        [x, y]: [f64; 2],
        text: &str,
        font: Font,
        fill: &str,
        anchor: Anchor,
    ) {
        let (x, y, size) = (Num(x), Num(y), Num(font.size));
        self.write(format_args!(
            r#"<text x="{x}" y="{y}" font-size="{size}" fill="{fill}""#
        ));
        if font.bold {
            self.body.push_str(r#" font-weight="bold""#);
        }
        match anchor {
            Anchor::Start => {}
            Anchor::Middle => self.body.push_str(r#" text-anchor="middle""#),
            Anchor::End => self.body.push_str(r#" text-anchor="end""#),
        }
        self.write(format_args!(">{}</text>\n", Escaped(text)));
    }

    /// The whole picture, with its title and what it shows in words.
    pub(super) fn finish(
        self,
        [width, height]: [f64; 2],
        prefix: &str,
        title: &str,
        words: &str,
    ) -> String {
        let (width, height) = (Num(width), Num(height));
        let (title, words, body) = (Escaped(title), Escaped(words), self.body);
        format!(
            r##"<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" role="img" aria-labelledby="{prefix}-title {prefix}-desc" font-family="{FAMILY}" font-variant-numeric="tabular-nums">
<title id="{prefix}-title">{title}</title>
<desc id="{prefix}-desc">{words}</desc>
<rect width="{width}" height="{height}" fill="#ffffff"/>
{body}</svg>
"##
        )
    }
}

/// The way of a pen.
#[derive(Debug, Clone, Default)]
pub(super) struct Path(String);

impl Path {
    pub(super) fn from(x: f64, y: f64) -> Self {
        Self::default().step("M", &[x, y])
    }

    pub(super) fn to(self, x: f64, y: f64) -> Self {
        self.step("L", &[x, y])
    }

    /// A cubic curve by two points that pull at it.
    pub(super) fn curve(self, pull: [f64; 4], x: f64, y: f64) -> Self {
        let [x1, y1, x2, y2] = pull;
        self.step("C", &[x1, y1, x2, y2, x, y])
    }

    /// A rounded corner at a point, towards another.
    pub(super) fn corner(self, x: f64, y: f64, to_x: f64, to_y: f64) -> Self {
        self.step("Q", &[x, y, to_x, to_y])
    }

    pub(super) fn end(mut self) -> Self {
        self.0.push('Z');
        self
    }

    fn step(mut self, command: &str, numbers: &[f64]) -> Self {
        self.0.push_str(command);
        for (place, number) in numbers.iter().enumerate() {
            let space = if place == 0 { "" } else { " " };
            let _ = write!(self.0, "{space}{}", Num(*number));
        }
        self
    }
}

/// A number rounded to tenths; what is none is 0.
pub(super) struct Num(pub(super) f64);

impl std::fmt::Display for Num {
    #[expect(clippy::cast_possible_truncation, reason = "it is clamped before")]
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let number = if self.0.is_finite() { self.0 } else { 0.0 };
        let tenths = (number * 10.0).round().clamp(-1e12, 1e12) as i64;
        let sign = if tenths < 0 { "-" } else { "" };
        let (whole, tenth) = (tenths.abs() / 10, tenths.abs() % 10);
        match tenth {
            0 => write!(f, "{sign}{whole}"),
            _ => write!(f, "{sign}{whole}.{tenth}"),
        }
    }
}

/// Text as XML has it.
struct Escaped<'t>(&'t str);

impl std::fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for one in self.0.chars() {
            match one {
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '"' => f.write_str("&quot;")?,
                one => f.write_char(one)?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_rounded_to_tenths() {
        let written = |number: f64| Num(number).to_string();
        assert_eq!(written(1.0), "1");
        assert_eq!(written(-0.04), "0");
        assert_eq!(written(-0.25), "-0.3");
        assert_eq!(written(12.34), "12.3");
        assert_eq!(written(f64::NAN), "0");
        assert_eq!(written(f64::INFINITY), "0");
    }
}
