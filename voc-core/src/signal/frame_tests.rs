use super::*;
use crate::zone::Zone;
use chrono::NaiveDate;

fn spec() -> ProgramSpec {
    let text = r#"{"voc": 1, "name": "p", "fields": {"ltr": "int", "score": "number"},
        "customer": {"tier": "text"}}"#;
    crate::document::decode(&crate::document::read(text).unwrap()).unwrap()
}

fn options(columns: &[(&str, &str)], zone: Option<Zone>) -> FrameOptions {
    let columns = columns
        .iter()
        .map(|(ours, theirs)| (*ours, (*theirs).into()))
        .collect();
    FrameOptions {
        columns,
        time_zone: zone,
        source: "s".into(),
    }
}

fn text(text: &str) -> Cell<'_> {
    Cell::Text(text.into())
}

#[test]
fn columns_become_own_fields_declared_fields_and_attributes() {
    let frame = Frame::bind(
        &spec(),
        &["created", "kind", "ltr", "tier", "noise"],
        options(&[("at", "created")], None),
    )
    .unwrap();
    assert_eq!(frame.ignored(), ["noise"]);
    let cells = [
        text("2026-01-02T03:04:05Z"),
        text("response"),
        Cell::Number(9.0),
        text("gold"),
        text("x"),
    ];
    let input = frame.input(7, cells).unwrap();
    let json = serde_json::to_value(&input).unwrap();
    let expected = serde_json::json!({
        "id": "s#0000007",
        "signal": {"at": "2026-01-02T03:04:05Z", "kind": "response",
                   "fields": {"ltr": 9.0}, "attributes": {"tier": "gold"}},
    });
    assert_eq!(json, expected);
}

#[test]
fn a_local_time_needs_a_zone() {
    let cells = || [text("2026-07-01 09:30:00"), text("response")];
    let bind = |zone| Frame::bind(&spec(), &["at", "kind"], options(&[], zone)).unwrap();
    let (id, refusal) = bind(None).input(1, cells()).unwrap_err();
    assert_eq!((id.as_str(), refusal.code), ("s#0000001", Code::BadTime));
    assert_eq!(refusal.path.as_deref(), Some("row 1, column \"at\""));
    let input = bind(Some(Zone::named("Europe/London").unwrap()))
        .input(1, cells())
        .unwrap();
    assert_eq!(input.at(), Time::parse("2026-07-01T08:30:00Z").ok());
    let day = [
        Cell::Date(NaiveDate::from_ymd_opt(2026, 7, 1).unwrap()),
        text("response"),
    ];
    let input = bind(Some(Zone::named("Europe/London").unwrap()))
        .input(1, day)
        .unwrap();
    assert_eq!(input.at(), Time::parse("2026-06-30T23:00:00Z").ok());
}

#[test]
fn cells_that_do_not_fit_are_refused_by_column() {
    let frame = Frame::bind(
        &spec(),
        &["at", "kind", "who"],
        options(&[("tier", "who")], None),
    )
    .unwrap();
    let cells = [
        text("2026-01-02T03:04:05Z"),
        text("response"),
        Cell::Number(f64::INFINITY),
    ];
    assert!(frame.input(1, cells.clone()).is_ok());
    let frame = Frame::bind(
        &spec(),
        &["at", "kind", "who"],
        options(&[("ltr", "who")], None),
    )
    .unwrap();
    let (_, refusal) = frame.input(3, cells).unwrap_err();
    let place = refusal.path.as_deref();
    assert_eq!(
        (refusal.code, place),
        (Code::OutOfRange, Some("row 3, column \"who\""))
    );
    let cells = [Cell::Absent, text("response"), Cell::Absent];
    assert_eq!(frame.input(1, cells).unwrap_err().1.code, Code::Missing);
}

#[test]
fn names_that_are_not_there_are_named() {
    let bind = |columns: &[&str], renamed: &[(&str, &str)]| {
        Frame::bind(&spec(), columns, options(renamed, None))
            .unwrap_err()
            .to_string()
    };
    assert!(bind(&["at"], &[]).contains("no column `kind`"));
    assert!(bind(&["at", "kind"], &[("at", "creatd")]).contains("no column `creatd`"));
    assert!(bind(&["at", "kind", "x"], &[("ltrr", "x")]).contains("did you mean `ltr`"));
    let mut spec = spec();
    spec.fields
        .insert("tier", spec.customer.get("tier").unwrap().clone());
    let both = Frame::bind(&spec, &["at", "kind", "tier"], options(&[], None)).unwrap_err();
    assert_eq!(both.code, Code::Ambiguous);
}
