//! What is promised at a moment of truth, in words; and how moments rank in the data.

use crate::journey::MomentRow;
use crate::program::{ExpectSpec, Label, ProgramSpec};
use crate::rule::words::span;
use crate::time::Span;
use std::cmp::Ordering;

/// What is promised to everybody, and to segments instead; absent where nothing is.
pub(super) fn promised(spec: &ProgramSpec, expect: &ExpectSpec) -> Option<String> {
    let mut parts = Vec::new();
    parts.extend(one(
        expect.within,
        expect.contacts,
        expect.outcome.as_deref(),
    ));
    // In the order of the segments that decides.
    for name in spec.segments.keys() {
        let other = expect.segments.get(name);
        let words = other.and_then(|it| one(it.within, it.contacts, it.outcome.as_deref()));
        parts.extend(words.map(|words| format!("to {name} {words}")));
    }
    (!parts.is_empty()).then(|| format!("promised {}", parts.join(", ")))
}

fn one(within: Option<Span>, contacts: Option<u32>, outcome: Option<&str>) -> Option<String> {
    let within = within.map(|within| format!("within {}", span(within)));
    let contacts = contacts.map(|most| match most {
        1 => "in 1 contact".to_owned(),
        most => format!("in at most {most} contacts"),
    });
    let outcome = outcome.map(|outcome| format!("with {outcome}"));
    let parts: Vec<String> = [within, contacts, outcome].into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}

/// A note with more behind it, in each of its languages.
pub(super) fn noted(note: Option<Label>, more: Option<String>) -> Option<Label> {
    let Some(more) = more else {
        return note;
    };
    Some(match note {
        None => Label::One(more),
        Some(Label::One(text)) => Label::One(format!("{text}: {more}")),
        Some(Label::ByLanguage(texts)) => {
            let texts = texts.into_iter();
            let texts = texts.map(|(language, text)| (language, format!("{text}: {more}")));
            Label::ByLanguage(texts.collect())
        }
    })
}

/// How moments of truth rank by the share of instances in which they were broken, of those in which that is
/// decided: the largest is first. What is as often broken has the same rank; what is nowhere decided has none.
pub(super) fn ranks(rows: &[MomentRow]) -> Vec<Option<u32>> {
    let broken = rows.iter().map(|row| Some((broken(row)?, row.kept.n)));
    let broken: Vec<Option<(i64, i64)>> = broken.collect();
    let rank = |own: (i64, i64)| {
        let known = broken.iter().flatten();
        let before = known.filter(|other| larger(**other, own) == Ordering::Greater);
        u32::try_from(before.count() + 1).unwrap_or(u32::MAX)
    };
    broken.iter().map(|own| own.map(rank)).collect()
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a share of a count is a count"
)]
#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^53")]
fn broken(row: &MomentRow) -> Option<i64> {
    let kept = row.kept.value? * row.kept.n as f64;
    Some(row.kept.n - kept.round() as i64)
}

/// Which of two shares is the larger, exactly.
fn larger(one: (i64, i64), other: (i64, i64)) -> Ordering {
    let cross = |part: i64, whole: i64| i128::from(part) * i128::from(whole);
    cross(one.0, other.1).cmp(&cross(other.0, one.1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metric::rate;
    use crate::named::Named;

    fn row(kept: i64, n: i64) -> MomentRow {
        MomentRow {
            moment: "m".to_owned(),
            rank: None,
            touch_point: None,
            is_told: true,
            reached: 0,
            within: 0,
            late: 0,
            missing: 0,
            happened: 0,
            pending: 0,
            kept: rate(kept, n, 0.95).unwrap(),
        }
    }

    #[test]
    fn what_is_broken_most_often_is_first() {
        // Broken: a third, nothing known, half of 10 and half of 2, none.
        let rows = [row(2, 3), row(0, 0), row(5, 10), row(1, 2), row(4, 4)];
        assert_eq!(ranks(&rows), [Some(3), None, Some(1), Some(1), Some(4)]);
    }

    #[test]
    fn notes_have_every_language() {
        let more = || Some("promised within 1 day".to_owned());
        let both = [("de", "Kein Anruf"), ("en", "No call")];
        let both = both.map(|(language, text)| (language.to_owned(), text.to_owned()));
        let both: Named<String> = both.into_iter().collect();
        let note = noted(Some(Label::ByLanguage(both.clone())), more()).unwrap();
        assert_eq!(note.text("de"), "Kein Anruf: promised within 1 day");
        assert_eq!(note.text("en"), "No call: promised within 1 day");
        assert_eq!(
            noted(Some(Label::ByLanguage(both.clone())), None),
            Some(Label::ByLanguage(both))
        );
        assert_eq!(
            noted(None, more()),
            Some(Label::One("promised within 1 day".to_owned()))
        );
        assert_eq!(noted(None, None), None);
    }
}
