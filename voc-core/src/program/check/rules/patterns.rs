//! Patterns, compiled.

use super::super::super::rule::{
    Absent, Change, Count, CountWindow, Nth, Pattern, Sequence, Step, Streak,
};
use super::super::super::spec::{
    AbsentSpec, ChangeSpec, CountSpec, Every, FieldType, NthSpec, RuleSpec, STEPS_MAX,
    SequenceSpec, Since, StreakSpec,
};
use super::super::Checker;
use crate::error::Code;
use crate::time::Span;

impl Checker<'_> {
    pub(super) fn pattern(&mut self, id: &str, rule: &RuleSpec) -> Option<Pattern> {
        let path = |key| ["rules", id, key];
        if let Some(count) = &rule.count {
            return self.count(&path("count"), count).map(Pattern::Count);
        }
        if let Some(nth) = &rule.nth {
            return self.nth(&path("nth"), nth).map(Pattern::Nth);
        }
        if let Some(Every::Nth(every)) = &rule.every {
            return self.nth(&path("every"), every).map(Pattern::Every);
        }
        if let Some(sequence) = &rule.sequence {
            let sequence = self.sequence(&path("sequence"), sequence);
            return sequence.map(Pattern::Sequence);
        }
        if let Some(absent) = &rule.absent {
            return self.absent(&path("absent"), absent).map(Pattern::Absent);
        }
        if let Some(change) = &rule.change {
            return self.change(&path("change"), change).map(Pattern::Change);
        }
        if let Some(streak) = &rule.streak {
            return self.streak(&path("streak"), streak).map(Pattern::Streak);
        }
        if let Some(silence) = rule.silence {
            let length = self.length(&path("silence"), silence);
            return length.map(Pattern::Silence);
        }
        Some(Pattern::Each)
    }

    /// A span that has a length.
    pub(super) fn length(&mut self, path: &[&str], span: Span) -> Option<Span> {
        if span.is_zero() {
            self.error(path, Code::OutOfRange, "the window has no length");
            return None;
        }
        Some(span)
    }

    fn positive(&mut self, path: &[&str], key: &str, number: u32, what: &str) -> Option<u32> {
        if number == 0 {
            let message = format!("{what} is at least 1");
            self.error(&[path, &[key]].concat(), Code::OutOfRange, message);
            return None;
        }
        Some(number)
    }

    fn count(&mut self, path: &[&str], count: &CountSpec) -> Option<Count> {
        let at_least = self.positive(path, "at_least", count.at_least, "a count");
        let same = self.same(path, "same", count.same.as_ref());
        let distinct = self.same(path, "distinct", count.distinct.as_ref());
        if count.same.is_some() && count.same == count.distinct {
            let message = "of the same value there is one value only";
            self.error(&[path, &["distinct"]].concat(), Code::Ambiguous, message);
        }
        let window = match (count.within, count.calendar) {
            (Some(within), None) => self
                .length(&[path, &["within"]].concat(), within)
                .map(CountWindow::Rolling),
            (None, Some(period)) => Some(CountWindow::Calendar(period)),
            (Some(_), Some(_)) => {
                let message = "either `within` or `calendar`: a window rolls or it does not";
                self.error(&[path, &["calendar"]].concat(), Code::Ambiguous, message);
                None
            }
            (None, None) => {
                let message = "the key `within` or `calendar` is missing";
                self.error(path, Code::Missing, message);
                None
            }
        };
        Some(Count {
            at_least: at_least?,
            window: window?,
            same,
            distinct,
        })
    }

    fn nth(&mut self, path: &[&str], nth: &NthSpec) -> Option<Nth> {
        let k = self.positive(path, "k", nth.k, "`k`");
        let same = self.same(path, "same", nth.same.as_ref());
        let seed_path = [path, &["seed"]].concat();
        let mut seed = None;
        if let Some(name) = &nth.seed {
            let name = name.strip_prefix("customer.").unwrap_or(name);
            match self.spec.customer.get(name) {
                Some(attribute) if attribute.of == FieldType::Int => seed = Some(name.to_owned()),
                Some(_) => {
                    let message = format!("`{name}` holds no whole numbers");
                    self.error(&seed_path, Code::WrongType, message);
                }
                None => {
                    let known = self.spec.customer.keys().map(String::as_str);
                    let known: Vec<&str> = known.collect();
                    let found = crate::document::Diagnostic::error(
                        Code::Unknown,
                        format!("unknown customer attribute `{name}`"),
                    );
                    self.add(&seed_path, found.nearest(name, known));
                }
            }
            if nth.same.is_some() {
                let message =
                    "what came before us is known of the customer, not by value of `same`";
                self.error(&seed_path, Code::Ambiguous, message);
            }
            seed.as_ref()?;
        }
        Some(Nth { k: k?, same, seed })
    }

    fn sequence(&mut self, path: &[&str], sequence: &SequenceSpec) -> Option<Sequence> {
        let within = self.length(&[path, &["within"]].concat(), sequence.within);
        let same = self.same(path, "same", sequence.same.as_ref());
        let unless = match &sequence.unless {
            Some(source) => self
                .condition(&[path, &["unless"]].concat(), source, true)
                .map(Some),
            None => Some(None),
        };
        if sequence.steps.len() < 2 {
            let message = "a sequence has at least two steps";
            self.error(&[path, &["steps"]].concat(), Code::OutOfRange, message);
        }
        if sequence.steps.len() > STEPS_MAX {
            let message = format!("a sequence has at most {STEPS_MAX} steps");
            self.error(&[path, &["steps"]].concat(), Code::Limit, message);
            return None;
        }
        let mut steps = Some(Vec::new());
        for (index, step) in sequence.steps.iter().enumerate() {
            let index_text = index.to_string();
            let place = [path, &["steps", &index_text]].concat();
            let subject = self.subject(&place, step.when.as_deref(), step.alert.as_deref());
            let gap = match step.gap {
                Some(_) if index == 0 => {
                    let message = "there is no step before the first";
                    self.error(&[&place[..], &["gap"]].concat(), Code::Malformed, message);
                    None
                }
                Some(gap) => self.length(&[&place[..], &["gap"]].concat(), gap).map(Some),
                None => Some(None),
            };
            match (subject, gap, &mut steps) {
                (Some(subject), Some(gap), Some(steps)) => steps.push(Step { subject, gap }),
                _ => steps = None,
            }
        }
        Some(Sequence {
            steps: steps?,
            unless: unless?,
            within: within?,
            same,
        })
    }

    fn absent(&mut self, path: &[&str], absent: &AbsentSpec) -> Option<Absent> {
        let of = self.subject(path, absent.when.as_deref(), absent.alert.as_deref());
        let within = self.length(&[path, &["within"]].concat(), absent.within);
        let same = self.same(path, "same", absent.same.as_ref());
        Some(Absent {
            of: of?,
            within: within?,
            same,
        })
    }

    fn change(&mut self, path: &[&str], change: &ChangeSpec) -> Option<Change> {
        let within = |key| [path, &[key]].concat();
        if change.significant {
            let message = "one customer's values have no significance: it is for a `metric`";
            self.error(&within("significant"), Code::Malformed, message);
        }
        let same = self.same(path, "same", change.same.as_ref());
        let by = self.distance(path, change.by);
        if change.by.is_none() {
            self.error(path, Code::Missing, "the key `by` is missing");
        }
        let since = change.since.unwrap_or_default();
        if since == Since::Mean(0) {
            let message = "a mean is of at least 1 value";
            self.error(&within("since"), Code::OutOfRange, message);
            return None;
        }
        let fields = &self.spec.fields;
        let field = match &change.field {
            None => {
                self.error(path, Code::Missing, "the key `field` is missing");
                None
            }
            Some(name) => match fields.get(name).map(|field| field.of) {
                Some(FieldType::Int | FieldType::Number) => Some(name.clone()),
                Some(_) => {
                    let message = format!("`{name}` holds no numbers");
                    self.error(&within("field"), Code::WrongType, message);
                    None
                }
                None => {
                    let found = crate::document::Diagnostic::error(
                        Code::Unknown,
                        format!("unknown field `{name}`"),
                    );
                    let known = fields.keys().map(String::as_str);
                    self.add(&within("field"), found.nearest(name, known));
                    None
                }
            },
        };
        Some(Change {
            field: field?,
            by: by?,
            since,
            same,
        })
    }

    /// How far a value moves: not nowhere.
    pub(super) fn distance(&mut self, path: &[&str], by: Option<f64>) -> Option<f64> {
        let by = by?;
        if by == 0.0 || !by.is_finite() {
            let message = "a change is by more than nothing: −3 is down by three, 3 up";
            self.error(&[path, &["by"]].concat(), Code::OutOfRange, message);
            return None;
        }
        Some(by)
    }

    fn streak(&mut self, path: &[&str], streak: &StreakSpec) -> Option<Streak> {
        let k = self.positive(path, "k", streak.k, "`k`");
        let of = self.condition(&[path, &["of"]].concat(), &streak.of, true);
        let same = self.same(path, "same", streak.same.as_ref());
        Some(Streak {
            k: k?,
            of: of?,
            same,
        })
    }
}
