//! Metrics of the kinds that only the build for data has: scales, boxes, points, surveys, weights.

use super::super::Compiled;
use super::super::rule::SURVEY;
use super::super::spec::{FieldSpec, FieldType, MetricKind, MetricSpec, POINT_DECIMALS};
use super::Checker;
use crate::document::Diagnostic;
use crate::error::Code;
use crate::value::Value;

/// Points are at most so many, so that their sums are exact.
const POINTS_MAX: f64 = 1e8;

/// What fits answers from one to another.
pub(super) fn fitting([low, high]: [i64; 2]) -> String {
    let (nps, alone) = if [low, high] == [0, 10] {
        ("`nps`, ", "")
    } else {
        ("", "; `nps` fits 0 to 10 alone")
    };
    format!(
        "answers from {low} to {high} fit {nps}`csat`, `top_box`, `bottom_box`, `mean`, `median` and `points`, and `ces` where they are about effort{alone}"
    )
}

impl Checker<'_> {
    /// What answers are made into a metric, and how.
    pub(super) fn made_of(&mut self, id: &str, metric: &MetricSpec, compiled: &mut Compiled) {
        use MetricKind::{BottomBox, Ces, Gap, Mean, Median, Points, Share, TopBox};
        let types: &[FieldType] = match metric.kind {
            Ces | TopBox | BottomBox => &[FieldType::Int],
            Mean | Median | Gap => &[FieldType::Int, FieldType::Number],
            Points => &[FieldType::Int, FieldType::Bool, FieldType::Text],
            _ => &[
                FieldType::Int,
                FieldType::Number,
                FieldType::Bool,
                FieldType::Text,
            ],
        };
        let of = self.answer(id, "of", &metric.of, types);
        self.only(id, "out_of", metric.out_of.is_some(), "a rate");
        if metric.kind != TopBox {
            self.only(
                id,
                "top_box",
                metric.top_box.is_some(),
                "CSAT and `top_box`",
            );
        }
        self.scale(id, metric, of.as_ref());
        match metric.kind {
            Ces if metric.better.is_none() => {
                let message = "CES needs to know which end is `better`";
                let found = Diagnostic::error(Code::Missing, message);
                self.add(&["metrics", id], found.hint("`high` where customers agree that it was easy (CES 2.0), `low` where they say how much effort it took (2010)"));
            }
            TopBox | BottomBox => self.boxes(id, metric),
            Share => self.share(id, metric, of.as_ref(), compiled),
            Points => self.points(id, metric, of.as_ref()),
            Gap => {
                if let Some(expected) = &metric.expected {
                    self.answer(id, "expected", expected, types);
                    if *expected == metric.of {
                        let message = "between an answer and itself there is no gap";
                        self.error(&["metrics", id, "expected"], Code::Ambiguous, message);
                    }
                } else {
                    let message = "a gap needs the field with what was `expected`";
                    self.error(&["metrics", id], Code::Missing, message);
                }
            }
            _ => {}
        }
        self.other_scale(id, metric);
    }

    /// Whose answers count, and how much; and keys that other kinds have.
    pub(super) fn who_counts(&mut self, id: &str, metric: &MetricSpec) {
        use MetricKind::{BottomBox, Csat, Gap, Nps, Points, Rate, Share};
        let kind = metric.kind;
        let foreign = [
            (
                "bottom_box",
                metric.bottom_box.is_some() && kind != BottomBox,
                "`bottom_box`",
            ),
            (
                "one_of",
                !metric.one_of.is_empty() && kind != Share,
                "a `share`",
            ),
            ("when", metric.when.is_some() && kind != Share, "a `share`"),
            (
                "points",
                !metric.points.is_empty() && kind != Points,
                "`points`",
            ),
            (
                "expected",
                metric.expected.is_some() && kind != Gap,
                "a `gap`",
            ),
        ];
        for (key, is_there, whose) in foreign {
            self.only(id, key, is_there, whose);
        }
        if metric.better.is_some() && [Nps, Csat, Rate, Share].contains(&kind) {
            let message = "of NPS and CSAT the high answers are the better ones, and a rate or share has no scale";
            let found = Diagnostic::error(Code::Malformed, message);
            self.add(
                &["metrics", id, "better"],
                found.hint("`top_box` and `bottom_box` take either end"),
            );
        }
        if let Some(survey) = &metric.survey {
            self.of_survey(id, metric, survey);
        }
        if let Some(weight) = &metric.weight {
            self.weighted(id, metric, weight);
        }
    }

    fn only(&mut self, id: &str, key: &str, is_there: bool, whose: &str) {
        if is_there {
            let message = format!("only {whose} has `{key}`");
            self.error(&["metrics", id, key], Code::Malformed, message);
        }
    }

    /// A field with answers of one of these types.
    fn answer(
        &mut self,
        id: &str,
        key: &str,
        name: &str,
        types: &[FieldType],
    ) -> Option<FieldSpec> {
        let fields = &self.spec.fields;
        let path = ["metrics", id, key];
        let Some(field) = fields.get(name) else {
            let found = Diagnostic::error(Code::Unknown, format!("unknown field `{name}`"));
            self.add(
                &path,
                found.nearest(name, fields.keys().map(String::as_str)),
            );
            return None;
        };
        if types.contains(&field.of) {
            return Some(field.clone());
        }
        let wanted = match types {
            [FieldType::Int] => "holds no whole numbers",
            [FieldType::Int, FieldType::Number] => "holds no numbers",
            _ => "holds numbers that are not whole: points are of answers that there are few of",
        };
        self.error(&path, Code::WrongType, format!("`{name}` {wanted}"));
        None
    }

    fn scale(&mut self, id: &str, metric: &MetricSpec, of: Option<&FieldSpec>) {
        use MetricKind::{BottomBox, Ces, Share, TopBox};
        let path = ["metrics", id, "scale"];
        match metric.scale {
            Some([low, high]) if low >= high => {
                self.error(&path, Code::OutOfRange, "a scale runs from low to high");
            }
            Some(_) if metric.kind == Share => {
                let message = "a share is of any answers: it has no scale";
                self.error(&path, Code::Malformed, message);
            }
            Some(_) if of.is_some_and(|of| of.of != FieldType::Int) => {
                let message = format!("`{}` holds no whole numbers: it has no scale", metric.of);
                self.error(&path, Code::WrongType, message);
            }
            None if [Ces, TopBox, BottomBox].contains(&metric.kind) => {
                let message = "it needs its `scale`, such as [1, 7]";
                self.error(&["metrics", id], Code::Missing, message);
            }
            _ => {}
        }
    }

    fn boxes(&mut self, id: &str, metric: &MetricSpec) {
        let (key, boxes) = match metric.kind {
            MetricKind::TopBox => ("top_box", metric.top_box),
            _ => ("bottom_box", metric.bottom_box),
        };
        let Some([low, high]) = metric.scale else {
            return;
        };
        let boxes = i64::from(boxes.unwrap_or(2));
        if boxes == 0 || boxes > high.saturating_sub(low) {
            let message = format!(
                "the {} must leave out at least one answer and hold one",
                key.replace('_', " ")
            );
            self.error(&["metrics", id, key], Code::OutOfRange, message);
        }
    }

    fn share(
        &mut self,
        id: &str,
        metric: &MetricSpec,
        of: Option<&FieldSpec>,
        compiled: &mut Compiled,
    ) {
        match (&metric.when, metric.one_of.is_empty()) {
            (Some(source), true) => {
                let condition = self.condition(&["metrics", id, "when"], source, true);
                if let Some(condition) = condition {
                    compiled.rates.insert(id.to_owned(), (condition, None));
                }
            }
            (None, false) => {
                for (index, value) in metric.one_of.iter().enumerate() {
                    let Some(of) = of else { break };
                    let path = ["metrics", id, "one_of", &index.to_string()];
                    match (of.of, value) {
                        (FieldType::Text, Value::Text(text)) => {
                            let known = of.one_of.iter().flatten().map(String::as_str);
                            self.known(&path, &format!("answer to `{}`:", metric.of), text, known);
                        }
                        (FieldType::Int, Value::Int(_))
                        | (FieldType::Bool, Value::Bool(_))
                        | (FieldType::Number, Value::Int(_) | Value::Number(_)) => {}
                        _ => {
                            let message = format!("`{}` is never `{value}`", metric.of);
                            self.error(&path, Code::WrongType, message);
                        }
                    }
                }
            }
            (Some(_), false) => {
                let message = "one of `one_of` and `when`; make two metrics of it";
                self.error(&["metrics", id, "when"], Code::Ambiguous, message);
            }
            (None, true) => {
                let message = "the key `one_of` or `when` is missing: which answers count";
                self.error(&["metrics", id], Code::Missing, message);
            }
        }
    }

    fn points(&mut self, id: &str, metric: &MetricSpec, of: Option<&FieldSpec>) {
        if metric.points.is_empty() {
            let message = "`points` says what no answer is worth";
            self.error(&["metrics", id], Code::Missing, message);
        }
        for (answer, points) in &metric.points {
            let path = ["metrics", id, "points", answer];
            let written = points.to_string();
            let rest = written.split('.').nth(1).unwrap_or_default();
            let exact = rest.len() <= POINT_DECIMALS as usize;
            if points.is_nan() || points.abs() > POINTS_MAX || !exact {
                let message = format!(
                    "{points} is not counted exactly: points have at most {POINT_DECIMALS} decimal places, and are at most {POINTS_MAX}"
                );
                self.error(&path, Code::OutOfRange, message);
            }
            let Some(of) = of else { continue };
            let is_answer = match of.of {
                FieldType::Int => answer.parse::<i64>().is_ok_and(|whole| {
                    metric
                        .scale
                        .is_none_or(|[low, high]| (low..=high).contains(&whole))
                }),
                FieldType::Bool => answer.parse::<bool>().is_ok(),
                _ => {
                    let known = of.one_of.iter().flatten().map(String::as_str);
                    self.known(&path, &format!("answer to `{}`:", metric.of), answer, known);
                    true
                }
            };
            if !is_answer {
                let message = format!("`{}` is never `{answer}`", metric.of);
                self.error(&path, Code::WrongType, message);
            }
        }
        let all = of.into_iter().flat_map(|of| of.one_of.iter().flatten());
        for answer in all.filter(|answer| !metric.points.contains_key(answer.as_str())) {
            let message = format!("`{answer}` is worth no points: it is left out of the mean");
            self.warn(&["metrics", id, "points"], Code::Missing, message);
        }
    }

    fn of_survey(&mut self, id: &str, metric: &MetricSpec, survey: &str) {
        let spec = self.spec;
        let path = ["metrics", id, "survey"];
        let Some(declared) = spec.surveys.get(survey) else {
            let found = Diagnostic::error(Code::Unknown, format!("unknown survey `{survey}`"));
            let known = spec.surveys.keys().map(String::as_str);
            self.add(&path, found.nearest(survey, known));
            return;
        };
        let named = spec
            .fields
            .get(SURVEY)
            .is_some_and(|field| field.of == FieldType::Text);
        let hint = "declare the text field `survey`, and let each signal name its survey there";
        if metric.kind == MetricKind::Rate {
            if !named {
                let message = "which survey a signal is of is not said";
                self.add(&path, Diagnostic::error(Code::Missing, message).hint(hint));
            }
            return;
        }
        if let Some(field) = metric
            .fields()
            .find(|field| !declared.questions.contains_key(*field))
        {
            let message = format!("survey `{survey}` does not ask for `{field}`");
            self.error(&path, Code::NotAllowed, message);
            return;
        }
        let asking: Vec<String> = spec
            .asking(&metric.of)
            .map(|id| format!("`{id}`"))
            .collect();
        if asking.len() > 1 && !named {
            let message = format!(
                "{} ask for `{}`, and which one an answer is of is not said",
                asking.join(" and "),
                metric.of
            );
            self.add(
                &path,
                Diagnostic::error(Code::Ambiguous, message).hint(hint),
            );
        }
    }

    fn weighted(&mut self, id: &str, metric: &MetricSpec, weight: &str) {
        let path = ["metrics", id, "weight"];
        if metric.kind == MetricKind::Median {
            let message = "a median of answers that do not count alike has no interval here";
            self.add(
                &path,
                Diagnostic::error(Code::NotAllowed, message).hint("weigh a `mean`"),
            );
        }
        match self.spec.number(weight).map(|field| field.of) {
            Some(FieldType::Int | FieldType::Number) => {}
            Some(_) => self.error(&path, Code::WrongType, format!("`{weight}` is no number")),
            None => {
                let known = self.spec.fields.keys().cloned();
                let attributes = self.spec.customer.keys();
                let attributes = attributes.map(|name| format!("customer.{name}"));
                let known: Vec<String> = known.chain(attributes).collect();
                let message = format!("`{weight}` is neither a field nor a customer attribute");
                let found = Diagnostic::error(Code::Unknown, message);
                self.add(
                    &path,
                    found.nearest(weight, known.iter().map(String::as_str)),
                );
            }
        }
    }
}
