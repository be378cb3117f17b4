//! The cells of a column, brought to the declared type: lent where they are of it already.

use super::bind::{Binder, Coded, stored};
use super::bits::{clear, is_valid, room, rows as set_rows, set};
use super::stored::Stored;
use crate::program::{FieldSpec, FieldType};
use crate::rule::batch::ABSENT;
use crate::signal::{Cell, Coder, Own, Series, are_different, revision, text, time, typed, value};
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
            if valid.is_none() && !any(values, |at| !range.contains(at)) {
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
        let skips_empty = of.is_none();
        let rows = self.table.len();
        match self.table.series(column) {
            Series::Text { codes, texts } if are_different(&texts, skips_empty) => {
                let texts = texts.into_iter().map(Cow::Borrowed);
                (Cow::Borrowed(codes), texts.collect())
            }
            Series::Text { codes, texts } => {
                let mut coder = Coder::new(texts.len(), skips_empty);
                for text in &texts {
                    coder.text(Cow::Borrowed(text));
                }
                let made = coder.coded(texts.len());
                let code = |code: &u32| made.codes.get(*code as usize).copied().unwrap_or(ABSENT);
                (codes.iter().map(code).collect(), made.texts)
            }
            Series::Texts => {
                let mut coder = Coder::new(rows, skips_empty);
                self.table.texts(column, &mut coder);
                let made = coder.coded(rows);
                for row in made.unread {
                    self.suspect(row as usize);
                }
                (Cow::Owned(made.codes), made.texts)
            }
            _ => self.texts_of_cells(column, of),
        }
    }

    fn texts_of_cells(&mut self, column: usize, of: Option<FieldType>) -> Coded<'t> {
        let rows = self.table.len();
        let mut coder = Coder::new(rows, of.is_none());
        let mut next = 0;
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
            coder.absent_rows(row - next);
            coder.text(found);
            next = row + 1;
            true
        });
        let made = coder.coded(rows);
        (Cow::Owned(made.codes), made.texts)
    }

    pub(super) fn own(&mut self, column: usize, own: Own) -> Coded<'t> {
        let coded = self.texts(column, None);
        if own == Own::Kind {
            each(&coded.0, |code| *code == ABSENT, |row| self.suspect(row));
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
        let is_out = |value: &i64| *value < low || *value > high;
        each(values, is_out, |row| {
            if is_valid(valid, row) {
                self.suspect(row);
            }
        });
    }

    pub(super) fn doubles(&mut self, values: &'t [f64], valid: Option<&'t [u64]>) -> Stored<'t> {
        let mut kept = valid.map(Cow::Borrowed);
        each(
            values,
            |value| !value.is_finite(),
            |row| {
                if !is_valid(valid, row) {
                    return;
                }
                if values.get(row).is_some_and(|value| value.is_infinite()) {
                    self.suspect(row);
                    return;
                }
                let all = || Cow::Owned(vec![u64::MAX; values.len().div_ceil(64)]);
                clear(kept.get_or_insert_with(all).to_mut(), row);
            },
        );
        Stored::Number {
            values: Cow::Borrowed(values),
            valid: kept,
        }
    }

    /// Whole numbers as doubles, as data frames and JavaScript have them.
    fn wholes(&mut self, values: &[f64], valid: Option<&[u64]>) -> Stored<'t> {
        const BOUND: i64 = 1 << 53;
        const WORD: usize = u64::BITS as usize;
        let mut ints = Vec::with_capacity(values.len());
        let mut bits = Vec::with_capacity(values.len().div_ceil(WORD));
        for (index, values) in values.chunks(WORD).enumerate() {
            let (mut are_whole, mut are_there, mut bit) = (0, 0, 1);
            for value in values {
                #[expect(clippy::cast_possible_truncation, reason = "what is lost is seen")]
                let int = *value as i64;
                #[expect(
                    clippy::cast_precision_loss,
                    clippy::float_cmp,
                    reason = "within ±2^53 it is exact"
                )]
                let same = int as f64 == *value;
                let is_whole = same && (-BOUND..=BOUND).contains(&int);
                are_whole |= if is_whole { bit } else { 0 };
                are_there |= if value.is_nan() { 0 } else { bit };
                bit <<= 1;
                ints.push(int);
            }
            let valid = valid.map_or(u64::MAX, |valid| valid.get(index).copied().unwrap_or(0));
            bits.push(are_whole & valid);
            for place in set_rows(&[are_there & valid & !are_whole]) {
                self.suspect(index * WORD + place as usize);
            }
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

/// How many values are looked at side by side.
const CHUNK: usize = 256;

/// Whether there is a value of which this can be said.
fn any<T>(values: &[T], is_one: impl Fn(&T) -> bool) -> bool {
    let mut chunks = values.chunks(CHUNK);
    chunks.any(|chunk| chunk.iter().fold(false, |any, value| any | is_one(value)))
}

/// Calls `act` with the place of each value of which this can be said. Mostly there is none.
fn each<T>(values: &[T], is_one: impl Fn(&T) -> bool, mut act: impl FnMut(usize)) {
    for (index, chunk) in values.chunks(CHUNK).enumerate() {
        if any(chunk, &is_one) {
            let places = chunk.iter().enumerate();
            let ones = places.filter(|(_, value)| is_one(value));
            ones.for_each(|(place, _)| act(index * CHUNK + place));
        }
    }
}
