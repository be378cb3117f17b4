//! Surveys and topics.

use super::super::Compiled;
use super::super::spec::{FieldType, MetricKind, QuestionSpec, SurveyType};
use super::Checker;
use crate::condition::topics::Topics;
use crate::document::Diagnostic;
use crate::error::Code;

impl Checker<'_> {
    pub(super) fn surveys(&mut self) {
        let spec = self.spec;
        for (id, survey) in &spec.surveys {
            let path = |key| ["surveys", id.as_str(), key];
            match (&survey.after, survey.of) {
                (Some(_), SurveyType::Relationship) => {
                    let message = "a survey of the relationship follows no single signal";
                    self.error(&path("after"), Code::Malformed, message);
                }
                (Some(kind), SurveyType::Transactional) => {
                    let kinds = spec.kinds.keys().map(String::as_str);
                    self.known(&path("after"), "kind", kind, kinds);
                }
                (None, _) if survey.delay.is_some() => {
                    let message = "a delay is counted from the signal of `after`";
                    self.error(&path("delay"), Code::Malformed, message);
                }
                (None, _) => {}
            }
            for (field, question) in &survey.questions {
                self.question(&["surveys", id, "questions", field], field, question);
            }
        }
    }

    fn question(&mut self, path: &[&str], field: &str, question: &QuestionSpec) {
        let spec = self.spec;
        let Some(declared) = spec.fields.get(field) else {
            let found = Diagnostic::error(Code::Unknown, format!("unknown field `{field}`"));
            let known = spec.fields.keys().map(String::as_str);
            self.add(path, found.nearest(field, known));
            return;
        };
        let path = [path, &["scale"]].concat();
        let Some([low, high]) = question.scale else {
            return;
        };
        if low >= high {
            self.error(&path, Code::OutOfRange, "a scale runs from low to high");
        }
        if !matches!(declared.of, FieldType::Int | FieldType::Number) {
            let message = format!("`{field}` holds no numbers: its question has no scale");
            self.error(&path, Code::WrongType, message);
        }
        let other = spec.metrics.iter().find(|(_, metric)| {
            metric.kind != MetricKind::Rate
                && metric.of == field
                && metric.scale.unwrap_or([0, 10]) != [low, high]
        });
        if let Some((metric, _)) = other {
            let message = format!("`{field}` has another scale in metric `{metric}`");
            self.error(&path, Code::Ambiguous, message);
        }
    }

    pub(super) fn topics(&mut self, compiled: &mut Compiled) {
        for (id, phrases) in &self.spec.topics {
            for (index, phrase) in phrases.iter().enumerate() {
                if !phrase.chars().any(char::is_alphanumeric) {
                    let path = ["topics", id, &index.to_string()];
                    self.error(&path, Code::Malformed, "a topic is made of words");
                }
            }
        }
        match Topics::compile(&self.spec.topics) {
            Ok(topics) => compiled.topics = topics,
            // An empty phrase has been found above.
            Err(error) if error.code == Code::Missing => {}
            Err(error) => self.problem(&["topics"], error),
        }
    }
}
