//! What became of notices: gathered into digests, delivered, read, acted on. Kept only where the program
//! says something of notices.

use super::notice::Notice;
use crate::document::Read;
use crate::error::{Code, Error, Refusal};
use crate::insight::{Receiver, Told};
use crate::named::Named;
use crate::ordered::{Map, Set};
use crate::program::{DigestSpec, NoticeKind, NoticesSpec};
use crate::route::{Audience, Person};
use crate::serial::pairs;
use crate::signal::NoticeMark;
use crate::time::{DAY, Time};
use crate::zone::Zone;
use serde::{Deserialize, Serialize};

/// What can become of a notice; each takes those before it for granted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    /// It was delivered.
    Delivered,
    /// It was read.
    Read,
    /// It was acted on.
    Acted,
}

/// A notice that came out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Read)]
struct Sent {
    at: Time,
    to: Audience,
    of: Receiver,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    case: Option<String>,
    /// Of a digest, what it brings.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    notices: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    delivered: Option<Time>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    read: Option<Time>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    acted: Option<Time>,
}

/// A digest in the making: when it comes, which, and whose.
type Gathering = (Time, String, String);

/// What is remembered of notices.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, Read)]
pub(super) struct Mail {
    sent: Named<Sent>,
    #[serde(with = "pairs")]
    gathered: Map<Gathering, Vec<String>>,
    /// Those that are no longer remembered one by one.
    #[serde(with = "pairs")]
    counts: Map<Receiver, Told>,
    #[serde(skip)]
    by_time: Set<(Time, String)>,
    #[serde(skip)]
    by_case: Named<Vec<String>>,
}

impl Sent {
    fn told(&self) -> Told {
        Told::one(self.at, [self.delivered, self.read, self.acted])
    }

    /// Notes what became of it, the earliest that is told; what was not known before.
    fn mark(&mut self, mark: Mark, at: Time) -> Vec<Mark> {
        let mut new = Vec::new();
        let marks = [
            (Mark::Delivered, &mut self.delivered),
            (Mark::Read, &mut self.read),
            (Mark::Acted, &mut self.acted),
        ];
        for (known, when) in marks.into_iter().filter(|(known, _)| *known <= mark) {
            if when.is_none() {
                new.push(known);
            }
            *when = Some(when.map_or(at, |when| when.min(at)));
        }
        new
    }
}

impl Mail {
    pub(super) fn is_empty(&self) -> bool {
        self.sent.is_empty() && self.gathered.is_empty() && self.counts.is_empty()
    }

    /// Restores what is not written down.
    pub(super) fn rebuild(&mut self) {
        for (id, sent) in &self.sent {
            self.by_time.insert((sent.at, id.clone()));
            if let Some(case) = &sent.case {
                self.by_case.or_default(case).push(id.clone());
            }
        }
    }

    /// A notice comes out: it is remembered, and where a digest gathers it, it says which.
    pub(super) fn post(
        &mut self,
        (spec, zone): (&NoticesSpec, &Zone),
        people: &Named<Person>,
        (at, now): (Time, Time),
        notice: &mut Notice,
    ) {
        let of = receiver(people, &notice.to, notice.kind);
        if let Audience::Person(person) = &notice.to
            && let Some(role) = &of.role
        {
            let gathers = |(_, digest): &(&String, &DigestSpec)| {
                digest.roles.contains(role) && digest.kinds.contains(&notice.kind)
            };
            let digest = spec.digests.iter().find(gathers);
            let next = digest.and_then(|(id, digest)| Some((id, next_digest(digest, zone, now)?)));
            if let Some((id, due)) = next {
                let key = (due, id.clone(), person.clone());
                self.gathered.or_default(&key).push(notice.id.clone());
                notice.in_digest = Some(id.clone());
            }
        }
        if self.sent.contains_key(&notice.id) {
            return;
        }
        self.by_time.insert((at, notice.id.clone()));
        if let Some(case) = &notice.case {
            self.by_case.or_default(case).push(notice.id.clone());
        }
        let sent = Sent {
            at,
            to: notice.to.clone(),
            of,
            case: notice.case.clone(),
            notices: notice.notices.clone(),
            delivered: None,
            read: None,
            acted: None,
        };
        self.sent.insert(notice.id.clone(), sent);
    }

    /// When the next digest comes.
    pub(super) fn next_due(&self) -> Option<Time> {
        self.gathered.iter().next().map(|((due, ..), _)| *due)
    }

    /// The next digest that comes by an instant.
    pub(super) fn digest(&mut self, by: Time) -> Option<(Time, Notice)> {
        let first = self.gathered.keys().next().filter(|(due, ..)| *due <= by)?;
        let (key, notices) = (first.clone(), self.gathered.remove(&first.clone())?);
        let (due, digest, person) = key;
        let to = Audience::Person(person);
        let mut notice = Notice::new(NoticeKind::Digest, to, None, None, &(digest, due));
        notice.notices = notices;
        Some((due, notice))
    }

    /// What an input tells of a notice may be true.
    pub(super) fn check(&self, mark: &NoticeMark, key: &str) -> Result<(), Refusal> {
        let at = |field: &str| format!("{key}.{field}");
        let Some(sent) = self.sent.get(&mark.notice) else {
            let message = format!("there is no notice `{}`", mark.notice);
            let hint =
                "a notice is remembered for as long as `notices.remember` of the program says";
            return Err(Error::new(Code::NotFound, message)
                .at(at("notice"))
                .hint(hint));
        };
        if mark.at < sent.at {
            let message = format!(
                "it is dated {}, before the notice came out at {}",
                mark.at, sent.at
            );
            return Err(Error::new(Code::BadTime, message).at(at("at")));
        }
        Ok(())
    }

    /// Notes what became of a notice, and of those that it brings: which notices, and what is new.
    pub(super) fn mark(&mut self, id: &str, mark: Mark, at: Time) -> Vec<(String, Mark)> {
        let Some(sent) = self.sent.get_mut(id) else {
            return Vec::new();
        };
        let owned = |mark: Mark| (id.to_owned(), mark);
        let mut new: Vec<_> = sent.mark(mark, at).into_iter().map(owned).collect();
        // Whoever acts on a digest acts on something in it; on what, nobody knows.
        for inner in sent.notices.clone() {
            new.extend(self.mark(&inner, mark.min(Mark::Read), at));
        }
        new
    }

    /// Somebody did something to a case: they have acted on what they were told of it before.
    pub(super) fn act(
        &mut self,
        people: &Named<Person>,
        case: &str,
        by: &str,
        at: Time,
    ) -> Vec<(String, Mark)> {
        let ids = self.by_case.get(case).cloned().unwrap_or_default();
        let mut new = Vec::new();
        for id in ids {
            let is_theirs = |sent: &Sent| match &sent.to {
                Audience::Person(person) => person == by,
                Audience::Unit(unit) => {
                    let person = people.get(by);
                    person.is_some_and(|person| person.units.contains(unit))
                }
                Audience::Customer(_) => false,
            };
            let told = self.sent.get(&id);
            if told.is_some_and(|sent| sent.at <= at && sent.acted.is_none() && is_theirs(sent)) {
                new.extend(self.mark(&id, Mark::Acted, at));
            }
        }
        new
    }

    /// What came out so long ago is counted, and no longer remembered one by one.
    pub(super) fn forget(&mut self, spec: &NoticesSpec, now: Time) {
        let remember = spec.remember.at_most();
        while let Some((at, id)) = self.by_time.first().cloned() {
            if at.plus(remember) > now {
                return;
            }
            self.by_time.remove(&(at, id.clone()));
            if let Some(sent) = self.sent.remove(&id) {
                self.counts.or_default(&sent.of).add(&sent.told());
                if let Some(case) = &sent.case
                    && let Some(ids) = self.by_case.get_mut(case)
                {
                    ids.retain(|other| *other != id);
                    if ids.is_empty() {
                        self.by_case.remove(case);
                    }
                }
            }
        }
    }

    /// What each person heard, of the notices that are remembered one by one.
    #[cfg(not(small))]
    pub(super) fn heard(&self) -> Named<crate::insight::Heard> {
        let mut heard: Named<crate::insight::Heard> = Named::new();
        for sent in self.sent.values() {
            if let Audience::Person(person) = &sent.to {
                let [told, read, acted] = heard.or_default(person.as_str());
                *told = true;
                *read |= sent.read.is_some();
                *acted |= sent.acted.is_some();
            }
        }
        heard
    }

    /// All that came out, and what became of it.
    pub(super) fn told(&self) -> impl Iterator<Item = (&Receiver, Told)> {
        let remembered = self.sent.values().map(|sent| (&sent.of, sent.told()));
        let counted = self.counts.iter().map(|(of, told)| (of, *told));
        remembered.chain(counted)
    }
}

/// Who is told, as far as it is counted.
pub(super) fn receiver(people: &Named<Person>, to: &Audience, kind: NoticeKind) -> Receiver {
    let (role, unit) = match to {
        Audience::Person(id) => {
            let person = people.get(id);
            let unit = person.and_then(|person| person.units.first().cloned());
            (person.map(|person| person.role.clone()), unit)
        }
        Audience::Unit(unit) => (None, Some(unit.clone())),
        Audience::Customer(_) => (None, None),
    };
    Receiver { role, unit, kind }
}

/// When a digest comes next after an instant.
fn next_digest(digest: &DigestSpec, zone: &Zone, after: Time) -> Option<Time> {
    use chrono::Datelike;
    let (time, days) = (digest.time()?, digest.days()?);
    let dates = (0..=8).map(|later| after.plus(later * DAY).date_in(zone));
    let dates = dates.filter(|date| days.contains(&date.weekday().num_days_from_monday()));
    let mut instants = dates.map(|date| zone.instant(date, time));
    instants.find(|instant| *instant > after)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::program::DigestEvery;

    fn next(every: DigestEvery, on: Option<&str>, at: &str, after: &str) -> String {
        let digest = DigestSpec {
            roles: Vec::new(),
            kinds: Vec::new(),
            every,
            on: on.map(str::to_owned),
            at: at.to_owned(),
        };
        let zone = Zone::named("Europe/Berlin").unwrap();
        next_digest(&digest, &zone, Time::parse(after).unwrap())
            .unwrap()
            .to_string()
    }

    #[test]
    fn a_digest_comes_at_its_local_time_whatever_the_clocks_do() {
        use DigestEvery::{Day, Week};
        // Winter: 8:00 in Berlin is 7:00Z. At the instant itself the next one is a day later.
        assert_eq!(
            next(Day, None, "08:00", "2026-03-02T06:59:59Z"),
            "2026-03-02T07:00:00Z"
        );
        assert_eq!(
            next(Day, None, "08:00", "2026-03-02T07:00:00Z"),
            "2026-03-03T07:00:00Z"
        );
        // On 29 March 2026 the clocks go forward at 2:00.
        assert_eq!(
            next(Day, None, "08:00", "2026-03-28T09:00:00Z"),
            "2026-03-29T06:00:00Z"
        );
        assert_eq!(
            next(Day, None, "02:30", "2026-03-28T09:00:00Z"),
            "2026-03-29T01:00:00Z"
        );
        // The second is a Monday.
        assert_eq!(
            next(Week, None, "08:00", "2026-03-02T07:00:00Z"),
            "2026-03-09T07:00:00Z"
        );
        assert_eq!(
            next(Week, Some("sun"), "08:00", "2026-03-02T07:00:00Z"),
            "2026-03-08T07:00:00Z"
        );
    }
}
