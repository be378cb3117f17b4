//! Surveys and topics.

use super::super::Compiled;
#[cfg(not(small))]
use super::super::Label;
#[cfg(not(small))]
use super::super::spec::SurveySpec;
use super::super::spec::{FieldType, MetricKind, QuestionSpec, SurveyType};
use super::Checker;
#[cfg(not(small))]
use super::metrics::fitting;
#[cfg(not(small))]
use super::wording::two_in_one;
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
            #[cfg(not(small))]
            self.asked_alike(id, survey);
        }
    }

    /// Answers to one question add up only where they are on one scale.
    #[cfg(not(small))]
    fn asked_alike(&mut self, id: &str, survey: &SurveySpec) {
        for (field, question) in &survey.questions {
            let before = self
                .spec
                .surveys
                .iter()
                .take_while(|(other, _)| *other != id);
            let other = before.filter_map(|(other, survey)| {
                let scale = survey.questions.get(field)?.scale?;
                question.scale.filter(|own| *own != scale).map(|_| other)
            });
            if let Some(other) = other.last() {
                let path = ["surveys", id, "questions", field, "scale"];
                let message = format!("`{field}` has another scale in survey `{other}`");
                self.error(&path, Code::Ambiguous, message);
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
        #[cfg(not(small))]
        self.wording(&[path, &["text"]].concat(), &question.text);
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
            let scale = metric.scale_of(field);
            scale.is_some_and(|scale| scale != [low, high])
        });
        if let Some((metric, _)) = other {
            let message = format!("`{field}` has another scale in metric `{metric}`");
            let found = Diagnostic::error(Code::Ambiguous, message);
            #[cfg(not(small))]
            let found = found.hint(fitting([low, high]));
            self.add(&path, found);
        }
    }

    #[cfg(not(small))]
    fn wording(&mut self, path: &[&str], text: &Label) {
        let texts: Vec<(Option<&str>, &str)> = match text {
            Label::One(text) => vec![(None, text)],
            Label::ByLanguage(texts) => texts
                .iter()
                .map(|(language, text)| (Some(language.as_str()), text.as_str()))
                .collect(),
        };
        for (language, text) in texts {
            let english = language.is_none_or(|tag| tag.split('-').next() == Some("en"));
            if let Some(words) = super::leading::leading(text).filter(|_| english) {
                let message = format!("`{words}` says what answer is wanted");
                let found = Diagnostic::warning(Code::Ambiguous, message)
                    .hint("ask so that either answer is as easy to give");
                let place: Vec<&str> = path.iter().copied().chain(language).collect();
                self.add(&place, found);
            }
            if let Some((one, other)) = two_in_one(text, english) {
                let message = format!("two questions in one: `{one}` and `{other}`");
                let found = Diagnostic::warning(Code::Ambiguous, message)
                    .hint("ask them apart: one answer cannot say which of the two it is about");
                let place: Vec<&str> = path.iter().copied().chain(language).collect();
                self.add(&place, found);
            }
        }
    }

    /// Finds the stages whose metric no survey asks for, where surveys are what asks.
    pub(super) fn asked_about(&mut self) {
        let spec = self.spec;
        if spec.surveys.is_empty() {
            return;
        }
        for (id, journey) in &spec.journeys {
            for (index, stage) in journey.stages.iter().enumerate() {
                let index = index.to_string();
                let path = ["journeys", id, "stages", &index];
                let Some(metric) = &stage.metric else {
                    let message = format!(
                        "stage `{}` is never asked about: it has no metric",
                        stage.id
                    );
                    self.warn(&[&path[..], &["id"]].concat(), Code::Missing, message);
                    continue;
                };
                let asked = |field: &str| {
                    spec.surveys
                        .values()
                        .any(|survey| survey.questions.contains_key(field))
                };
                if let Some(made) = spec.metrics.get(metric)
                    && made.kind != MetricKind::Rate
                    && !asked(&made.of)
                {
                    let message = format!(
                        "stage `{}` is never asked about: no survey asks for `{}`, of which `{metric}` is made",
                        stage.id, made.of
                    );
                    self.warn(&[&path[..], &["metric"]].concat(), Code::Missing, message);
                }
            }
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
