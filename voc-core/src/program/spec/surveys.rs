//! What customers are asked, and when.

use super::super::Label;
use crate::document::Read;
use crate::named::Named;
use crate::time::Span;
use serde::{Deserialize, Serialize};

/// What a survey is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum SurveyType {
    /// The relationship as a whole, asked at intervals.
    Relationship,
    /// One interaction, asked after it.
    Transactional,
}

/// A survey.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SurveySpec {
    /// What it is about.
    #[serde(rename = "type")]
    pub of: SurveyType,
    /// For a transactional one, the kind of signal after which it is sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    /// How long after that signal; at once if not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delay: Option<Span>,
    /// Its questions, by the field that holds the answer.
    #[serde(default, skip_serializing_if = "Named::is_empty")]
    pub questions: Named<QuestionSpec>,
    /// Its name for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<Label>,
}

/// A question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct QuestionSpec {
    /// Its words, or its words by language.
    pub text: Label,
    /// The lowest and highest answer, for a question on a scale.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scale: Option<[i64; 2]>,
}
