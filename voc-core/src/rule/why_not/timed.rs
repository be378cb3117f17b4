//! The deadline that a question is about.

use super::progress::{Look, Progress};
use super::read::{End, Wait};
use crate::ordered::sort_by;
use crate::time::Span;

/// The deadline set off by one of the nearest signals; else one that such a signal ended; else one that
/// was open at the instants asked about, the earliest first.
pub(super) fn progress(look: &mut Look<'_, '_>, within: Span) -> Option<Progress> {
    let (from, to) = look.asked;
    let reading = &look.reading;
    let is_nearest = |wait: &&Wait| look.nearest.contains(&wait.bearing);
    let ended = |wait: &&Wait| match &wait.end {
        End::Came(by) => by.at >= from && by.at <= to,
        _ => false,
    };
    let open = |wait: &&Wait| {
        let end = match &wait.end {
            End::Came(by) => by.at,
            _ => wait.due,
        };
        wait.from <= to && end >= from
    };
    let mut waits: Vec<&Wait> = reading.waits.iter().collect();
    sort_by(&mut waits, &|one, two| one.due.cmp(&two.due));
    let found = waits.iter().copied().rfind(is_nearest);
    if found.is_none() && look.rule.subject.condition().is_some() && look.item.is_some() {
        return at_once(look, within);
    }
    let found = found.or_else(|| waits.iter().copied().rfind(ended));
    let wait = found.or_else(|| waits.iter().copied().find(open))?;
    Some(Progress::Deadline {
        signal: reading.book.name(wait.bearing).to_owned(),
        from: wait.from,
        within,
        due: wait.due,
        came: match &wait.end {
            End::Came(by) => Some(by.clone()),
            _ => None,
        },
        fired: wait.end == End::Fired,
    })
}

/// What the trigger waits for came at its very instant: no deadline was ever set.
fn at_once(look: &mut Look<'_, '_>, within: Span) -> Option<Progress> {
    let item = look.item?;
    let key = look.reading.key(item)?;
    let reading = &look.reading;
    let trigger = reading.signal(item)?;
    let mut came = reading.came.iter().rev();
    let (_, came) = came.find(|(of, one)| *of == key && one.signal != trigger.signal)?;
    Some(Progress::Deadline {
        due: within.after(trigger.at, reading.plan.program().zone()),
        signal: trigger.signal,
        from: trigger.at,
        within,
        came: Some(came.clone()),
        fired: false,
    })
}
