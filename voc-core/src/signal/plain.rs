//! Whether a signal is good as it stands, found out at once. Where it is not, or may not be,
//! [`amendments`] looks closer.

use super::{Signal, amendments};
use crate::error::Refusal;
use crate::ordered::{Few, Keyed};
use crate::program::{FieldType, INVITATION, Program};
use crate::value::Value;
use std::borrow::Cow;

/// What a program declares, to be found in constant time.
#[derive(Debug, Clone, Default)]
pub(crate) struct Plain {
    kinds: Names,
    touch_points: Names,
    channels: Names,
    units: Names,
    roles: Names,
    fields: Few<String, Fits>,
    attributes: Few<String, Fits>,
    /// No journey says which stages there are.
    any_stage: bool,
}

/// The names of one sort.
#[derive(Debug, Clone, Default)]
struct Names {
    /// Where none is declared any is good.
    any: bool,
    known: Keyed<Fits>,
}

/// What fits a name.
#[derive(Debug, Clone, Default)]
struct Fits {
    /// Of a field: its type, where every value of that is good that lies within these bounds.
    of: Option<FieldType>,
    low: i64,
    high: i64,
    /// Of a field: its place among those of its sort.
    place: usize,
    /// Of a kind: the places of the fields that it carries, in order; absent where it carries any.
    carries: Option<Vec<usize>>,
}

impl Names {
    fn of<'n>(names: impl Iterator<Item = &'n String>, any: bool) -> Self {
        let mut known = Keyed::default();
        for name in names {
            known.insert(name.as_str().into(), Fits::default());
        }
        Self { any, known }
    }

    fn has(&self, name: Option<&String>) -> bool {
        name.is_none_or(|name| self.any || self.known.get(name).is_some())
    }
}

impl Plain {
    pub(crate) fn of(program: &Program) -> Self {
        // Speed alone: without it every signal is looked at more closely.
        if cfg!(small) {
            return Self::default();
        }
        let spec = program.spec();
        let mut fields = fields_of(spec.fields.iter());
        for metric in spec.metrics.values() {
            let Some(scale) = metric.scale() else {
                continue;
            };
            for name in metric.fields() {
                if let Some(field) = fields.get_mut(name) {
                    (field.low, field.high) = (field.low.max(scale[0]), field.high.min(scale[1]));
                }
            }
        }
        let mut kinds = Names::of(spec.kinds.keys(), spec.kinds.is_empty());
        for (kind, declared) in &spec.kinds {
            if let (Some(kind), Some(carried)) = (kinds.known.get_mut(kind), &declared.fields) {
                let carried = carried.iter().filter_map(|name| fields.get(name));
                kind.carries = Some(carried.map(|field| field.place).collect());
            }
        }
        // An invitation is to a survey that there is.
        kinds.known.remove(INVITATION);
        // What is about an employee names them.
        for kind in spec
            .kinds
            .keys()
            .filter(|kind| program.is_about_employee(kind))
        {
            kinds.known.remove(kind);
        }
        let any_stage = spec.journeys.is_empty();
        // The stage is filled in where there is just one.
        let touch_points = spec.touch_points.keys();
        let touch_points = touch_points.filter(|name| program.stages_of(name).len() != 1);
        Self {
            kinds,
            touch_points: Names::of(touch_points, spec.touch_points.is_empty() && any_stage),
            channels: Names::of(spec.channels.keys(), spec.channels.is_empty()),
            units: Names::of(spec.units.keys(), spec.units.is_empty()),
            roles: Names::of(
                spec.respondent_roles.iter(),
                spec.respondent_roles.is_empty(),
            ),
            fields,
            attributes: fields_of(spec.customer.iter()),
            any_stage,
        }
    }

    /// A signal held against the program that this is of, as [`check_signal`](super::check_signal)
    /// leaves it.
    #[inline]
    pub(crate) fn check<'s>(
        &self,
        program: &Program,
        signal: &'s Signal,
    ) -> Result<Cow<'s, Signal>, Refusal> {
        if self.has(signal) {
            return Ok(Cow::Borrowed(signal));
        }
        let amended = amendments(program, signal)?;
        if amended.is_empty() {
            return Ok(Cow::Borrowed(signal));
        }
        let mut signal = signal.clone();
        amended.apply(&mut signal);
        Ok(Cow::Owned(signal))
    }

    /// Whether a signal is good as it stands. Where not, it may still be.
    fn has(&self, signal: &Signal) -> bool {
        if cfg!(small) {
            return false;
        }
        let kind = self.kinds.known.get(&signal.kind);
        (kind.is_some() || self.kinds.any && signal.kind != INVITATION)
            && signal.customer.as_ref().is_none_or(|key| !key.is_empty())
            && (self.any_stage || signal.stage.is_none())
            && self.touch_points.has(signal.touch_point.as_ref())
            && self.channels.has(signal.channel.as_ref())
            && self.units.has(signal.unit.as_ref())
            && self.roles.has(signal.respondent_role.as_ref())
            && self.fit(signal, kind.and_then(|kind| kind.carries.as_deref()))
    }

    fn fit(&self, signal: &Signal, carries: Option<&[usize]>) -> bool {
        let is_carried =
            |field: &Fits| carries.is_none_or(|carries| carries.contains(&field.place));
        all_fit(&self.fields, &signal.fields, is_carried)
            && all_fit(&self.attributes, &signal.attributes, |_| true)
    }
}

fn fields_of<'f>(
    declared: impl Iterator<Item = (&'f String, &'f crate::program::FieldSpec)>,
) -> Few<String, Fits> {
    let fits = |(place, (name, field)): (usize, (&String, &crate::program::FieldSpec))| {
        let fits = Fits {
            of: Some(field.of).filter(|_| field.one_of.is_none()),
            low: i64::MIN,
            high: i64::MAX,
            place,
            carries: None,
        };
        (name.clone(), fits)
    };
    declared.enumerate().map(fits).collect()
}

/// Whether every value is of a declared name, and fits it; both are in the order of their names.
fn all_fit(
    declared: &Few<String, Fits>,
    values: &Few<String, Value>,
    also: impl Fn(&Fits) -> bool,
) -> bool {
    let mut declared = declared.iter();
    values.iter().all(|(name, value)| {
        let found = declared.find(|(known, _)| *known == name);
        found.is_some_and(|(_, declared)| fits(declared, value) && also(declared))
    })
}

fn fits(declared: &Fits, value: &Value) -> bool {
    match (declared.of, value) {
        (Some(FieldType::Int), Value::Int(value)) => (declared.low..=declared.high).contains(value),
        (Some(FieldType::Number), Value::Number(_))
        | (Some(FieldType::Bool), Value::Bool(_))
        | (Some(FieldType::Text), Value::Text(_)) => true,
        _ => false,
    }
}
