use super::numbered::numbered;
use super::*;
use crate::error::Code;
use crate::route::Audience;
use proptest::prelude::*;
use serde_json::{Value as Json, json};

const PROGRAM: &str = r"
voc: 1
name: Larkfield
time_zone: Europe/Berlin
fields: {ltr: int}
roles:
  executive: {level: executive}
  manager: {level: middle}
  adviser: {level: front_line}
units: {company: {}, shop: {parent: company}}
rules:
  detractor: {when: 'ltr <= 6', raise: {case: recovery, copy: manager}}
  promoter: {when: 'ltr >= 9', raise: {praise: true, to: manager}}
routes: [{to: unit, role: adviser}]
cases: {recovery: {targets: {acknowledge: {within: PT2H, warn: PT30M}}}}
notices:
  remember: P10D
  digests:
    morning: {roles: [manager], kinds: [praise], every: day, at: '08:00'}
";

struct Post {
    engine: Engine,
    given: usize,
    events: Vec<Event>,
}

impl Post {
    fn new() -> Self {
        let mut post = Self {
            engine: Engine::new(Program::parse(PROGRAM).unwrap()),
            given: 0,
            events: Vec::new(),
        };
        let people = json!({
            "ann": {"units": ["shop"], "role": "adviser"},
            "max": {"units": ["shop"], "role": "manager"},
            "eve": {"units": ["company"], "role": "executive"},
        });
        post.give(json!({"roster": {"at": "2026-03-01T00:00:00Z", "people": people}}))
            .unwrap();
        post
    }

    fn give(&mut self, input: Json) -> Result<(), Refusal> {
        self.given += 1;
        let input = Input::from_json(&numbered(self.given, input)).unwrap();
        self.events.extend(self.engine.handle(input)?);
        Ok(())
    }

    fn says(&mut self, id: &str, at: &str, ltr: i64) {
        let signal = json!({"at": at, "kind": "response", "customer": id, "unit": "shop", "fields": {"ltr": ltr}});
        self.give(json!({"id": id, "received": at, "signal": signal}))
            .unwrap();
    }

    fn tick(&mut self, at: &str) {
        self.give(json!({"tick": {"at": at}})).unwrap();
    }

    fn notices(&self) -> Vec<(Time, &Notice)> {
        let notices = self.events.iter().filter_map(|event| match &event.what {
            What::Notice { notice } => Some((event.at, &**notice)),
            _ => None,
        });
        notices.collect()
    }

    fn notice(&self, kind: NoticeKind, to: &str) -> &Notice {
        let to = Audience::Person(to.to_owned());
        let all = self.notices();
        all.iter()
            .find(|(_, one)| one.kind == kind && one.to == to)
            .unwrap()
            .1
    }

    /// Sent, delivered, read and acted on.
    fn counts(&self, by: &str) -> Vec<(String, [i64; 4])> {
        let by: Vec<String> = by.split_whitespace().map(str::to_owned).collect();
        let rows = self.engine.last_mile(&by).unwrap().into_iter();
        let counts = rows.map(|row| {
            let group: Vec<String> = by
                .iter()
                .map(|by| {
                    row.group
                        .get(by)
                        .cloned()
                        .flatten()
                        .unwrap_or_else(|| "-".to_owned())
                })
                .collect();
            (
                group.join(" "),
                [row.sent, row.delivered, row.read, row.acted],
            )
        });
        counts.collect()
    }
}

#[test]
fn praise_is_gathered_and_comes_in_the_morning() {
    let mut post = Post::new();
    post.says("a", "2026-03-02T09:00:00Z", 10);
    post.says("b", "2026-03-02T15:00:00Z", 9);
    let gathered: Vec<String> = post
        .notices()
        .iter()
        .map(|(_, notice)| {
            assert_eq!(notice.in_digest.as_deref(), Some("morning"));
            notice.id.clone()
        })
        .collect();
    assert_eq!(gathered.len(), 2);
    // 8:00 in Berlin.
    let due = Time::parse("2026-03-03T07:00:00Z").unwrap();
    assert_eq!(post.engine.next_due(), Some(due));
    post.tick("2026-03-03T12:00:00Z");
    let (at, digest) = *post.notices().last().unwrap();
    assert_eq!(
        (at, digest.kind, &digest.notices),
        (due, NoticeKind::Digest, &gathered)
    );
    assert_eq!(digest.to, Audience::Person("max".into()));
    assert_eq!(
        post.engine.next_due(),
        None,
        "nothing is gathered, and no digest comes of nothing"
    );
    // Whoever reads it has read what it brings.
    let id = digest.id.clone();
    post.give(json!({"read": {"notice": id, "by": "max", "at": "2026-03-03T13:00:00Z"}}))
        .unwrap();
    assert_eq!(post.counts(""), [(String::new(), [3, 3, 3, 0])]);
    let row = post.engine.last_mile(&["kind".into()]).unwrap().remove(0);
    assert_eq!(
        row.group.get("kind").and_then(Option::as_deref),
        Some("digest")
    );
    assert_eq!(row.mean_reading_us, Some(6 * 3_600_000_000));
}

#[test]
fn whoever_works_on_the_case_has_acted_on_what_they_were_told() {
    let mut post = Post::new();
    post.says("a", "2026-03-02T09:00:00Z", 2);
    let told = post.notice(NoticeKind::Alert, "ann").id.clone();
    let command = json!({"case": {"signal": "a"}, "by": "ann", "at": "2026-03-02T09:20:00Z", "do": "acknowledge"});
    post.give(json!({"received": "2026-03-02T09:20:00Z", "command": command}))
        .unwrap();
    let marked: Vec<_> = post
        .events
        .iter()
        .filter_map(|event| match &event.what {
            What::NoticeMarked { notice, mark, by } => {
                Some((notice == &told, *mark, by.as_deref()))
            }
            _ => None,
        })
        .collect();
    assert_eq!(
        marked,
        [Mark::Delivered, Mark::Read, Mark::Acted].map(|mark| (true, mark, Some("ann")))
    );
    // The manager was told too, and has done nothing; the executive was told nothing, which is a row.
    assert_eq!(
        post.counts("role"),
        [
            ("adviser".to_owned(), [1, 1, 1, 1]),
            ("executive".to_owned(), [0, 0, 0, 0]),
            ("manager".to_owned(), [1, 0, 0, 0]),
        ]
    );
    assert_eq!(
        post.counts("role kind").len(),
        2,
        "by kind, only what came out"
    );
}

#[test]
fn a_breach_and_its_warning_are_one_matter() {
    let mut post = Post::new();
    post.says("a", "2026-03-02T09:00:00Z", 2);
    post.tick("2026-03-02T12:00:00Z");
    let warning = post.notice(NoticeKind::ClockWarning, "ann");
    let breach = post.notice(NoticeKind::ClockBreach, "ann");
    assert!(warning.key == breach.key && warning.id != breach.id);
    assert_ne!(warning.key, post.notice(NoticeKind::Alert, "ann").key);
}

#[test]
fn what_cannot_be_true_of_a_notice_is_refused() {
    let mut post = Post::new();
    post.says("a", "2026-03-02T09:00:00Z", 2);
    let id = post.notice(NoticeKind::Alert, "ann").id.clone();
    let before = post.engine.digest();
    let early = post
        .give(json!({"read": {"notice": id, "at": "2026-03-02T08:59:59Z"}}))
        .unwrap_err();
    assert_eq!(
        (early.code, early.path.as_deref()),
        (Code::BadTime, Some("read.at"))
    );
    let unknown = post
        .give(json!({"delivered": {"notice": "n-x", "at": "2026-03-02T10:00:00Z"}}))
        .unwrap_err();
    assert_eq!(
        (unknown.code, unknown.path.as_deref()),
        (Code::NotFound, Some("delivered.notice"))
    );
    assert_ne!(post.engine.digest(), before, "refusals are counted");
    assert_eq!(post.counts(""), [(String::new(), [2, 0, 0, 0])]);
    // Ten days later it is counted, and no longer known.
    post.give(json!({"acted": {"notice": id, "by": "ann", "at": "2026-03-02T11:00:00Z"}}))
        .unwrap();
    post.tick("2026-03-12T09:00:00Z");
    let late = post
        .give(json!({"acted": {"notice": id, "at": "2026-03-12T10:00:00Z"}}))
        .unwrap_err();
    assert_eq!(late.code, Code::NotFound);
    // The warning and the breach came besides.
    assert_eq!(post.counts(""), [(String::new(), [4, 1, 1, 1])]);
    assert!(
        post.engine
            .last_mile(&["person".into()])
            .unwrap_err()
            .hint
            .is_some()
    );
}

#[test]
fn what_is_wrong_with_a_digest_is_found() {
    let line = "morning: {roles: [manager], kinds: [praise], every: day, at: '08:00'}";
    for (with, wanted) in [
        (
            "morning: {roles: [manger], kinds: [praise], every: day, at: '08:00'}",
            "did you mean `manager`",
        ),
        (
            "morning: {roles: [], kinds: [praise], every: day, at: '08:00'}",
            "nobody gets it",
        ),
        (
            "morning: {roles: [manager], kinds: [], every: day, at: '08:00'}",
            "it gathers nothing",
        ),
        (
            "morning: {roles: [manager], kinds: [digest], every: day, at: '08:00'}",
            "a digest is not gathered itself",
        ),
        (
            "morning: {roles: [manager], kinds: [praise], every: day, at: '8:00'}",
            "is no time of day",
        ),
        (
            "morning: {roles: [manager], kinds: [praise], every: day, at: '24:00'}",
            "is no time of day",
        ),
        (
            "morning: {roles: [manager], kinds: [praise], every: day, on: mon, at: '08:00'}",
            "comes on every day",
        ),
        (
            "morning: {roles: [manager], kinds: [praise], every: week, on: monday, at: '08:00'}",
            "did you mean `mon`",
        ),
    ] {
        let error = Program::parse(&PROGRAM.replace(line, with))
            .unwrap_err()
            .to_string();
        assert!(error.contains(wanted), "{with}: {error}");
    }
    let error = Program::parse(&PROGRAM.replace("P10D", "P1M"))
        .unwrap_err()
        .to_string();
    assert!(error.contains("in weeks, days, hours"), "{error}");
}

proptest! {
    /// Every notice is counted once, what is gathered comes in one digest, and nothing depends on when
    /// anybody asks, or on restoring.
    #[test]
    fn no_notice_is_lost(
        says in prop::collection::vec((0_i64..=10, 1_i64..1_500), 1..15),
        polls in prop::collection::vec(1_i64..3_000, 0..8),
    ) {
        const MINUTE: i64 = 60_000_000;
        let start = Time::parse("2026-03-02T09:00:00Z").unwrap();
        let run = |polls: &[i64]| {
            let mut post = Post::new();
            let mut polls = polls.iter().scan(start, |at, minutes| {
                *at = at.plus(minutes * MINUTE);
                Some(*at)
            }).peekable();
            let mut now = start;
            for (index, (ltr, minutes)) in says.iter().enumerate() {
                now = now.plus(minutes * MINUTE);
                while let Some(poll) = polls.next_if(|poll| *poll <= now) {
                    post.tick(&poll.to_string());
                    let bytes = post.engine.snapshot().unwrap();
                    let program = post.engine.program().clone();
                    post.engine = Engine::restore(program, &bytes).unwrap();
                }
                post.says(&format!("s{index}"), &now.to_string(), *ltr);
            }
            post.tick(&now.plus(9 * 24 * 60 * MINUTE).to_string());
            let mut notices: Vec<(Time, Notice)> = post.notices().into_iter().map(|(at, one)| (at, one.clone())).collect();
            notices.sort_by(|one, other| (one.0, &one.1.id).cmp(&(other.0, &other.1.id)));
            (notices, post.counts("role unit kind"))
        };
        let (notices, counts) = run(&[]);
        prop_assert_eq!(&run(&polls), &(notices.clone(), counts.clone()));
        let sent: i64 = counts.iter().map(|(_, count)| count[0]).sum();
        prop_assert_eq!(sent, i64::try_from(notices.len()).unwrap());
        let mut gathered: Vec<&String> = notices.iter().filter(|(_, one)| one.in_digest.is_some()).map(|(_, one)| &one.id).collect();
        let mut brought: Vec<&String> = notices.iter().flat_map(|(_, one)| &one.notices).collect();
        gathered.sort();
        brought.sort();
        prop_assert_eq!(gathered, brought);
    }
}
