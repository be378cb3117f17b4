//! One signal as a journey sees it.

use crate::condition::{Cell, Row};
use crate::journey::plan::{Kind, NO_PLACE};
use crate::text::Text;

/// The signal satisfies `starts`.
pub(super) const STARTS: u8 = 1;
/// The signal satisfies `ends`.
pub(super) const ENDS: u8 = 1 << 1;
/// The signal carries the key.
pub(super) const HAS_KEY: u8 = 1 << 2;
/// The signal only speaks of the journey.
pub(super) const SPEAKS: u8 = 1 << 3;
/// Its touch point, or the stage that it names, is on the plan.
pub(super) const PLANNED: u8 = 1 << 4;
/// It satisfies something that moments or outcomes look at.
pub(super) const MARKED: u8 = 1 << 5;
/// What makes a candidate.
pub(super) const CANDIDATE: u8 = STARTS | ENDS | HAS_KEY | PLANNED;

/// One signal as a journey sees it.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Seen {
    pub(super) at: i64,
    /// What tells the values of the key apart.
    pub(super) key: u32,
    pub(super) activity: u32,
    /// Where it comes from.
    pub(super) row: u32,
    /// Whose it is, by a number of the caller's.
    pub(super) customer: u32,
    /// Its kind, by a number of the caller's.
    pub(super) kind: u16,
    pub(super) channel: u16,
    pub(super) stage: u16,
    pub(super) is: u8,
}

/// What conditions say of a signal of a kind; the rest is for the caller to add. `has` says which slots of
/// the row hold something.
#[inline]
pub(super) fn look<R: Row + ?Sized>(kind: &Kind, row: &R, has: impl Fn(u16) -> bool) -> u8 {
    if !kind.is_ours {
        return 0;
    }
    let mut is = 0;
    if kind.starts.holds(row) {
        is |= STARTS;
    }
    if kind.ends.holds(row) {
        is |= ENDS;
    }
    let mut marks = kind.marks.iter();
    if marks.any(|(_, ask)| ask.may_hold(&has) && ask.holds(row)) {
        is |= MARKED;
    }
    if kind.speaks(has) {
        is |= SPEAKS;
    }
    is
}

/// A value of the key as text; an empty text is none.
pub(super) fn key_text(cell: Cell<'_>) -> Option<Text> {
    match cell {
        Cell::Text(text) if !text.is_empty() => Some(text.into()),
        Cell::Int(value) => Some(value.to_string().into()),
        _ => None,
    }
}

/// The stage of a signal: the one that it names, else that of its touch point.
#[inline]
pub(super) fn stage(named: u16, of_point: u16) -> u16 {
    if named == NO_PLACE { of_point } else { named }
}
