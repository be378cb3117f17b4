//! Plan against actual: the planned touch points in order, and beside each what happened instead.

mod narrow;
mod tell;
mod wide;

use super::canvas::Canvas;
use super::ink::{ACCENT, BODY, Block, HEAD, INK, MUTED, RULE, SMALL, Sign, diamond, stroke};
use super::page::Page;
use super::svg::{Anchor, Svg};
use super::words::{number, percent, share};
use crate::document::Read;
use crate::error::{Code, Error};
use crate::named::Named;
use crate::program::Label;
use serde::{Deserialize, Serialize};

/// How actual journeys deviate from the planned one, as a picture. Every count is one of instances.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Deviations {
    /// What stands above it.
    pub title: Label,
    /// What stands below the title: the period, the segment, the channel.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subtitle: Option<Label>,
    /// How many instances there are.
    pub instances: u64,
    /// How well they fit the plan, 0 to 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fitness: Option<f64>,
    /// The stages of the plan, in order.
    pub stages: Vec<DeviationStage>,
    /// What happened that is not planned, in the order in which it is drawn.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unplanned: Vec<Unplanned>,
    /// The moments of truth, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub moments: Vec<MomentMet>,
}

/// A stage of the plan.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DeviationStage {
    /// What it is called.
    pub label: Label,
    /// In how many instances it took longer than was promised.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub late: Option<u64>,
    /// In how many it took more contacts than was promised.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub too_many_contacts: Option<u64>,
    /// In how many nothing says that it went well.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome_missed: Option<u64>,
    /// Its planned touch points, in order.
    pub steps: Vec<DeviationStep>,
}

/// A planned touch point, and in how many instances it went as planned, or otherwise. An instance can
/// deviate in several ways.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DeviationStep {
    /// Its id, by which unplanned steps name it.
    pub id: String,
    /// What it is called; its id if not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<Label>,
    /// Of how many instances the counts are: those that should have come there; all if not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instances: Option<u64>,
    /// It happened as planned.
    pub followed: u64,
    /// It did not happen.
    pub skipped: u64,
    /// It happened more than once.
    pub repeated: u64,
    /// It happened before something that should have come first.
    pub out_of_order: u64,
    /// It happened later than expected; absent where nothing is expected.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub late: Option<u64>,
}

/// Something that happened and is not planned.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Unplanned {
    /// What it is called.
    pub label: Label,
    /// The planned touch point after which it comes, by its id; absent where it comes before all of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    /// In how many instances.
    pub instances: u64,
}

/// A moment of truth, and in how many instances it did not go as it was to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct MomentMet {
    /// What it is called.
    pub label: Label,
    /// Whether it is something that does not happen.
    #[serde(default)]
    pub is_absence: bool,
    /// In how many instances it is decided: all if not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instances: Option<u64>,
    /// In how many of them it did not come; of an absence, in how many it was so.
    pub missing: u64,
    /// In how many it came later than was promised; absent where nothing is promised.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub late: Option<u64>,
}

/// What can be said of a planned touch point: its sign, its name, and in how many instances.
type Kind = (Sign, &'static str, Option<u64>);

impl Deviations {
    /// Reads one from a JSON object.
    ///
    /// # Errors
    /// Text that is no such object, with the place.
    pub fn from_json(text: &str) -> Result<Self, Error> {
        crate::document::read_json(text)
    }

    /// Draws the deviations.
    ///
    /// # Errors
    /// A canvas that cannot be drawn on, two touch points of one id, a count of more instances than there
    /// are, an unplanned step after a touch point that there is not, a fitness that is no share.
    pub fn svg(&self, canvas: &Canvas) -> Result<String, Error> {
        canvas.check()?;
        self.check()?;
        let width = f64::from(canvas.width);
        let page = Page::headed(
            canvas,
            &self.title,
            self.subtitle.as_ref(),
            Some(tell::size(self)),
        );
        let Page {
            mut svg,
            margin,
            room,
            y,
            title,
        } = page;
        let mut y = y + 18.0;
        y = if canvas.is_narrow() {
            narrow::draw(self, canvas, &mut svg, [margin, y], room)
        } else {
            wide::draw(self, canvas, &mut svg, [margin, y], room)
        };
        y = self.draw_moments(canvas, &mut svg, [margin, y], room);
        svg.line([margin, y, margin + room, y], stroke(RULE, 1.0));
        let block = Block::new(tell::NOTE, SMALL, MUTED, room);
        y = block.draw(&mut svg, [margin, y + 10.0], Anchor::Start);
        let words = tell::words(self, canvas);
        Ok(svg.finish([width, y + margin], &canvas.id_prefix, &title, &words))
    }

    fn check(&self) -> Result<(), Error> {
        if self
            .fitness
            .is_some_and(|fitness| !(0.0..=1.0).contains(&fitness))
        {
            let message = "a fitness lies between 0 and 1";
            return Err(Error::new(Code::OutOfRange, message).at("fitness"));
        }
        let mut known: Named<()> = Named::new();
        for (stage, one) in self.stages.iter().enumerate() {
            for (step, one) in one.steps.iter().enumerate() {
                let at = format!("stages.{stage}.steps.{step}");
                if known.insert(one.id.as_str(), ()).is_some() {
                    let message = format!("there are two touch points `{}`", one.id);
                    return Err(Error::new(Code::IdTaken, message).at(format!("{at}.id")));
                }
                one.check(self.instances, &at)?;
            }
        }
        for (stage, one) in self.stages.iter().enumerate() {
            let counts = [
                ("late", one.late),
                ("too_many_contacts", one.too_many_contacts),
                ("outcome_missed", one.outcome_missed),
            ];
            no_more(&format!("stages.{stage}"), self.instances, &counts)?;
        }
        for (place, one) in self.moments.iter().enumerate() {
            let at = format!("moments.{place}");
            no_more(&at, self.instances, &[("instances", one.instances)])?;
            let of = one.instances.unwrap_or(self.instances);
            no_more(
                &at,
                of,
                &[("missing", Some(one.missing)), ("late", one.late)],
            )?;
        }
        for (place, one) in self.unplanned.iter().enumerate() {
            if let Some(after) = &one.after
                && known.get(after.as_str()).is_none()
            {
                let message = format!("there is no touch point `{after}`");
                return Err(Error::new(Code::Unknown, message)
                    .at(format!("unplanned.{place}.after"))
                    .nearest(after, known.keys().map(String::as_str)));
            }
            let counts = [("instances", Some(one.instances))];
            no_more(&format!("unplanned.{place}"), self.instances, &counts)?;
        }
        Ok(())
    }

    /// The moments of truth in a list; gives where it ends.
    fn draw_moments(&self, canvas: &Canvas, svg: &mut Svg, [x, top]: [f64; 2], room: f64) -> f64 {
        if self.moments.is_empty() {
            return top;
        }
        let heading = Block::new("Moments of truth", HEAD, INK, room);
        let mut y = heading.draw(svg, [x, top], Anchor::Start) + 6.0;
        for moment in &self.moments {
            let (label, told) = (
                canvas.text(&moment.label),
                tell::moment(moment, self.instances),
            );
            svg.open(&format!("{label}: {told}"));
            diamond(svg, [x + 6.0, y + 8.0], 6.0, moment.is_absence);
            let label = Block::new(&label, BODY, INK, room - 20.0);
            y = label.draw(svg, [x + 20.0, y], Anchor::Start);
            let told = Block::new(&told, SMALL, MUTED, room - 20.0);
            y = told.draw(svg, [x + 20.0, y], Anchor::Start) + 6.0;
            svg.close();
        }
        y + 8.0
    }

    /// What comes after a touch point, or before all of them, without being planned.
    fn after(&self, step: Option<&str>) -> impl Iterator<Item = &Unplanned> {
        self.unplanned
            .iter()
            .filter(move |one| one.after.as_deref() == step)
    }
}

/// Each count is one of so many instances.
fn no_more(at: &str, of: u64, counts: &[(&str, Option<u64>)]) -> Result<(), Error> {
    for (name, count) in counts {
        if let Some(count) = count.filter(|count| *count > of) {
            let message = format!("{count} are more than the {of} instances");
            return Err(Error::new(Code::OutOfRange, message).at(format!("{at}.{name}")));
        }
    }
    Ok(())
}

impl DeviationStep {
    fn check(&self, all: u64, at: &str) -> Result<(), Error> {
        no_more(at, all, &[("instances", self.instances)])?;
        let counts = [
            ("followed", Some(self.followed)),
            ("skipped", Some(self.skipped)),
            ("repeated", Some(self.repeated)),
            ("out_of_order", Some(self.out_of_order)),
            ("late", self.late),
        ];
        no_more(at, self.of(all), &counts)
    }

    /// The instances that its counts are of.
    fn of(&self, all: u64) -> u64 {
        self.instances.unwrap_or(all)
    }

    fn name(&self, canvas: &Canvas) -> String {
        match &self.label {
            Some(label) => canvas.text(label),
            None => canvas.text(&Label::One(self.id.clone())),
        }
    }

    fn kinds(&self) -> [Kind; 5] {
        [
            (Sign::Followed, "Followed", Some(self.followed)),
            (Sign::Skipped, "Skipped", Some(self.skipped)),
            (Sign::Again, "Repeated", Some(self.repeated)),
            (Sign::Disordered, "Out of order", Some(self.out_of_order)),
            (Sign::Late, "Late", self.late),
        ]
    }
}

/// The share of a part, as it is written.
fn share_text(part: u64, of: u64) -> String {
    share(part, of).map_or_else(|| "–".to_owned(), percent)
}

/// A bar as long as the part is of the whole; what was followed in the one colour, the rest in ink.
fn bar(svg: &mut Svg, [x, y]: [f64; 2], width: f64, sign: Sign, (part, of): (u64, u64)) {
    svg.rect([x, y, width, 4.0], 0.0, RULE, None);
    let long = width * number(part) / number(of.max(1));
    let fill = if sign == Sign::Followed { ACCENT } else { INK };
    if part > 0 {
        svg.rect([x, y, long.max(1.0), 4.0], 0.0, fill, None);
    }
}
