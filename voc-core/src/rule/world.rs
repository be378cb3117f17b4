//! One customer's signals as patterns read them.

use super::book::Book;
use super::place::World;
use super::plan::Plan;
use super::row::{Said, SignalRow};
use super::track::Handle;
use crate::condition::Cell;
use crate::ordered::sort_by;
use crate::signal::Signal;

/// A customer's signals as patterns read them.
pub(super) struct BookWorld<'b> {
    pub(super) plan: &'b Plan,
    pub(super) book: &'b mut Book,
    /// The signal that comes in, as it came.
    pub(super) whole: Option<(Handle, &'b Signal)>,
}

impl BookWorld<'_> {
    fn row(&self, of: Handle) -> Option<SignalRow<'_>> {
        let one = self.book.of(of)?;
        let whole = self.whole.filter(|(handle, _)| *handle == of);
        let row = self.book.row(self.plan, one);
        Some(match whole {
            Some((_, signal)) => SignalRow {
                said: Said::Whole(signal),
                ..row
            },
            None => row,
        })
    }
}

impl World for BookWorld<'_> {
    fn key(&mut self, of: Handle, slot: u16) -> Option<u64> {
        match self.row(of)?.read(slot) {
            Cell::Absent | Cell::Number(_) => None,
            Cell::Bool(value) => Some(u64::from(value)),
            Cell::Int(value) => Some(value.cast_unsigned()),
            Cell::Time(value) => Some(value.micros().cast_unsigned()),
            Cell::Text(text) => {
                if let Some(key) = self.book.texts.get(text) {
                    return Some(key);
                }
                let text = text.to_owned();
                Some(self.book.texts.key(&text))
            }
        }
    }

    fn number(&self, of: Handle, slot: u16) -> Option<f64> {
        match self.row(of)?.read(slot) {
            #[expect(clippy::cast_precision_loss, reason = "within ±2^53 the cast is exact")]
            Cell::Int(value) => Some(value as f64),
            Cell::Number(value) => Some(value),
            _ => None,
        }
    }

    fn holds(&self, of: Handle, test: u16) -> bool {
        let Some(one) = self.book.of(of) else {
            return false;
        };
        if self.plan.spans(one.key.0) {
            return one.tests.contains(&test);
        }
        // A signal of another version bears an alert in this one.
        let row = self.book.row(self.plan, one);
        let test = self.plan.tests().get(usize::from(test));
        test.is_some_and(|test| test.holds(&row))
    }

    fn sort(&self, signals: &mut Vec<Handle>) {
        sort_by(signals, &|one, two| {
            let name = |handle: &Handle| self.book.key_of(*handle);
            name(one).cmp(&name(two))
        });
    }
}
