//! A journey as a program plans it, compiled: what takes its signals, and what was promised.

mod alerts;
mod kind;
mod order;
mod promise;

pub(super) use alerts::Rules;
pub(super) use kind::Kind;
pub(super) use order::Order;
pub(super) use promise::{Awaited, Promise, PromiseOf};

use crate::condition::{Compiled, Condition, Layout};
use crate::error::{Code, Error};
use crate::named::Named;
use crate::program::{FieldType, JourneySpec, MetricKind, Program};
use crate::rule::Slot;
use crate::time::{Span, Time};

/// What stands for no stage, channel or activity.
pub(super) const NO_PLACE: u16 = u16::MAX;
/// The same among activities.
pub(super) const NO_ACTIVITY: u32 = u32::MAX;

/// A journey of a program, compiled once: signals are assigned to its instances
/// ([`assign`](super::assign), [`Book`](super::Book)), and these are held against it.
#[derive(Debug, Clone)]
pub struct Journey {
    program: Program,
    id: String,
    pub(super) stages: Vec<Stage>,
    pub(super) moments: Vec<Moment>,
    pub(super) order: Order,
    /// Its touch points in the order of its stages, each once: the first activities.
    points: Vec<String>,
    /// By touch point: the stage where it stands, or none where there are several.
    stage_of: Vec<u16>,
    places: Named<u32>,
    pub(super) keyed: bool,
    pub(super) gap: Option<Span>,
    tests: Tests,
    /// The segments of the program, by name.
    pub(super) segments: Vec<(String, Compiled)>,
    /// What its conditions read.
    layout: Layout,
    pub(super) slots: Vec<Slot>,
    /// What each field that a survey asks for is read from.
    answers: Vec<(String, u16)>,
    /// The numbers that customers answer: the fields of metrics, and those that surveys ask for.
    pub(super) scores: Vec<(String, u16)>,
    /// Rules that look at more than one signal.
    pub(super) rules: Option<Rules>,
    /// Where rules of concern raise alerts.
    pub(super) concerns: Vec<At>,
}

/// What is asked of each signal, and where its parts stand.
#[derive(Debug, Clone)]
pub(super) struct Tests {
    pub(super) starts: Option<Compiled>,
    ends: Option<Compiled>,
    /// What moments and outcomes look at, and behind it what only rules of concern do.
    marks: Vec<Compiled>,
    moments: usize,
    pub(super) key: Option<u16>,
    kind: u16,
}

/// A phase of a journey.
#[derive(Debug, Clone)]
pub(super) struct Stage {
    pub(super) id: String,
    /// Its touch points, as activities.
    pub(super) points: Vec<u32>,
    /// For each of them, those of the same stage that it needs before.
    pub(super) needs: Vec<Vec<u32>>,
    pub(super) promise: PromiseOf,
}

/// A moment of truth.
#[derive(Debug, Clone)]
pub(super) struct Moment {
    pub(super) name: String,
    pub(super) rank: Option<u32>,
    pub(super) at: At,
    pub(super) promise: PromiseOf,
}

/// Where a moment of truth is seen.
#[derive(Debug, Clone)]
pub(super) enum At {
    /// At a touch point, as an activity.
    Point(u32),
    /// At a signal that satisfies a test.
    Signal(u16),
    /// Where something does not follow.
    Absence(Awaited),
    /// By the alerts of a rule that looks at more than one signal.
    Alerts {
        rule: u16,
        /// It is not to come.
        is_concern: bool,
    },
    /// By nothing that a journey has.
    Elsewhere,
}

impl Journey {
    /// Compiles a journey of a program.
    ///
    /// # Errors
    /// A journey that the program does not declare.
    pub fn of(program: &Program, id: &str) -> Result<Self, Error> {
        let journeys = &program.spec().journeys;
        let spec = journeys.get(id).ok_or_else(|| {
            Error::new(Code::Unknown, format!("unknown journey `{id}`"))
                .at("journey")
                .nearest(id, journeys.keys().map(String::as_str))
        })?;
        let mut draft = Draft::new(program);
        draft.points(spec);
        let stages = draft.stages(spec);
        let moments = draft.moments(spec);
        let looked_at = draft.marks.len();
        let concerns = draft.concerns();
        let stage_of = (0..)
            .zip(&draft.points)
            .map(|(point, _)| only(&stages, point));
        let stage_of = stage_of.collect();
        let starts = spec
            .starts
            .as_deref()
            .and_then(|source| program.condition(source));
        let ends = spec
            .ends
            .as_deref()
            .and_then(|source| program.condition(source));
        let segment = |name: &str| program.segment_condition(name);
        let mut layout = draft.layout;
        let mut compile = |condition: &Condition| condition.compiled(&mut layout, &segment);
        let starts = starts.as_ref().map(&mut compile);
        let ends = ends.as_ref().map(&mut compile);
        let marks: Vec<Compiled> = draft.marks.iter().map(&mut compile).collect();
        let segments = program.spec().segments.keys().filter_map(|name| {
            let condition = program.segment_condition(name)?;
            Some((name.clone(), compile(condition)))
        });
        let segments = segments.collect();
        let key = spec.key.as_deref().map(|key| layout.slot(key));
        let answers = answers(program, &mut layout);
        let scores = scores(program, &mut layout);
        let rules = Rules::of(program, &draft.alerts, &mut layout);
        let tests = Tests {
            starts,
            ends,
            marks,
            moments: looked_at,
            key,
            kind: layout.slot("kind"),
        };
        // Read of every signal, whatever conditions ask.
        for name in ["touch_point", "stage", "channel", "unit"] {
            layout.slot(name);
        }
        let slots = layout.names().iter().map(|name| Slot::of(name));
        let order = Order::of(&stages, draft.points.len());
        Ok(Self {
            program: program.clone(),
            id: id.to_owned(),
            stages,
            moments,
            order,
            points: draft.points,
            stage_of,
            places: draft.places,
            keyed: key.is_some(),
            gap: spec.gap,
            segments,
            answers,
            scores,
            rules,
            concerns,
            slots: slots.collect(),
            tests,
            layout,
        })
    }

    /// The program that plans it.
    pub fn program(&self) -> &Program {
        &self.program
    }

    /// Its id in the program.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The names that its conditions read of signals.
    pub fn layout(&self) -> &Layout {
        &self.layout
    }

    /// The touch points of its stages, in their order.
    pub fn touch_points(&self) -> &[String] {
        &self.points
    }

    /// Whether the plan says what ends an instance.
    pub(super) fn has_ends(&self) -> bool {
        self.tests.ends.is_some()
    }

    /// The field that tells its instances apart.
    pub(super) fn key_name(&self) -> Option<&str> {
        let names = self.layout.names();
        let name = names.get(usize::from(self.tests.key?));
        name.map(String::as_str)
    }

    pub(super) fn tests(&self) -> &Tests {
        &self.tests
    }

    pub(super) fn point(&self, name: &str) -> Option<u32> {
        self.places.get(name).copied()
    }

    /// The stage of an activity, where the plan has it at one alone.
    pub(super) fn stage_of(&self, activity: u32) -> u16 {
        let stage = self.stage_of.get(activity as usize);
        stage.copied().unwrap_or(NO_PLACE)
    }

    /// The place of a stage.
    pub(super) fn stage(&self, id: &str) -> Option<u16> {
        let place = self.stages.iter().position(|stage| stage.id == id)?;
        u16::try_from(place).ok()
    }

    pub(super) fn stage_id(&self, stage: u16) -> Option<&str> {
        let stage = self.stages.get(usize::from(stage))?;
        Some(&stage.id)
    }

    /// What is left of its tests at signals of a kind.
    pub(super) fn kind(&self, name: &str) -> Kind {
        Kind::of(self, name, &self.answers)
    }

    /// When a span after an instant is over.
    pub(super) fn after(&self, at: Time, span: Span) -> Time {
        span.after(at, self.program.zone())
    }
}

/// The only stage at which an activity stands.
fn only(stages: &[Stage], point: u32) -> u16 {
    let mut at = stages
        .iter()
        .zip(0_u16..)
        .filter(|(stage, _)| stage.points.contains(&point));
    match (at.next(), at.next()) {
        (Some((_, place)), None) => place,
        _ => NO_PLACE,
    }
}

/// The fields that surveys ask for: a signal that carries one is an answer.
fn answers(program: &Program, layout: &mut Layout) -> Vec<(String, u16)> {
    let surveys = program.spec().surveys.values();
    let mut fields: Vec<&String> = surveys.flat_map(|survey| survey.questions.keys()).collect();
    fields.sort_unstable();
    fields.dedup();
    let slots = fields
        .into_iter()
        .map(|field| (field.clone(), layout.slot(field)));
    slots.collect()
}

/// The numbers that metrics are made of, and those that surveys ask for.
fn scores(program: &Program, layout: &mut Layout) -> Vec<(String, u16)> {
    let spec = program.spec();
    let metrics = spec.metrics.values();
    let metrics = metrics.filter(|metric| metric.kind != MetricKind::Rate);
    let surveys = spec.surveys.values();
    let asked = surveys.flat_map(|survey| survey.questions.keys());
    let mut fields: Vec<&String> = metrics.map(|metric| &metric.of).chain(asked).collect();
    fields.sort_unstable();
    fields.dedup();
    fields.retain(|field| {
        let of = spec.fields.get(*field).map(|field| field.of);
        matches!(of, Some(FieldType::Int | FieldType::Number))
    });
    let slots = fields
        .into_iter()
        .map(|field| (field.clone(), layout.slot(field)));
    slots.collect()
}

/// A journey that is being compiled.
struct Draft<'p> {
    program: &'p Program,
    layout: Layout,
    points: Vec<String>,
    places: Named<u32>,
    marks: Vec<Condition>,
    /// Rules that look at more than one signal.
    alerts: Vec<&'p str>,
}

impl<'p> Draft<'p> {
    fn new(program: &'p Program) -> Self {
        Self {
            program,
            layout: Layout::new(),
            points: Vec::new(),
            places: Named::new(),
            marks: Vec::new(),
            alerts: Vec::new(),
        }
    }

    fn points(&mut self, spec: &JourneySpec) {
        for point in spec.stages.iter().flat_map(|stage| &stage.touch_points) {
            self.point(point);
        }
    }

    /// The activity of a touch point.
    fn point(&mut self, name: &str) -> u32 {
        if let Some(known) = self.places.get(name) {
            return *known;
        }
        let place = u32::try_from(self.points.len()).unwrap_or(NO_ACTIVITY);
        self.points.push(name.to_owned());
        self.places.insert(name, place);
        place
    }

    fn stages(&mut self, spec: &JourneySpec) -> Vec<Stage> {
        let mut stages = Vec::new();
        for stage in &spec.stages {
            let mut points: Vec<u32> = Vec::new();
            for point in &stage.touch_points {
                let point = self.point(point);
                if !points.contains(&point) {
                    points.push(point);
                }
            }
            let needs = points.iter().map(|point| self.needs(*point, &points));
            stages.push(Stage {
                id: stage.id.clone(),
                needs: needs.collect(),
                points,
                promise: PromiseOf::default(),
            });
        }
        for (stage, declared) in stages.iter_mut().zip(&spec.stages) {
            stage.promise = self.promise(declared.expect.as_ref());
        }
        stages
    }

    /// What a touch point needs of others at its stage.
    fn needs(&self, point: u32, stage: &[u32]) -> Vec<u32> {
        let declared = &self.program.spec().touch_points;
        let name = self.points.get(point as usize);
        let needs = name
            .and_then(|name| declared.get(name))
            .map(|one| &one.needs);
        let needs = needs.into_iter().flatten();
        let needs = needs.filter_map(|name| self.places.get(name).copied());
        needs.filter(|needed| stage.contains(needed)).collect()
    }
}
