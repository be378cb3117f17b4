//! A signal held against the program: every name declared, every value of its type.

use super::Signal;
use crate::error::{Code, Error, Refusal};
use crate::named::Named;
use crate::ordered::Few;
use crate::program::{FieldSpec, FieldType, INVITATION, Program, SURVEY};
use crate::value::Value;

/// Checks a signal against a program, brings its values to their declared types and fills in the
/// stage where the touch point has just one.
///
/// # Errors
/// A refusal that names the key: an unknown name, a value of another type, an answer off its scale.
pub fn check_signal(program: &Program, signal: &mut Signal) -> Result<(), Refusal> {
    amendments(program, signal)?.apply(signal);
    Ok(())
}

/// What a check changes of a signal: by name, and in order.
#[derive(Debug, Default)]
pub(crate) struct Amendments {
    stage: Option<String>,
    fields: Retyped,
    attributes: Retyped,
}

/// The values that are brought to their declared types, each by its place.
type Retyped = Vec<(usize, Value)>;

impl Amendments {
    pub(crate) fn is_empty(&self) -> bool {
        self.stage.is_none() && self.fields.is_empty() && self.attributes.is_empty()
    }

    /// Makes the changes.
    pub(crate) fn apply(self, signal: &mut Signal) {
        if self.stage.is_some() {
            signal.stage = self.stage;
        }
        retype(&mut signal.fields, self.fields);
        retype(&mut signal.attributes, self.attributes);
    }
}

fn retype(values: &mut Few<String, Value>, retyped: Retyped) {
    for (place, typed) in retyped {
        if let Some((_, value)) = values.iter_mut().nth(place) {
            *value = typed;
        }
    }
}

/// Checks a signal against a program as [`check_signal`] does, and says what is to be changed.
pub(crate) fn amendments(program: &Program, signal: &Signal) -> Result<Amendments, Refusal> {
    let spec = program.spec();
    let kind = spec.kinds.get(&signal.kind);
    if kind.is_none() && !spec.kinds.is_empty() {
        return Err(unknown(
            "signal.kind",
            "kind",
            &signal.kind,
            spec.kinds.keys(),
        ));
    }
    declared(
        "touch_point",
        signal.touch_point.as_deref(),
        &spec.touch_points,
    )?;
    declared("channel", signal.channel.as_deref(), &spec.channels)?;
    declared("unit", signal.unit.as_deref(), &spec.units)?;
    if let Some(role) = &signal.respondent_role
        && !spec.respondent_roles.is_empty()
        && !spec.respondent_roles.contains(role)
    {
        return Err(unknown(
            "signal.respondent_role",
            "respondent role",
            role,
            &spec.respondent_roles,
        ));
    }
    let stage = stage(program, signal)?;
    if signal.customer.as_deref() == Some("") {
        return Err(Error::new(Code::Missing, "the customer's key is empty").at("signal.customer"));
    }
    if program.is_about_employee(&signal.kind)
        && signal.employee.as_deref().is_none_or(str::is_empty)
    {
        let message = format!("a `{}` is about an employee, and names none", signal.kind);
        return Err(Error::new(Code::Missing, message).at("signal.employee"));
    }
    let amendments = Amendments {
        stage,
        fields: checked("signal.fields", &spec.fields, &signal.fields)?,
        attributes: checked("signal.attributes", &spec.customer, &signal.attributes)?,
    };
    if let Some(allowed) = kind.and_then(|kind| kind.fields.as_ref()) {
        for name in signal.fields.keys() {
            if !allowed.contains(name) {
                let message = format!("a `{}` carries no `{name}`", signal.kind);
                return Err(Error::new(Code::Unknown, message)
                    .at(format!("signal.fields.{name}"))
                    .nearest(name, allowed.iter().map(String::as_str)));
            }
        }
    }
    invited(program, signal)?;
    on_scale(program, signal, &amendments.fields)?;
    Ok(amendments)
}

/// Finds an invitation to a survey that is not declared.
fn invited(program: &Program, signal: &Signal) -> Result<(), Refusal> {
    let surveys = &program.spec().surveys;
    match signal.fields.get(SURVEY) {
        Some(Value::Text(survey))
            if signal.kind == INVITATION
                && !surveys.is_empty()
                && !surveys.contains_key(survey) =>
        {
            Err(unknown(
                "signal.fields.survey",
                "survey",
                survey,
                surveys.keys(),
            ))
        }
        _ => Ok(()),
    }
}

/// Checks values against their declaration, and brings them to their declared types.
pub(crate) fn check_values(
    path: &str,
    declared: &Named<FieldSpec>,
    values: &mut Few<String, Value>,
) -> Result<(), Refusal> {
    let retyped = checked(path, declared, values)?;
    retype(values, retyped);
    Ok(())
}

fn checked(
    path: &str,
    declared: &Named<FieldSpec>,
    values: &Few<String, Value>,
) -> Result<Retyped, Refusal> {
    let mut all = Vec::new();
    for (place, (name, value)) in values.iter().enumerate() {
        let Some(field) = declared.get(name) else {
            let message = format!("unknown field `{name}`");
            return Err(Error::new(Code::Unknown, message)
                .at(format!("{path}.{name}"))
                .nearest(name, declared.keys().map(String::as_str)));
        };
        let other = retyped(field, value).map_err(|error| error.at(format!("{path}.{name}")))?;
        all.extend(other.map(|typed| (place, typed)));
    }
    Ok(all)
}

/// A value brought to its declared type.
pub(crate) fn typed(field: &FieldSpec, value: Value) -> Result<Value, Error> {
    Ok(retyped(field, &value)?.unwrap_or(value))
}

/// The value as its declared type has it, where it is another than as it came.
fn retyped(field: &FieldSpec, value: &Value) -> Result<Option<Value>, Error> {
    match (field.of, value) {
        (FieldType::Int, Value::Int(_))
        | (FieldType::Number, Value::Number(_))
        | (FieldType::Bool, Value::Bool(_)) => Ok(None),
        (FieldType::Int, Value::Number(number)) if number.fract() == 0.0 => {
            whole(*number).map(Some)
        }
        (FieldType::Number, Value::Int(_)) => {
            Ok(Some(Value::Number(value.as_f64().unwrap_or_default())))
        }
        (FieldType::Text, Value::Text(text)) => {
            if let Some(texts) = field.one_of.as_ref().filter(|texts| !texts.contains(text)) {
                return Err(Error::new(
                    Code::OutOfRange,
                    format!("`{text}` is not among those declared"),
                )
                .nearest(text, texts.iter().map(String::as_str)));
            }
            Ok(None)
        }
        (of, found) => {
            let wanted = match of {
                FieldType::Int => "a whole number",
                FieldType::Number => "a number",
                FieldType::Bool => "true or false",
                FieldType::Text => "text",
            };
            let message = format!("expected {wanted}, found {} `{found}`", found.type_name());
            Err(Error::new(Code::WrongType, message))
        }
    }
}

#[expect(clippy::cast_possible_truncation, reason = "whole and within ±2^53")]
fn whole(number: f64) -> Result<Value, Error> {
    if number.abs() <= 9_007_199_254_740_992.0 {
        Ok(Value::Int(number as i64))
    } else {
        Err(Error::new(
            Code::OutOfRange,
            format!("{number} is beyond ±2^53"),
        ))
    }
}

fn declared<T>(key: &str, name: Option<&str>, known: &Named<T>) -> Result<(), Refusal> {
    match name {
        Some(name) if !known.is_empty() && !known.contains_key(name) => Err(unknown(
            &format!("signal.{key}"),
            &key.replace('_', " "),
            name,
            known.keys(),
        )),
        _ => Ok(()),
    }
}

fn unknown<'k>(
    path: &str,
    what: &str,
    name: &str,
    known: impl IntoIterator<Item = &'k String>,
) -> Refusal {
    Error::new(Code::Unknown, format!("unknown {what} `{name}`"))
        .at(path)
        .nearest(name, known.into_iter().map(String::as_str))
}

/// The stage that a signal does not name, where its touch point has just one.
fn stage(program: &Program, signal: &Signal) -> Result<Option<String>, Refusal> {
    let journeys = &program.spec().journeys;
    match (&signal.stage, &signal.touch_point) {
        (Some(stage), _) => {
            let known: Vec<&String> = journeys
                .values()
                .flat_map(|journey| &journey.stages)
                .map(|stage| &stage.id)
                .collect();
            if !known.is_empty() && !known.contains(&stage) {
                return Err(unknown("signal.stage", "stage", stage, known));
            }
        }
        (None, Some(touch_point)) => {
            if let [only] = program.stages_of(touch_point) {
                return Ok(Some(only.clone()));
            }
        }
        (None, None) => {}
    }
    Ok(None)
}

/// An answer off the scale of its metric is no answer.
fn on_scale(program: &Program, signal: &Signal, retyped: &Retyped) -> Result<(), Refusal> {
    let retyped_as = |name: &str| {
        let place = signal.fields.keys().position(|known| known == name)?;
        let typed = retyped.iter().find(|(retyped, _)| *retyped == place);
        typed.map(|(_, value)| value)
    };
    for metric in program.spec().metrics.values() {
        let Some(scale) = metric.scale() else {
            continue;
        };
        for field in metric.fields() {
            let mut value = signal.fields.get(field);
            if !retyped.is_empty() {
                value = retyped_as(field).or(value);
            }
            if let Some(Value::Int(answer)) = value
                && !(scale[0]..=scale[1]).contains(answer)
            {
                let message = format!(
                    "{answer} is not on the scale of {} to {}",
                    scale[0], scale[1]
                );
                return Err(
                    Error::new(Code::OutOfRange, message).at(format!("signal.fields.{field}"))
                );
            }
        }
    }
    Ok(())
}
