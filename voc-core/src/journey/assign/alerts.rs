//! Rules over several signals, read over those of one instance.

use super::actual::{NO_STEP, Raised, Step};
use super::build::Signals;
use super::seen::Seen;
use crate::condition::{Cell, Row};
use crate::journey::plan::Rules;
use crate::rule::some::{Bits, Handle, Reader, Signal, Track, World};
use crate::text::Text;
use crate::time::Time;
use foldhash::fast::FixedState;
use hashbrown::HashMap;

/// Reads rules over one instance after another; what it works in is kept.
pub(super) struct Reading<'j> {
    rules: &'j Rules,
    reader: Reader<'j>,
    track: Track,
    tests: Bits,
    /// What tells texts apart by which rules group.
    texts: HashMap<Text, u64, FixedState>,
}

impl<'j> Reading<'j> {
    pub(super) fn of(rules: &'j Rules) -> Self {
        Self {
            rules,
            reader: Reader::new(&rules.plan),
            track: Track::default(),
            tests: Bits::default(),
            texts: HashMap::with_hasher(FixedState::with_seed(0)),
        }
    }

    /// Reads the signals of an instance, each with the step that it is or speaks of. What is raised goes to
    /// `each`, and so does what time alone will raise.
    pub(super) fn read<S: Signals>(
        &mut self,
        (head, steps): (u32, &[Step]),
        own: &[(Seen, u32)],
        signals: &S,
        mut each: impl FnMut(Raised),
    ) {
        self.track.clear();
        self.texts.clear();
        let mut fired = Vec::new();
        let mut world = Own {
            signals,
            rules: self.rules,
            texts: &mut self.texts,
        };
        for (one, _) in own {
            self.tests.clear();
            let asks = signals.kind(one.kind).map(|kind| &kind.rules);
            for (test, ask) in asks.into_iter().flatten() {
                if ask.holds(&self.rules.row(signals.row(one.row))) {
                    self.tests.set(*test);
                }
            }
            let signal = Signal {
                at: one.at,
                handle: one.row,
                tests: &self.tests,
                late: false,
            };
            let (reader, track) = (&mut self.reader, &mut self.track);
            reader.deadlines(track, &mut world, one.at, &mut fired);
            reader.signal(track, &mut world, signal, &mut fired);
        }
        let (reader, track) = (&mut self.reader, &mut self.track);
        reader.deadlines(track, &mut world, i64::MAX, &mut fired);
        for alert in fired {
            let Some(rule) = self.rules.number(alert.rule) else {
                continue;
            };
            let bearing = own.iter().find(|(one, _)| one.row == alert.bearing);
            let step = match bearing {
                Some((one, step)) if one.at == alert.at => *step,
                // A deadline stands before the signals of its instant.
                _ => before(steps, Time::clamped(alert.at)),
            };
            each(Raised {
                head,
                at: Time::clamped(alert.at),
                rule,
                step,
            });
        }
    }
}

/// The last step before an instant.
pub(in crate::journey) fn before(steps: &[Step], at: Time) -> u32 {
    let count = steps.partition_point(|step| step.at < at);
    let last = count
        .checked_sub(1)
        .and_then(|last| u32::try_from(last).ok());
    last.unwrap_or(NO_STEP)
}

/// The signals of an instance as rules read them.
struct Own<'w, S> {
    signals: &'w S,
    rules: &'w Rules,
    texts: &'w mut HashMap<Text, u64, FixedState>,
}

impl<S: Signals> World for Own<'_, S> {
    fn key(&mut self, of: Handle, slot: u16) -> Option<u64> {
        match self.rules.row(self.signals.row(of)).cell(slot) {
            Cell::Absent | Cell::Number(_) => None,
            Cell::Bool(value) => Some(u64::from(value)),
            Cell::Int(value) => Some(value.cast_unsigned()),
            Cell::Time(value) => Some(value.micros().cast_unsigned()),
            Cell::Text(text) => {
                let next = self.texts.len() as u64;
                Some(*self.texts.entry(text.into()).or_insert(next))
            }
        }
    }

    fn number(&self, of: Handle, slot: u16) -> Option<f64> {
        self.rules.row(self.signals.row(of)).cell(slot).as_f64()
    }

    fn holds(&self, of: Handle, test: u16) -> bool {
        let test = self.rules.plan.tests().get(usize::from(test));
        test.is_some_and(|test| test.holds(&self.rules.row(self.signals.row(of))))
    }

    fn sort(&self, signals: &mut Vec<Handle>) {
        signals.sort_unstable();
    }
}
