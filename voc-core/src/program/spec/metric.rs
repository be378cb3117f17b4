//! Answers made into numbers. The build for pages reads NPS, CSAT and rates.

use super::super::Label;
use crate::document::Read;
#[cfg(not(small))]
use crate::named::Named;
#[cfg(not(small))]
use crate::value::Value;
use serde::{Deserialize, Serialize};

/// How answers become a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum MetricKind {
    /// Net Promoter Score: share of promoters less share of detractors, times 100; −100 to 100.
    Nps,
    /// Share of answers among the `top_box` best of the scale; 0 to 1.
    Csat,
    /// Share of the signals of `out_of` for which `of` holds; 0 to 1.
    Rate,
    /// Customer Effort Score: the mean of answers about effort, on their scale (M. Dixon, K. Freeman, N.
    /// Toman, "Stop trying to delight your customers", Harvard Business Review 88 (2010), asked how much
    /// effort it took, 1 to 5: `better: low`. CES 2.0, of CEB 2013, asks how far one agrees that the company
    /// made it easy, 1 to 7: `better: high`).
    #[cfg(not(small))]
    Ces,
    /// Share of answers among the `top_box` best of the scale; 0 to 1. `better` says which those are.
    #[cfg(not(small))]
    TopBox,
    /// Share of answers among the `bottom_box` worst of the scale; 0 to 1. `better` says which those are.
    #[cfg(not(small))]
    BottomBox,
    /// The mean of whole numbers, on a scale or not, or of numbers.
    #[cfg(not(small))]
    Mean,
    /// The median of whole numbers, on a scale or not, or of numbers.
    #[cfg(not(small))]
    Median,
    /// Share of the answers to a field of any type that are `one_of` some values, or for which the
    /// condition `when` holds; 0 to 1.
    #[cfg(not(small))]
    Share,
    /// The mean of the `points` that answers are worth.
    #[cfg(not(small))]
    Points,
    /// Expectation gap: the mean of `of` less `expected`, where one signal has both.
    #[cfg(not(small))]
    Gap,
}

impl MetricKind {
    /// Whether it is a share, from 0 to 1.
    pub fn is_share(self) -> bool {
        match self {
            Self::Csat | Self::Rate => true,
            #[cfg(not(small))]
            Self::TopBox | Self::BottomBox | Self::Share => true,
            _ => false,
        }
    }

    /// Whether it is made of counts alone: NPS, or a share.
    pub fn is_counted(self) -> bool {
        self == Self::Nps || self.is_share()
    }
}

/// Which end of a scale is the better one.
#[cfg(not(small))]
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Better {
    /// The high one.
    High,
    /// The low one.
    Low,
}

/// The decimal places that are kept of points.
#[cfg(not(small))]
pub(crate) const POINT_DECIMALS: u32 = 6;

/// A metric.
#[derive(Debug, Clone, PartialEq, Serialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct MetricSpec {
    /// How answers become a number.
    pub kind: MetricKind,
    /// The field with the answer; for a rate, a condition.
    pub of: String,
    /// For a rate, the condition on the signals that count; all signals if not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub out_of: Option<String>,
    /// The lowest and highest answer; `[0, 10]` for NPS if not said. An answer outside it is refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scale: Option<[i64; 2]>,
    /// For CSAT and `top_box`, how many of the best answers count; 2 if not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub top_box: Option<u32>,
    /// For `bottom_box`, how many of the worst answers count; 2 if not said.
    #[cfg(not(small))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bottom_box: Option<u32>,
    /// Which end of the scale is the better one: for `ces`, which needs it, and for `top_box`, `bottom_box`,
    /// `mean`, `median`, `points` and `gap`; high if not said.
    #[cfg(not(small))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub better: Option<Better>,
    /// For a `share`, the answers that count.
    #[cfg(not(small))]
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub one_of: Vec<Value>,
    /// For a `share`, the condition that answers satisfy which count.
    #[cfg(not(small))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<String>,
    /// For `points`, what each answer is worth. An answer that stands in none is left out, and counted as
    /// left out.
    #[cfg(not(small))]
    #[serde(default, skip_serializing_if = "Named::is_empty")]
    pub points: Named<f64>,
    /// For a `gap`, the field with what was expected.
    #[cfg(not(small))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected: Option<String>,
    /// The survey whose answers count; those to any if not said. An answer is of the survey that the text
    /// field `survey` of its signal names; where it names none, of the one survey that asks for `of`, if there
    /// is just one.
    #[cfg(not(small))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub survey: Option<String>,
    /// The number that says how much an answer counts: a field, or a customer attribute (`customer.weight`).
    /// An answer without one is left out, and counted as left out.
    #[cfg(not(small))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weight: Option<String>,
    /// Fields to break it down by, beside stage, touch point, channel and unit; in the build for data also
    /// `respondent_role` and `segment`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub by: Vec<String>,
    /// Its name for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<Label>,
}

impl MetricSpec {
    /// The scale of its answers; absent where they have none.
    pub fn scale(&self) -> Option<[i64; 2]> {
        match self.kind {
            MetricKind::Rate => None,
            MetricKind::Nps => Some(self.scale.unwrap_or([0, 10])),
            _ => self.scale,
        }
    }

    /// The least and the most that it can be; infinite where nothing says so.
    #[cfg(not(small))]
    pub fn range(&self) -> [f64; 2] {
        let number = |value: i64| Value::Int(value).as_f64().unwrap_or_default();
        let scale = self.scale.map(|scale| scale.map(number));
        match (self.kind, scale) {
            (MetricKind::Nps, _) => [-100.0, 100.0],
            (kind, _) if kind.is_share() => [0.0, 1.0],
            (MetricKind::Points, _) => {
                let points = || self.points.values().copied();
                let low = points().fold(f64::INFINITY, f64::min);
                [low, points().fold(f64::NEG_INFINITY, f64::max)]
            }
            (MetricKind::Gap, Some([low, high])) => [low - high, high - low],
            (_, Some(scale)) => scale,
            (_, None) => [f64::NEG_INFINITY, f64::INFINITY],
        }
    }

    /// Whether a low number is the better one.
    #[cfg(not(small))]
    pub fn is_better_low(&self) -> bool {
        match self.kind {
            MetricKind::BottomBox => true,
            kind if kind.is_counted() => false,
            _ => self.better == Some(Better::Low),
        }
    }

    /// Whether something says which of its ends is the better one: its kind, or `better`. Nothing does of a rate
    /// and of a share.
    #[cfg(not(small))]
    pub fn has_better(&self) -> bool {
        !matches!(self.kind, MetricKind::Rate | MetricKind::Share)
    }

    /// The scale on which it has the answers of a field; absent where it has none.
    pub fn scale_of(&self, field: &str) -> Option<[i64; 2]> {
        let mine = self.fields().any(|own| own == field);
        self.scale().filter(|_| mine)
    }

    /// The fields whose answers it is made of; none of a rate.
    pub fn fields(&self) -> impl Iterator<Item = &str> {
        let of = (self.kind != MetricKind::Rate).then_some(self.of.as_str());
        #[cfg(not(small))]
        let of = of.into_iter().chain(self.expected.as_deref());
        of.into_iter()
    }
}

#[cfg(not(small))]
impl super::ProgramSpec {
    /// The field, or the attribute (`customer.x`), of this name.
    pub(crate) fn number(&self, name: &str) -> Option<&super::FieldSpec> {
        match name.strip_prefix("customer.") {
            Some(attribute) => self.customer.get(attribute),
            None => self.fields.get(name),
        }
    }

    /// The surveys that ask for a field.
    pub(crate) fn asking(&self, field: &str) -> impl Iterator<Item = &str> {
        let surveys = self.surveys.iter();
        let asking = surveys.filter(move |(_, survey)| survey.questions.contains_key(field));
        asking.map(|(id, _)| id.as_str())
    }
}
