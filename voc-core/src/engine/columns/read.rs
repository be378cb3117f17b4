//! The cells of a column, brought to the declared type: lent where they are of it already.

use super::bind::{Binder, Coded, stored};
use super::bits::{is_valid, room, set};
use super::stored::Stored;
use super::texts::Texts;
use crate::program::{FieldSpec, FieldType};
use crate::rule::batch::ABSENT;
use crate::signal::{Cell, Own, Series, revision, text, time, typed, value};
use crate::time::Time;
use crate::value::{INT_MAX, Value};
use std::borrow::Cow;

impl<'t> Binder<'_, 't> {
    /// Calls `look` with each cell that holds something; what it does not take is suspect.
    pub(super) fn cells(&mut self, column: usize, look: &mut dyn FnMut(usize, Cell<'t>) -> bool) {
        let read = self.table.reader(column);
        for row in 0..self.table.len() {
            let cell = read(row);
            let absent = match &cell {
                Cell::Absent => true,
                Cell::Number(number) => number.is_nan(),
                _ => false,
            };
            if !absent && !look(row, cell) {
                self.suspect(row);
            }
        }
    }

    /// A column of text that nobody reads and nothing declares.
    pub(super) fn free(&mut self, column: usize) {
        if !matches!(
            self.table.series(column),
            Series::Text { .. } | Series::Texts
        ) {
            self.cells(column, &mut |_, cell| text(cell).is_ok());
        }
    }

    pub(super) fn instants(&mut self, column: usize) -> Cow<'t, [i64]> {
        let rows = self.table.len();
        if let Series::Time { values, valid } = self.table.series(column) {
            let range = Time::MIN.micros()..=Time::MAX.micros();
            if valid.is_none() && values.iter().all(|at| range.contains(at)) {
                return Cow::Borrowed(values);
            }
        }
        let (zone, mut at) = (self.frame.zone(), vec![i64::MIN; rows]);
        self.cells(column, &mut |row, cell| {
            let instant = time(&cell, zone);
            if let (Ok(instant), Some(place)) = (&instant, at.get_mut(row)) {
                *place = instant.micros();
            }
            instant.is_ok()
        });
        for (row, at) in at.iter_mut().enumerate() {
            if *at == i64::MIN {
                self.suspect(row);
                *at = Time::MIN.micros();
            }
        }
        Cow::Owned(at)
    }

    /// Whether every row came when it happened.
    pub(super) fn is_punctual(&mut self, column: usize, at: &[i64]) -> bool {
        let (zone, mut punctual) = (self.frame.zone(), true);
        self.cells(column, &mut |row, cell| {
            let received = time(&cell, zone);
            if let Ok(received) = received {
                punctual &= at.get(row) == Some(&received.micros());
            }
            received.is_ok()
        });
        punctual
    }

    /// Whether no row corrects another.
    pub(super) fn is_first(&mut self, column: usize) -> bool {
        let mut first = true;
        self.cells(column, &mut |_, cell| {
            let revision = revision(&cell);
            first &= matches!(revision, Ok(0) | Err(_));
            revision.is_ok()
        });
        first
    }

    /// The texts of a column. An empty one is none, but for a field's (`of`).
    pub(super) fn texts(&mut self, column: usize, of: Option<FieldType>) -> Coded<'t> {
        let mut known = Texts::default();
        if let Series::Text { codes, texts } = self.table.series(column) {
            let mut same = true;
            let map = (0..).zip(&texts).map(|(code, text)| {
                let new = if text.is_empty() && of.is_none() {
                    ABSENT
                } else {
                    known.code(Cow::Borrowed(text))
                };
                same &= new == code;
                new
            });
            let map: Vec<u32> = map.collect();
            if same {
                return (Cow::Borrowed(codes), known.into_texts());
            }
            let code = |code: &u32| map.get(*code as usize).copied().unwrap_or(ABSENT);
            return (codes.iter().map(code).collect(), known.into_texts());
        }
        let mut codes = vec![ABSENT; self.table.len()];
        let mut last: Option<(Cow<'t, str>, u32)> = None;
        self.cells(column, &mut |row, cell| {
            let found = match (cell, of) {
                (Cell::Text(text), _) => text,
                (cell, None) => match text(cell) {
                    Ok(text) => Cow::Owned(text),
                    Err(_) => return false,
                },
                (cell, Some(of)) => match value(cell, of) {
                    Ok(Value::Text(text)) => Cow::Owned(text),
                    _ => return false,
                },
            };
            if found.is_empty() && of.is_none() {
                return true;
            }
            let code = match &last {
                Some((text, code)) if *text == found => *code,
                _ => known.code(found.clone()),
            };
            last = Some((found, code));
            if let Some(place) = codes.get_mut(row) {
                *place = code;
            }
            true
        });
        (Cow::Owned(codes), known.into_texts())
    }

    pub(super) fn own(&mut self, column: usize, own: Own) -> Coded<'t> {
        let coded = self.texts(column, None);
        if own == Own::Kind {
            for (row, code) in coded.0.iter().enumerate() {
                if *code == ABSENT {
                    self.suspect(row);
                }
            }
        }
        coded
    }

    pub(super) fn field(&mut self, column: usize, spec: &FieldSpec) -> Stored<'t> {
        match (spec.of, self.table.series(column)) {
            (FieldType::Text, _) => {
                let coded = self.texts(column, Some(FieldType::Text));
                if let Some(texts) = &spec.one_of {
                    self.unknown(&coded, &|name| texts.iter().any(|text| text == name));
                }
                stored(coded)
            }
            (FieldType::Int, Series::Int { values, valid }) => {
                self.int_range(values, valid, -INT_MAX, INT_MAX);
                Stored::Int {
                    values: Cow::Borrowed(values),
                    valid: valid.map(Cow::Borrowed),
                }
            }
            (FieldType::Number, Series::Number { values, valid }) => self.doubles(values, valid),
            (FieldType::Int, Series::Number { values, valid }) => self.wholes(values, valid),
            (FieldType::Bool, Series::Bool { bits, valid }) => Stored::Bool {
                bits: Cow::Borrowed(bits),
                valid: valid.map(Cow::Borrowed),
            },
            _ => self.typed(column, spec),
        }
    }

    pub(super) fn int_range(&mut self, values: &[i64], valid: Option<&[u64]>, low: i64, high: i64) {
        for (row, value) in values.iter().enumerate() {
            if (*value < low || *value > high) && is_valid(valid, row) {
                self.suspect(row);
            }
        }
    }

    pub(super) fn doubles(&mut self, values: &'t [f64], valid: Option<&'t [u64]>) -> Stored<'t> {
        let mut kept = valid.map(Cow::Borrowed);
        if values.iter().any(|value| !value.is_finite()) {
            let mut bits = room(values.len());
            for (row, value) in values.iter().enumerate() {
                if is_valid(valid, row) && !value.is_nan() {
                    set(&mut bits, row);
                    if value.is_infinite() {
                        self.suspect(row);
                    }
                }
            }
            kept = Some(Cow::Owned(bits));
        }
        Stored::Number {
            values: Cow::Borrowed(values),
            valid: kept,
        }
    }

    /// Whole numbers as doubles, as data frames and JavaScript have them.
    fn wholes(&mut self, values: &[f64], valid: Option<&[u64]>) -> Stored<'t> {
        const BOUND: f64 = 9_007_199_254_740_992.0;
        let (mut ints, mut bits) = (vec![0; values.len()], room(values.len()));
        for (row, (value, place)) in values.iter().zip(&mut ints).enumerate() {
            if value.is_nan() || !is_valid(valid, row) {
                continue;
            }
            if value.fract() != 0.0 || value.abs() > BOUND {
                self.suspect(row);
                continue;
            }
            #[expect(clippy::cast_possible_truncation, reason = "whole and within ±2^53")]
            let int = *value as i64;
            *place = int;
            set(&mut bits, row);
        }
        Stored::Int {
            values: Cow::Owned(ints),
            valid: Some(Cow::Owned(bits)),
        }
    }

    /// Cells of another type, each brought to the declared one.
    pub(super) fn typed(&mut self, column: usize, spec: &FieldSpec) -> Stored<'t> {
        let rows = self.table.len();
        let (mut ints, mut numbers, mut bits) = (Vec::new(), Vec::new(), Vec::new());
        match spec.of {
            FieldType::Int => ints = vec![0; rows],
            FieldType::Number => numbers = vec![0.0; rows],
            FieldType::Bool | FieldType::Text => bits = room(rows),
        }
        let mut valid = room(rows);
        self.cells(column, &mut |row, cell| {
            let Ok(Ok(value)) = value(cell, spec.of).map(|value| typed(spec, value)) else {
                return false;
            };
            set(&mut valid, row);
            match value {
                Value::Int(int) => ints.get_mut(row).map(|place| *place = int).is_some(),
                Value::Number(number) => {
                    let place = numbers.get_mut(row);
                    place.map(|place| *place = number).is_some()
                }
                Value::Bool(true) => {
                    set(&mut bits, row);
                    true
                }
                _ => true,
            }
        });
        let valid = Some(Cow::Owned(valid));
        match spec.of {
            FieldType::Int => Stored::Int {
                values: Cow::Owned(ints),
                valid,
            },
            FieldType::Number => Stored::Number {
                values: Cow::Owned(numbers),
                valid,
            },
            FieldType::Bool | FieldType::Text => Stored::Bool {
                bits: Cow::Owned(bits),
                valid,
            },
        }
    }
}
