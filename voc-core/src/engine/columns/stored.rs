//! A column as rules read it: lent by the table, or made of its cells.

use super::bits::{bit, is_valid, room, set};
use crate::rule::batch::{ABSENT, Column};
use std::borrow::Cow;

/// A column: an entry for each row.
#[derive(Debug, Clone)]
pub(super) enum Stored<'t> {
    Text {
        codes: Cow<'t, [u32]>,
        texts: Vec<Cow<'t, str>>,
    },
    Int {
        values: Cow<'t, [i64]>,
        valid: Option<Cow<'t, [u64]>>,
    },
    Number {
        values: Cow<'t, [f64]>,
        valid: Option<Cow<'t, [u64]>>,
    },
    Bool {
        bits: Cow<'t, [u64]>,
        valid: Option<Cow<'t, [u64]>>,
    },
}

impl<'t> Stored<'t> {
    /// As rules read it.
    pub(super) fn column(&self) -> Column<'_> {
        match self {
            Self::Text { codes, texts } => Column::Text {
                codes,
                texts: texts.iter().map(AsRef::as_ref).collect(),
            },
            Self::Int { values, valid } => Column::Int {
                values,
                valid: valid.as_deref(),
            },
            Self::Number { values, valid } => Column::Number {
                values,
                valid: valid.as_deref(),
            },
            Self::Bool { bits, valid } => Column::Bool {
                bits,
                valid: valid.as_deref(),
            },
        }
    }

    /// Whether a row has a value.
    pub(super) fn has(&self, row: usize) -> bool {
        match self {
            Self::Text { codes, .. } => codes.get(row).is_some_and(|code| *code != ABSENT),
            Self::Int { valid, .. } | Self::Number { valid, .. } | Self::Bool { valid, .. } => {
                is_valid(valid.as_deref(), row)
            }
        }
    }

    /// Whether every row has one.
    pub(super) fn is_whole(&self) -> bool {
        match self {
            Self::Text { codes, .. } => !codes.contains(&ABSENT),
            Self::Int { valid, .. } | Self::Number { valid, .. } | Self::Bool { valid, .. } => {
                valid.is_none()
            }
        }
    }

    /// The entries of some rows, in this order; [`ABSENT`] stands for none.
    pub(super) fn gather(&self, rows: &[u32]) -> Self {
        let valid = |valid: &Option<Cow<'t, [u64]>>| {
            let mut out = room(rows.len());
            for (to, from) in rows.iter().enumerate() {
                if *from != ABSENT && is_valid(valid.as_deref(), *from as usize) {
                    set(&mut out, to);
                }
            }
            Some(Cow::Owned(out))
        };
        match self {
            Self::Text { codes, texts } => {
                let code = |row: &u32| codes.get(*row as usize).copied().unwrap_or(ABSENT);
                Self::Text {
                    codes: rows.iter().map(code).collect(),
                    texts: texts.clone(),
                }
            }
            Self::Int { values, valid: of } => Self::Int {
                values: pick(values, rows),
                valid: valid(of),
            },
            Self::Number { values, valid: of } => Self::Number {
                values: pick(values, rows),
                valid: valid(of),
            },
            Self::Bool { bits, valid: of } => {
                let mut out = room(rows.len());
                for (to, from) in rows.iter().enumerate() {
                    if *from != ABSENT && bit(bits, *from as usize) {
                        set(&mut out, to);
                    }
                }
                Self::Bool {
                    bits: Cow::Owned(out),
                    valid: valid(of),
                }
            }
        }
    }
}

/// The values of some rows, in this order.
pub(super) fn pick<'t, T: Copy + Default>(values: &[T], rows: &[u32]) -> Cow<'t, [T]> {
    let value = |row: &u32| values.get(*row as usize).copied().unwrap_or_default();
    rows.iter().map(value).collect()
}
