//! One stage of the map, from its head down to its touch points.

use super::{JourneyMap, MapStage, MapTouchPoint, Moment};
use crate::picture::canvas::Canvas;
use crate::picture::figures::{CountLine, Figures, LINE_HEIGHT, count_lines};
use crate::picture::ink::{
    ACCENT, Block, HEAD, INK, MUTED, NAME, PAPER, RULE, SMALL, Sign, TINT, diamond, stroke,
};
use crate::picture::svg::{Anchor, Path, Svg};
use crate::picture::words::{count, number};

/// How far the point of a stage's arrow reaches.
const POINT: f64 = 10.0;
const PADDING: f64 = 10.0;
/// The room for a stage's number.
const NUMBER: f64 = 18.0;
const DIAMOND: f64 = 10.0;

/// Everything of a stage, measured for a column of a width.
pub(super) struct Column<'m> {
    map: &'m JourneyMap,
    place: usize,
    stage: &'m MapStage,
    canvas: &'m Canvas,
    width: f64,
    /// The largest volume of a channel in the whole map.
    most: u64,
    head: Block,
    accountable: Block,
    metric: Figures<'m>,
}

/// How high the parts of the columns in one band are, so that they stand in line.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Heights {
    pub(super) head: f64,
    pub(super) accountable: f64,
    pub(super) metric: f64,
    pub(super) counts: f64,
}

impl<'m> Column<'m> {
    pub(super) fn new(
        map: &'m JourneyMap,
        canvas: &'m Canvas,
        place: usize,
        stage: &'m MapStage,
        (width, most): (f64, u64),
    ) -> Self {
        let name = canvas.text(&stage.label);
        let units = match stage.accountable.as_slice() {
            [] => "Nobody answers for it".to_owned(),
            units => format!("Answers: {}", canvas.texts(units)),
        };
        Self {
            map,
            stage,
            canvas,
            width,
            most,
            place,
            head: Block::new(&name, HEAD, INK, width - 2.0 * PADDING - POINT - NUMBER),
            accountable: Block::new(&units, SMALL, MUTED, width),
            metric: Figures::new(canvas, stage.metric.as_ref(), width),
        }
    }

    pub(super) fn heights(&self) -> Heights {
        Heights {
            head: self.head.height() + 16.0,
            accountable: self.accountable.height() + 12.0,
            metric: self.metric.height() + 16.0,
            counts: number(self.counts().len() as u64) * LINE_HEIGHT + 14.0,
        }
    }

    fn counts(&self) -> Vec<CountLine> {
        let stage = self.stage;
        let all = [
            (None, "Signals", stage.volume),
            (Some(Sign::Concern), "Concerns", stage.concerns),
            (Some(Sign::Praise), "Praise", stage.praise),
        ];
        let known = all.into_iter();
        let known = known.filter_map(|(sign, name, count)| Some((sign, name, count?)));
        known.collect()
    }

    /// Draws the column and gives where it ends.
    pub(super) fn draw(
        &self,
        svg: &mut Svg,
        [x, top]: [f64; 2],
        heights: Heights,
        arrow: bool,
    ) -> f64 {
        svg.open(&self.title());
        self.draw_head(svg, [x, top], heights.head, arrow);
        let mut y = top + heights.head + 6.0;
        self.accountable.draw(svg, [x, y], Anchor::Start);
        y += heights.accountable;
        self.metric.draw(svg, [x, y]);
        y += heights.metric;
        count_lines(svg, [x, y], self.width, &self.counts());
        y += heights.counts;
        svg.close();
        for point in &self.stage.touch_points {
            y = self.card(svg, [x, y], point) + 10.0;
        }
        y
    }

    fn draw_head(&self, svg: &mut Svg, [x, y]: [f64; 2], height: f64, arrow: bool) {
        let (right, middle) = (x + self.width, y + height / 2.0);
        let outline = Some(stroke(ACCENT, 1.2));
        if arrow {
            let path = Path::from(x, y).to(right - POINT, y).to(right, middle);
            let path = path.to(right - POINT, y + height).to(x, y + height).end();
            svg.path(&path, TINT, outline);
        } else {
            svg.rect([x, y, self.width, height], 3.0, TINT, outline);
        }
        let top = y + (height - self.head.height()) / 2.0;
        let number = (self.place + 1).to_string();
        let at = [x + PADDING, top + HEAD.size];
        svg.text(at, &number, HEAD, ACCENT, Anchor::Start);
        self.head
            .draw(svg, [x + PADDING + NUMBER, top], Anchor::Start);
    }

    /// A touch point, its moments of truth, its channels; gives where it ends.
    fn card(&self, svg: &mut Svg, [x, top]: [f64; 2], point: &MapTouchPoint) -> f64 {
        let moments: Vec<(usize, &Moment)> = self.map.moments_at(&point.id).collect();
        let (left, right) = (x + PADDING, x + self.width - PADDING);
        let room = right - left;
        let name = point.name(self.canvas);
        let mut inside = Svg::default();
        let mut y = top + 8.0;
        if !moments.is_empty() {
            y = draw_moments(&mut inside, [left, y], room, &moments);
        }
        let block = Block::new(&name, NAME, INK, room);
        y = block.draw(&mut inside, [left, y], Anchor::Start);
        if let Some(owner) = &point.owner {
            let owner = format!("Owner: {}", self.canvas.text(owner));
            let block = Block::new(&owner, SMALL, MUTED, room);
            y = block.draw(&mut inside, [left, y], Anchor::Start);
        }
        y += 4.0;
        for channel in &point.channels {
            let label = self.canvas.text(&channel.label);
            y = self.draw_channel(&mut inside, [left, y], room, (&label, channel.volume));
        }
        y = draw_feedback(&mut inside, [left, y], room, point);
        y += 8.0;
        svg.open(&self.card_title(point));
        let frame = [x, top, self.width, y - top];
        svg.rect(frame, 4.0, PAPER, Some(stroke(RULE, 1.0)));
        svg.append(&inside);
        svg.close();
        y
    }

    fn draw_channel(
        &self,
        svg: &mut Svg,
        [x, top]: [f64; 2],
        room: f64,
        (label, volume): (&str, Option<u64>),
    ) -> f64 {
        let written = volume.map(count).unwrap_or_default();
        let taken = SMALL.width(&written) + 8.0;
        let block = Block::new(label, SMALL, INK, (room - taken).max(room / 3.0));
        let base = top + SMALL.size;
        let mut y = block.draw(svg, [x, top], Anchor::Start);
        let Some(volume) = volume else {
            return y + 2.0;
        };
        svg.text([x + room, base], &written, SMALL, INK, Anchor::End);
        y += 2.0;
        svg.rect([x, y, room, 4.0], 0.0, RULE, None);
        if self.most > 0 {
            let long = room * number(volume) / number(self.most);
            svg.rect([x, y, long, 4.0], 0.0, MUTED, None);
        }
        y + 9.0
    }

    /// The stage in one line.
    fn title(&self) -> String {
        let mut title = self.canvas.text(&self.stage.label);
        if let Some(metric) = &self.stage.metric {
            title = format!("{title}: {}", metric.words(self.canvas));
        }
        title
    }

    fn card_title(&self, point: &MapTouchPoint) -> String {
        let mut title = point.name(self.canvas);
        if let Some(owner) = &point.owner {
            title = format!("{title}, owner {}", self.canvas.text(owner));
        }
        for (_, moment) in self.map.moments_at(&point.id) {
            let label = self.canvas.text(&moment.label);
            title = format!("{title}; moment of truth: {label}");
        }
        title
    }
}

/// A moment of truth with its number.
pub(super) fn numbered(svg: &mut Svg, [x, y]: [f64; 2], place: usize, missing: bool) {
    diamond(svg, [x, y], DIAMOND, missing);
    let colour = if missing { INK } else { PAPER };
    let font = crate::picture::text::Font {
        size: 9.0,
        bold: true,
    };
    let number = (place + 1).to_string();
    svg.text([x, y + 3.2], &number, font, colour, Anchor::Middle);
}

/// The moments of truth at a touch point; gives where they end.
fn draw_moments(svg: &mut Svg, [x, top]: [f64; 2], room: f64, moments: &[(usize, &Moment)]) -> f64 {
    let (mut at, mut y) = (x, top);
    for (place, moment) in moments {
        if at > x && at + 2.0 * DIAMOND > x + room {
            (at, y) = (x, y + 2.0 * DIAMOND + 4.0);
        }
        numbered(svg, [at + DIAMOND, y + DIAMOND], *place, moment.missing);
        at += 2.0 * DIAMOND + 4.0;
    }
    y + 2.0 * DIAMOND + 4.0
}

/// Concerns and praise of a touch point, on one line where they fit.
fn draw_feedback(svg: &mut Svg, [x, top]: [f64; 2], room: f64, point: &MapTouchPoint) -> f64 {
    let all = [
        (Sign::Concern, point.concerns),
        (Sign::Praise, point.praise),
    ];
    let (mut at, mut y, mut any) = (x, top + 2.0, false);
    for (sign, of) in all {
        let Some(of) = of else { continue };
        let text = count(of);
        let wide = 16.0 + SMALL.width(&text);
        if at > x && at + wide > x + room {
            (at, y) = (x, y + 18.0);
        }
        sign.draw(svg, [at, y + 8.0]);
        svg.text([at + 16.0, y + 12.0], &text, SMALL, INK, Anchor::Start);
        at += wide + 14.0;
        any = true;
    }
    if any { y + 16.0 } else { top }
}
