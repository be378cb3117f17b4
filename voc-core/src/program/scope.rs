//! What a program's conditions may speak of.

use super::spec::{FieldSpec, FieldType, ProgramSpec};
use crate::condition::{Scope, Type};

/// The parts of a signal that conditions can name, beside its fields.
pub(crate) const SIGNAL_NAMES: [&str; 9] = [
    "kind",
    "respondent",
    "respondent_role",
    "touch_point",
    "stage",
    "channel",
    "unit",
    "employee",
    "verbatim",
];
/// Names that no field may take, beside [`SIGNAL_NAMES`].
pub(crate) const RESERVED: [&str; 8] = [
    "id",
    "at",
    "received",
    "revision",
    "customer",
    "fields",
    "attributes",
    "in",
];

pub(super) struct ProgramScope<'s> {
    pub(super) spec: &'s ProgramSpec,
    /// Whether `segment()` may be used: not within a segment.
    pub(super) segments: bool,
}

impl ProgramScope<'_> {
    fn declared(&self, name: &str) -> Option<&FieldSpec> {
        match name.strip_prefix("customer.") {
            Some(attribute) => self.spec.customer.get(attribute),
            None => self.spec.fields.get(name),
        }
    }
}

impl Scope for ProgramScope<'_> {
    fn type_of(&self, name: &str) -> Option<Type> {
        if SIGNAL_NAMES.contains(&name) {
            return Some(Type::Text);
        }
        self.declared(name).map(|field| match field.of {
            FieldType::Int => Type::Int,
            FieldType::Number => Type::Number,
            FieldType::Bool => Type::Bool,
            FieldType::Text => Type::Text,
        })
    }

    fn texts_of(&self, name: &str) -> Option<Vec<String>> {
        let texts: Vec<String> = match name {
            "kind" => self.spec.kinds.keys().cloned().collect(),
            "touch_point" => self.spec.touch_points.keys().cloned().collect(),
            "channel" => self.spec.channels.keys().cloned().collect(),
            "unit" => self.spec.units.keys().cloned().collect(),
            "respondent_role" => self.spec.respondent_roles.clone(),
            "stage" => {
                let stages = self
                    .spec
                    .journeys
                    .values()
                    .flat_map(|journey| &journey.stages);
                stages.map(|stage| stage.id.clone()).collect()
            }
            _ => return self.declared(name)?.one_of.clone(),
        };
        (!texts.is_empty()).then_some(texts)
    }

    fn names(&self) -> Vec<String> {
        let attributes = self
            .spec
            .customer
            .keys()
            .map(|name| format!("customer.{name}"));
        SIGNAL_NAMES
            .iter()
            .map(|name| (*name).to_owned())
            .chain(self.spec.fields.keys().cloned())
            .chain(attributes)
            .collect()
    }

    fn segments(&self) -> Vec<String> {
        if self.segments {
            self.spec.segments.keys().cloned().collect()
        } else {
            Vec::new()
        }
    }

    fn topics(&self) -> Vec<String> {
        self.spec.topics.keys().cloned().collect()
    }
}
