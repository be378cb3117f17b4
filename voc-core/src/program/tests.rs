use super::*;
use proptest::prelude::*;

/// The program as text, with one line replaced by another.
fn with(old: &str, new: &str) -> String {
    assert!(BASE.contains(old), "{old}");
    BASE.replace(old, new)
}

const BASE: &str = r#"voc: 1
name: Aldersgate
time_zone: Europe/London
live_from: 2026-01-01
privacy: {contact_consent: may_contact}
kinds:
  response: {fields: [ltr, csat, may_contact], label: {en: Answer, de: Antwort}}
  contact: {}
fields:
  ltr: {type: int, label: Likelihood to recommend}
  csat: int
  may_contact: bool
  topic: {type: text, one_of: [question, complaint]}
customer: {tier: text, agent: text}
segments: {gold: 'customer.tier == "gold"'}
metrics:
  nps: {kind: nps, of: ltr, scale: [0, 10]}
  csat: {kind: csat, of: csat, scale: [1, 5], top_box: 2}
  asked: {kind: rate, of: 'has(ltr)', out_of: 'kind == "response"'}
roles: {manager: {level: middle}}
units:
  company: {}
  claims: {parent: company, calendar: office}
channels: {phone: {}, web: {}}
touch_points:
  report: {channels: [phone], owner: claims}
  status: {needs: [report], owner: claims}
journeys:
  claim:
    stages:
      - {id: tell, touch_points: [report], metric: csat, accountable: [claims]}
      - {id: wait, touch_points: [status]}
    moments_of_truth:
      first-hours: {at: report, declared_rank: 1}
calendars:
  office: {hours: {mon-fri: ["09:00-17:30"]}, holidays: [2026-12-25]}
routes:
  - {if: 'segment("gold")', to: claims, role: manager}
  - {to: customer.agent, else: owner}
rules:
  detractor: {when: 'kind == "response" && ltr <= 6', raise: {case: recovery, priority: high}}
  often: {when: 'kind == "contact"', count: {at_least: 3, within: P30D, same: topic}}
cases:
  recovery:
    priorities: [normal, high]
    targets: {resolve: {within: P5D, by: {priority: {high: P1D}}, calendar: unit, warn: PT1H, pause_when: [waiting.customer]}}
    close: {waive: [manager]}
"#;

#[test]
fn the_whole_program_parses_without_a_finding() {
    let program = Program::parse(BASE).unwrap();
    assert_eq!(program.check(), []);
    assert_eq!(program.stages_of("report"), ["tell"]);
    assert_eq!(
        program.live_from().unwrap().to_string(),
        "2026-01-01T00:00:00Z"
    );
    assert!(program.calendar_of_unit("claims").is_some());
    assert_eq!(
        program
            .spec()
            .kinds
            .get("response")
            .unwrap()
            .label
            .as_ref()
            .unwrap()
            .text("de"),
        "Antwort"
    );
}

#[test]
fn json_says_the_same_as_yaml() {
    let yaml = Program::parse(BASE).unwrap();
    let json = serde_json::to_string_pretty(yaml.spec()).unwrap();
    let again = Program::parse(&json).unwrap();
    assert_eq!(again.spec(), yaml.spec());
    assert_eq!(again.digest(), yaml.digest());
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table")]
fn every_mistake_names_its_place() {
    for (old, new, place, part) in [
        (
            "name: Aldersgate",
            "nmae: Aldersgate",
            (2, 1),
            "unknown key `nmae` (did you mean `name`?)",
        ),
        ("voc: 1", "voc: 2", (1, 6), "program format 2 is not read"),
        (
            "  csat: int",
            "  csat: integer",
            (11, 9),
            "`integer` is no type",
        ),
        (
            "time_zone: Europe/London",
            "time_zone: Europe/Lodon",
            (3, 12),
            "did you mean `Europe/London`?",
        ),
        (
            "live_from: 2026-01-01",
            "live_from: January",
            (4, 12),
            "not a time",
        ),
        (
            "'kind == \"response\" && ltr <= 6'",
            "'kind == \"response\" && ltrr <= 6'",
            (41, 44),
            "unknown name `ltrr`",
        ),
        (
            "'kind == \"response\" && ltr <= 6'",
            "'kind == \"respone\" && ltr <= 6'",
            (41, 30),
            "did you mean `response`?",
        ),
        (
            "case: recovery",
            "case: recovry",
            (41, 69),
            "did you mean `recovery`?",
        ),
        (
            "at_least: 3",
            "at_least: three",
            (42, 56),
            "expected a whole number from 0, found the text `three`",
        ),
        (
            "within: P30D",
            "within: 30 days",
            (42, 67),
            "not a length of time",
        ),
        (
            "same: topic",
            "same: topc",
            (42, 79),
            "unknown field `topc`",
        ),
        (
            "parent: company",
            "parent: claims",
            (23, 20),
            "is above itself",
        ),
        (
            "needs: [report]",
            "needs: [status]",
            (27, 19),
            "waits on itself",
        ),
        (
            "owner: claims}\n  status",
            "owner: clams}\n  status",
            (26, 38),
            "did you mean `claims`?",
        ),
        (
            "calendar: unit",
            "calendar: offce",
            (46, 77),
            "unknown calendar `offce`",
        ),
        ("top_box: 2", "top_box: 5", (18, 56), "top box"),
        (
            "of: ltr, scale",
            "of: topic, scale",
            (17, 24),
            "no whole numbers",
        ),
        ("scale: [0, 10]", "scale: [0, 5]", (17, 36), "0 to 10"),
        (
            "mon-fri: [\"09:00-17:30\"]",
            "mon-fri: [\"9-17\"]",
            (36, 29),
            "no time of day",
        ),
        (
            "pause_when: [waiting.customer]",
            "pause_when: [waiting.custmer]",
            (46, 107),
            "no state in which",
        ),
        (
            "by: {priority: {high: P1D}}",
            "by: {priority: {hihg: P1D}}",
            (46, 60),
            "unknown priority `hihg` (did you mean `high`?)",
        ),
        (
            "by: {priority: {high: P1D}}",
            "by: {segment: {glod: P1D}}",
            (46, 59),
            "unknown segment `glod` (did you mean `gold`?)",
        ),
        (
            "by: {priority: {high: P1D}}",
            "by: {unit: {clams: P1D}}",
            (46, 57),
            "unknown unit `clams` (did you mean `claims`?)",
        ),
        (
            "by: {priority: {high: P1D}}",
            "by: {unit: {claims: P1M}}",
            (46, 33),
            "a target is a length of time",
        ),
        (
            "    close: {waive: [manager]}",
            "    hears: 'kidn == \"contact\"'",
            (47, 13),
            "unknown name `kidn`",
        ),
        (
            "role: manager}\n  - {to",
            "role: boss}\n  - {to",
            (38, 47),
            "unknown role `boss`",
        ),
        (
            "to: customer.agent",
            "to: customer.agnt",
            (39, 10),
            "neither unit, owner",
        ),
        (
            "metric: csat, acc",
            "metric: cast, acc",
            (31, 52),
            "unknown metric `cast`",
        ),
        (
            "contact_consent: may_contact",
            "contact_consent: ltr",
            (5, 28),
            "not a bool",
        ),
        (
            "customer: {tier: text",
            "customer: {ltr: text",
            (10, 8),
            "could be either",
        ),
    ] {
        let error = Program::parse(&with(old, new)).unwrap_err();
        let first = error
            .diagnostics
            .iter()
            .find(|found| found.severity == Severity::Error)
            .unwrap();
        assert!(first.to_string().contains(part), "{new}: {first}");
        let position = first.position.unwrap();
        assert_eq!((position.line, position.column), place, "{new}: {first}");
    }
}

#[test]
fn several_mistakes_are_all_told() {
    let text = with("parent: company", "parent: compny").replace("case: recovery", "case: other");
    let error = Program::parse(&text).unwrap_err();
    assert_eq!(error.diagnostics.len(), 2, "{error}");
}

#[test]
fn broken_yaml_and_json() {
    for (text, line, part) in [
        ("", 1, "empty"),
        ("voc: 1\nname: [", 3, ""),
        ("voc: 1\nname: a\nname: b", 3, "twice"),
        ("{\"voc\": 1,\n \"name\": }", 2, "expected value"),
        (
            "{\"voc\": 1,\n \"name\": \"a\",\n \"rules\": {\"r\": {\"when\": 7}}}",
            3,
            "expected text, found 7",
        ),
        (
            "voc: 1\nname: a\nrules:\n  r: {when: kind == \"a\" && {b}}",
            4,
            "quote the condition",
        ),
        ("voc: 1\nname: &a x\nlabel: *a", 3, "aliases"),
        ("- voc: 1", 1, "expected keys with values, found a list"),
    ] {
        let error = Program::parse(text).unwrap_err();
        let first = &error.diagnostics[0];
        assert!(first.to_string().contains(part), "{text}: {first}");
        assert_eq!(first.position.unwrap().line, line, "{text}: {first}");
    }
    let deep = format!("voc: {}1{}", "[".repeat(200), "]".repeat(200));
    assert!(
        Program::parse(&deep)
            .unwrap_err()
            .to_string()
            .contains("nests deeper")
    );
}

#[test]
fn what_begins_with_a_brace_may_be_yaml() {
    let flow = "{voc: 1, name: shop, kinds: {order: {}}} # all on one line";
    let json = r#"{"voc": 1, "name": "shop", "kinds": {"order": {}}}"#;
    let digest = |text: &str| Program::parse(text).unwrap().digest().to_owned();
    assert_eq!(digest(flow), digest(json));
}

#[test]
fn warnings_do_not_stop_it() {
    let program = Program::parse(&with("id: wait, touch_points: [status]", "id: wait")).unwrap();
    let found: Vec<String> = program.check().iter().map(ToString::to_string).collect();
    let says = |part| found.iter().any(|found| found.contains(part));
    assert!(says("nobody listens at stage `wait`"), "{found:#?}");
    assert!(says("touch point `status` is on no stage of any journey"));
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(text in "\\PC{0,200}") {
        let _ = Program::parse(&text);
    }

    #[test]
    fn no_damage_to_a_program_makes_it_panic(from in 0_usize..2000, length in 0_usize..60, put in "[a-z:{}\\[\\]'\" \n-]{0,8}") {
        let mut text: Vec<char> = BASE.chars().collect();
        let from = from.min(text.len());
        let to = (from + length).min(text.len());
        text.splice(from..to, put.chars());
        let damaged: String = text.into_iter().collect();
        if let Err(error) = Program::parse(&damaged) {
            prop_assert!(!error.diagnostics.is_empty());
        }
    }
}

#[test]
fn versions_of_a_calendar_come_in_order_and_name_their_place() {
    let bad = |versions: &str| {
        let old = "holidays: [2026-12-25]}";
        assert!(BASE.contains(old));
        let new = format!("holidays: [2026-12-25], versions: {versions}}}");
        let error = Program::parse(&BASE.replace(old, &new)).map(drop);
        let found = error.unwrap_err().diagnostics;
        (found[0].path.clone().unwrap(), found[0].message.clone())
    };
    let (path, message) = bad("[{from: 2026-07-01}, {from: 2026-07-01}]");
    assert_eq!(path, "calendars.office.versions.1.from");
    assert!(message.contains("after the one before"), "{message}");
    let (path, message) = bad("[{from: July}]");
    assert_eq!(path, "calendars.office.versions.0.from");
    assert!(message.contains("`July` is not a date"), "{message}");
    let (path, message) = bad("[{from: 2026-07-01, hours: {mon: [\"17:00-09:00\"]}}]");
    assert_eq!(path, "calendars.office.versions.0.hours.mon");
    assert!(message.contains("ends before"), "{message}");
    let (_, message) = bad("[{from: 2026-07-01, hours: {}}]");
    assert!(message.contains("no hours"), "{message}");
}
