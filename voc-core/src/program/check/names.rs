//! Kinds, fields, attributes, metrics and segments.

use super::super::Compiled;
use super::super::scope::{RESERVED, SIGNAL_NAMES};
use super::super::spec::{FieldSpec, FieldType, MetricKind, MetricSpec};
use super::Checker;
#[cfg(not(small))]
use super::metrics::fitting;
use crate::condition::WORDS;
use crate::document::Diagnostic;
use crate::error::Code;

/// How many decimal places tallies keep at most.
const DECIMALS_MAX: u32 = 9;

impl Checker<'_> {
    pub(super) fn names(&mut self) {
        let spec = self.spec;
        for (name, field) in &spec.fields {
            if SIGNAL_NAMES.contains(&name.as_str()) || RESERVED.contains(&name.as_str()) {
                let message = format!("`{name}` is a part of every signal; take another name");
                self.error(&["fields", name], Code::Ambiguous, message);
            } else if WORDS.contains(&name.as_str()) {
                let message = format!(
                    "`{name}` is a word of the condition language: no condition can name it"
                );
                self.warn(&["fields", name], Code::Ambiguous, message);
            }
            if spec.customer.contains_key(name) {
                let message = format!(
                    "`{name}` is a field and a customer attribute; a column of that name could be either"
                );
                self.error(&["fields", name], Code::Ambiguous, message);
            }
            self.field(&["fields", name], field);
        }
        for (name, field) in &spec.customer {
            self.field(&["customer", name], field);
        }
        for (kind, declared) in &spec.kinds {
            for (index, field) in declared.fields.iter().flatten().enumerate() {
                let path = ["kinds", kind, "fields", &index.to_string()];
                if spec.fields.is_empty() {
                    self.error(&path, Code::Unknown, format!("unknown field `{field}`"));
                }
                self.known(
                    &path,
                    "field",
                    field,
                    spec.fields.keys().map(String::as_str),
                );
            }
        }
        if let Some(name) = &spec.privacy.contact_consent {
            let attribute = name.strip_prefix("customer.");
            let declared =
                attribute.map_or_else(|| spec.fields.get(name), |name| spec.customer.get(name));
            let path = ["privacy", "contact_consent"];
            match declared {
                Some(field) if field.of == FieldType::Bool => {}
                Some(_) => self.error(&path, Code::WrongType, format!("`{name}` is not a bool")),
                None => self.error(
                    &path,
                    Code::Unknown,
                    format!("`{name}` is neither a field nor a customer attribute"),
                ),
            }
        }
    }

    fn field(&mut self, path: &[&str], field: &FieldSpec) {
        let name_ok = path.last().is_some_and(|name| is_name(name));
        if !name_ok {
            self.error(
                path,
                Code::Malformed,
                "a name has letters, digits and `_`, and begins with a letter",
            );
        }
        if field.one_of.is_some() && field.of != FieldType::Text {
            self.error(path, Code::WrongType, "`one_of` is for text");
        }
        let path = [path, &["decimals"]].concat();
        match field.decimals {
            Some(_) if field.of != FieldType::Number => {
                self.error(&path, Code::WrongType, "`decimals` is for a number");
            }
            Some(places) if places > DECIMALS_MAX => {
                let message = format!("tallies keep at most {DECIMALS_MAX} decimal places");
                self.error(&path, Code::OutOfRange, message);
            }
            _ => {}
        }
    }

    pub(super) fn metrics(&mut self, compiled: &mut Compiled) {
        for (id, metric) in &self.spec.metrics {
            for (index, field) in metric.by.iter().enumerate() {
                #[cfg(not(small))]
                if ["respondent_role", "segment"].contains(&field.as_str()) {
                    continue;
                }
                if !self.spec.fields.contains_key(field) {
                    let path = ["metrics", id, "by", &index.to_string()];
                    self.error(&path, Code::Unknown, format!("unknown field `{field}`"));
                }
            }
            match metric.kind {
                MetricKind::Rate => self.rate(id, metric, compiled),
                MetricKind::Nps | MetricKind::Csat => self.answers(id, metric),
                #[cfg(not(small))]
                _ => self.made_of(id, metric, compiled),
            }
            #[cfg(not(small))]
            self.who_counts(id, metric);
        }
    }

    fn rate(&mut self, id: &str, metric: &MetricSpec, compiled: &mut Compiled) {
        let of = self.condition(&["metrics", id, "of"], &metric.of, true);
        let out_of = match &metric.out_of {
            Some(source) => self
                .condition(&["metrics", id, "out_of"], source, true)
                .map(Some),
            None => Some(None),
        };
        if let (Some(of), Some(out_of)) = (of, out_of) {
            compiled.rates.insert(id.to_owned(), (of, out_of));
        }
        if metric.scale.is_some() || metric.top_box.is_some() {
            self.error(
                &["metrics", id],
                Code::Malformed,
                "a rate has no scale and no top box",
            );
        }
    }

    fn answers(&mut self, id: &str, metric: &MetricSpec) {
        let spec = self.spec;
        match spec.fields.get(&metric.of) {
            Some(field) if field.of == FieldType::Int => {}
            Some(_) => {
                let message = format!("`{}` holds no whole numbers", metric.of);
                self.error(&["metrics", id, "of"], Code::WrongType, message);
            }
            None if spec.fields.is_empty() => {
                let message = format!("unknown field `{}`", metric.of);
                self.error(&["metrics", id, "of"], Code::Unknown, message);
            }
            None => {
                let known = spec.fields.keys().map(String::as_str);
                self.known(&["metrics", id, "of"], "field", &metric.of, known);
            }
        }
        if metric.out_of.is_some() {
            self.error(
                &["metrics", id, "out_of"],
                Code::Malformed,
                "only a rate has `out_of`",
            );
        }
        let path = ["metrics", id, "scale"];
        match (metric.kind, metric.scale) {
            (_, Some([low, high])) if low >= high => {
                self.error(&path, Code::OutOfRange, "a scale runs from low to high");
            }
            (MetricKind::Nps, Some(scale)) if scale != [0, 10] => {
                let message = "NPS is defined on a scale of 0 to 10";
                let found = Diagnostic::error(Code::OutOfRange, message);
                #[cfg(not(small))]
                let found = found.hint(fitting(scale));
                self.add(&path, found);
            }
            (MetricKind::Csat, None) => {
                self.error(
                    &["metrics", id],
                    Code::Missing,
                    "CSAT needs its `scale`, such as [1, 5]",
                );
            }
            (MetricKind::Csat, Some([low, high])) => {
                let top = i64::from(metric.top_box.unwrap_or(2));
                if top == 0 || top > high - low {
                    let message = "the top box must leave out at least one answer and hold one";
                    self.error(&["metrics", id, "top_box"], Code::OutOfRange, message);
                }
            }
            _ => {}
        }
        if metric.kind == MetricKind::Nps && metric.top_box.is_some() {
            self.error(
                &["metrics", id, "top_box"],
                Code::Malformed,
                "only CSAT has a top box",
            );
        }
        self.other_scale(id, metric);
    }

    /// Finds a metric before this one that has the same answers on another scale.
    pub(super) fn other_scale(&mut self, id: &str, metric: &MetricSpec) {
        for field in metric.fields() {
            let mine = metric.scale();
            let other = self.spec.metrics.iter().find(|(other, before)| {
                let theirs = before.scale_of(field);
                other.as_str() < id && theirs.is_some() && mine.is_some() && theirs != mine
            });
            if let Some((other, _)) = other {
                let message = format!("`{field}` has another scale in metric `{other}`");
                self.error(&["metrics", id, "scale"], Code::Ambiguous, message);
            }
        }
    }

    pub(super) fn segments(&mut self, compiled: &mut Compiled) {
        for (id, source) in &self.spec.segments {
            if let Some(condition) = self.condition(&["segments", id], source, false) {
                compiled.segments.insert(id.clone(), condition);
            }
        }
    }
}

fn is_name(name: &str) -> bool {
    let mut letters = name.chars();
    letters.next().is_some_and(|c| c.is_ascii_alphabetic())
        && letters.all(|c| c.is_ascii_alphanumeric() || c == '_')
}
