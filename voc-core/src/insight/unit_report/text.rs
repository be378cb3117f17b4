//! A report as Markdown, in English.

use super::{MetricChange, UnitReport};
use crate::metric::Estimate;
use crate::program::Label;
use std::fmt::Write;

impl UnitReport {
    /// The report as Markdown, in English.
    pub(crate) fn written(&self) -> String {
        let mut out = String::new();
        // Writing to a string does not fail.
        let _ = self.write(&mut out);
        out
    }

    fn write(&self, out: &mut String) -> std::fmt::Result {
        let unit = name(self.label.as_ref(), &self.unit);
        let (from, until) = (&self.period, &self.until);
        writeln!(out, "# {unit}, {from} up to {until}\n")?;
        if !self.is_over {
            writeln!(out, "The period is not over.\n")?;
        }
        writeln!(out, "## Numbers\n")?;
        for metric in &self.metrics {
            writeln!(out, "- {}", metric.line())?;
        }
        let row = &self.loop_row;
        writeln!(out, "\n## The loop\n")?;
        let cases = row.cases;
        writeln!(out, "- Cases opened: {cases}; answered: {}", row.answered)?;
        writeln!(
            out,
            "- Confirmed by the customer: {}",
            shown(&row.confirmed_rate, [0.0, 1.0])
        )?;
        writeln!(out, "- False resolutions: {}", row.false_resolutions)?;
        let open = &self.open_concerns;
        let (on_cases, cases) = (open.on_cases, open.cases.len());
        write!(
            out,
            "- Concerns without a closed case: {on_cases} on {cases} cases"
        )?;
        match open.without_case {
            Some(without) => writeln!(out, ", {without} with no case")?,
            None => writeln!(out)?,
        }
        if let Some(praise) = self.praise {
            writeln!(out, "- Praise: {praise}")?;
        }
        writeln!(out, "\n## Root causes\n")?;
        for row in &self.causes {
            let mut values = row.group.values();
            let cause = values.next().and_then(Option::as_deref);
            let (cause, cases) = (cause.unwrap_or("not known"), row.cases);
            writeln!(out, "- {cause}: {cases}")?;
        }
        if self.causes.is_empty() {
            writeln!(out, "No cases.")?;
        }
        let (chosen, all) = (self.voices.len(), self.voices_of);
        writeln!(out, "\n## Voices ({chosen} of {all})\n")?;
        for voice in &self.voices {
            let words = voice.verbatim.as_deref().unwrap_or_default();
            let words: Vec<&str> = words.split_whitespace().collect();
            writeln!(out, "> {} ({})\n", words.join(" "), voice.signal)?;
        }
        if let Some(due) = self.review_due {
            writeln!(out, "To be reviewed by {due}.")?;
        }
        for mark in &self.reviewed {
            let late = if mark.in_time == Some(false) {
                ", late"
            } else {
                ""
            };
            writeln!(out, "Reviewed by {} at {}{late}.", mark.by, mark.at)?;
        }
        Ok(())
    }
}

impl MetricChange {
    fn line(&self) -> String {
        let metric = name(self.label.as_ref(), &self.metric);
        let scale = self.scale.unwrap_or([f64::NEG_INFINITY, f64::INFINITY]);
        let withheld = || {
            let why = self.why.as_deref().unwrap_or_default();
            format!("withheld ({why})")
        };
        let now = self
            .now
            .as_ref()
            .map_or_else(withheld, |now| shown(now, scale));
        let Some(change) = &self.change else {
            return match self.now {
                Some(_) => format!("{metric}: {now}; the period before is {}", withheld()),
                None => format!("{metric}: {now}"),
            };
        };
        let ends = change.low.zip(change.high);
        let (Some(difference), Some((low, high))) = (change.difference, ends) else {
            return format!("{metric}: {now}; nothing to compare with");
        };
        let p = change.p.map_or_else(String::new, |p| format!(", p {p:.3}"));
        let number = |of: f64| number(of, scale);
        let sign = if difference > 0.0 { "+" } else { "" };
        let (difference, low, high) = (number(difference), number(low), number(high));
        format!("{metric}: {now}; {sign}{difference} ({low} to {high}{p}) since the period before")
    }
}

/// The text of a label, or the id where there is none.
pub(crate) fn name<'l>(label: Option<&'l Label>, id: &'l str) -> &'l str {
    match label {
        Some(Label::One(text)) => text,
        Some(Label::ByLanguage(texts)) => texts.get("en").map_or(id, String::as_str),
        None => id,
    }
}

/// A number with its interval: shares in per cent.
pub(crate) fn shown(estimate: &Estimate, scale: [f64; 2]) -> String {
    let number = |of: f64| number(of, scale);
    let n = estimate.n;
    match (estimate.value, estimate.low, estimate.high) {
        (Some(value), Some(low), Some(high)) => {
            let (value, low, high) = (number(value), number(low), number(high));
            format!("{value} ({low} to {high}, n {n})")
        }
        (Some(value), ..) => format!("{} (n {n})", number(value)),
        _ => "no answers".to_owned(),
    }
}

/// A number on a scale; of shares, per cent.
pub(crate) fn number(value: f64, scale: [f64; 2]) -> String {
    let is_share = scale
        .iter()
        .zip([0.0, 1.0])
        .all(|(one, end): (&f64, f64)| one.total_cmp(&end).is_eq());
    if is_share {
        format!("{:.1} %", 100.0 * value)
    } else {
        format!("{value:.1}")
    }
}
