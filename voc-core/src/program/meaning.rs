//! Whether two versions of a program mean the same by a part that both declare. Labels, and what is
//! done about an alert, are no part of the meaning.

use super::{MetricRule, MetricSpec, Part, Pattern, Program};
use crate::condition::{Condition, Reference};

impl Program {
    /// Whether a rule over signals means the same in another version, but for the rules on whose
    /// alerts it waits.
    pub(crate) fn means_same_rule(&self, other: &Self, id: &str) -> bool {
        let (Some(one), Some(two)) = (self.rule(id), other.rule(id)) else {
            return false;
        };
        if one != two || self.spec().time_zone != other.spec().time_zone {
            return false;
        }
        let mut conditions: Vec<&Condition> = one
            .subjects()
            .into_iter()
            .filter_map(|subject| subject.condition())
            .collect();
        let mut parts: Vec<&Part> = one.same().into_iter().collect();
        let mut fields: Vec<&str> = Vec::new();
        match &one.pattern {
            Pattern::Sequence(sequence) => conditions.extend(&sequence.unless),
            Pattern::Streak(streak) => conditions.push(&streak.of),
            Pattern::Count(count) => parts.extend(&count.distinct),
            Pattern::Change(change) => fields.push(&change.field),
            _ => {}
        }
        fields.extend(parts.into_iter().map(Part::name));
        conditions.iter().all(|one| self.means_same(other, one))
            && fields.iter().all(|field| self.same_type(other, field))
    }

    /// Whether a condition, which stands in both, means the same in another version.
    fn means_same(&self, other: &Self, condition: &Condition) -> bool {
        let same = |reference: &Reference<'_>| match reference {
            Reference::Segment(name) => self.means_same_segment(other, name),
            Reference::Topic(name) => {
                self.spec().topics.get(*name) == other.spec().topics.get(*name)
            }
        };
        condition.refers_to().iter().all(same)
    }

    fn means_same_segment(&self, other: &Self, name: &str) -> bool {
        match (self.segment_condition(name), other.segment_condition(name)) {
            (Some(one), Some(two)) => one == two && self.means_same(other, one),
            (one, two) => one.is_none() && two.is_none(),
        }
    }

    fn same_type(&self, other: &Self, field: &str) -> bool {
        let of = |program: &Self| program.spec().fields.get(field).map(|field| field.of);
        of(self) == of(other)
    }

    /// Whether a metric means the same in another version: the same answers, counted alike, kept by
    /// the same names.
    pub(crate) fn means_same_metric(&self, other: &Self, id: &str) -> bool {
        let (Some(one), Some(two)) = (self.spec().metrics.get(id), other.spec().metrics.get(id))
        else {
            return false;
        };
        let bare = |spec: &MetricSpec| MetricSpec {
            label: None,
            ..spec.clone()
        };
        if bare(one) != bare(two) || self.spec().time_zone != other.spec().time_zone {
            return false;
        }
        let (rates, others) = (self.rate_conditions(id), other.rate_conditions(id));
        if rates != others {
            return false;
        }
        let conditions = rates.into_iter();
        let mut conditions = conditions.flat_map(|(of, out_of)| [of].into_iter().chain(out_of));
        let by_segment = (self.keeps_by_segment(id), other.keeps_by_segment(id));
        let segments = match by_segment {
            (false, false) => true,
            (true, true) => self.means_same_segments(other),
            _ => false,
        };
        let mut fields = one.by.iter().chain([&one.of]);
        #[cfg(not(small))]
        let segments = segments && self.means_same_numbers(other, one);
        segments
            && conditions.all(|one| self.means_same(other, one))
            && fields.all(|field| self.same_type(other, field))
    }

    /// Whether the numbers of a metric, which stands in both, are counted to the same places, and the same
    /// answers are of its survey.
    #[cfg(not(small))]
    fn means_same_numbers(&self, other: &Self, metric: &MetricSpec) -> bool {
        let same = |name: &str| {
            let of = |program: &Self| program.number(name).map(|it| (it.of, it.decimals));
            of(self) == of(other)
        };
        let only = |program: &Self, survey: &String| program.asked_only_by(&metric.of, survey);
        let survey = metric.survey.as_ref();
        let tallied = metric.kind.is_counted() && metric.weight.is_none();
        (tallied || metric.fields().all(same))
            && metric.weight.iter().all(|weight| same(weight))
            && survey.is_none_or(|survey| only(self, survey) == only(other, survey))
    }

    /// Whether the tallies of a metric are kept by segment: because a rule watches it so, or it says so.
    pub(crate) fn keeps_by_segment(&self, metric: &str) -> bool {
        #[cfg(not(small))]
        if let Some(spec) = self.spec().metrics.get(metric)
            && spec.by.iter().any(|name| name == "segment")
        {
            return true;
        }
        let by_segment = |rule: &MetricRule| rule.by.iter().any(|name| name == "segment");
        self.metric_rules()
            .any(|rule| rule.metric == metric && by_segment(rule))
    }

    fn means_same_segments(&self, other: &Self) -> bool {
        let (ours, theirs) = (&self.spec().segments, &other.spec().segments);
        ours.len() == theirs.len()
            && ours
                .keys()
                .all(|name| theirs.contains_key(name) && self.means_same_segment(other, name))
    }

    /// Whether a rule over a metric means the same in another version, its metric included.
    pub(crate) fn means_same_metric_rule(&self, other: &Self, id: &str) -> bool {
        let of = |program: &Self| {
            let mut rules = program.metric_rules();
            rules.find(|rule| rule.id == id).cloned()
        };
        let rule = of(self);
        rule == of(other) && rule.is_some_and(|rule| self.means_same_metric(other, &rule.metric))
    }
}
