use super::{BoundMapping, Cell, Mapping};
use crate::error::Code;
use crate::signal::Body;
use proptest::prelude::*;

const COMPLAINTS: &str = r#"voc_map: 1
source: bureau
time: {format: "%m/%d/%Y", time_zone: America/New_York}
columns:
  received: {from: Date received, type: time}
  sent: {from: Date sent, type: time}
  product: Product
  channel: {from: Via, values: {Web: web, Postal mail: postal-mail}}
  timely: {from: "Timely?", type: bool, values: {"Yes": true, "No": false}}
  answer: Answer
derive:
  answered: {latest: [received, sent]}
notes:
  sent-before-received: 'sent < received'
inputs:
  - signal: {kind: complaint, at: $received, customer: $row, channel: $channel, fields: {product: $product, timely: $timely}}
  - if: 'answer.startsWith("Closed")'
    command: {case: {signal: $row}, by: bank, at: $answered, do: {resolve: {note: $answer}}}
"#;

const HEADERS: [&str; 6] = [
    "Date received",
    "Product",
    "Via",
    "Date sent",
    "Answer",
    "Timely?",
];

fn bound(text: &str) -> BoundMapping {
    Mapping::parse(text).unwrap().bind(&HEADERS).unwrap()
}

fn cells<'r>(row: &'r [&'r str]) -> impl Fn(usize) -> Option<Cell<'r>> {
    |place| row.get(place).map(|text| Cell::from(*text))
}

/// The complaints mapping with one line replaced.
fn with(line: &str, other: &str) -> String {
    assert!(COMPLAINTS.contains(line), "{line}");
    COMPLAINTS.replace(line, other)
}

fn first_finding(text: &str) -> String {
    Mapping::parse(text).unwrap_err().to_string()
}

#[test]
fn a_time_a_span_after_another() {
    let later = |derive: &str| with("  answered: {latest: [received, sent]}", derive);
    let known = later(
        "  answered: {latest: [received, sent]}\n  silent: {after: {time: answered, by: P60D}}",
    );
    let text = known.replace("at: $answered", "at: $silent");
    let row = ["7/29/2013", "m", "Web", "7/31/2013", "Closed", "Yes"];
    let inputs = bound(&text).row(1, &cells(&row)).unwrap().inputs;
    let Body::Command(command) = &inputs[1].body else {
        panic!("{inputs:?}");
    };
    // 31 July in New York is 04:00 in Greenwich.
    assert_eq!(command.at.to_string(), "2013-09-29T04:00:00Z");
    let empty = ["7/29/2013", "m", "Web", "", "Closed", "Yes"];
    let only = text.replace("[received, sent]", "[sent]");
    assert!(
        bound(&only).row(1, &cells(&empty)).is_err(),
        "nothing is after nothing"
    );
    let of = |derive: &str| first_finding(&later(derive));
    let months = of("  answered: {after: {time: sent, by: P2M}}");
    assert!(months.contains("a length of time in weeks"), "{months}");
    let text = of("  answered: {after: {time: product, by: P2D}}");
    assert!(text.contains("only times"), "{text}");
    let later = of("  answered: {after: {time: silent, by: P2D}}");
    assert!(later.contains("unknown column `silent`"), "{later}");
}

#[test]
fn a_row_becomes_a_signal_and_a_command_that_follows_it() {
    let row = [
        "7/29/2013",
        "Mortgage",
        "Postal mail",
        "7/31/2013",
        "Closed with explanation",
        "No",
    ];
    let mapped = bound(COMPLAINTS).row(17, &cells(&row)).unwrap();
    let [signal, command] = mapped.inputs.as_slice() else {
        panic!("{mapped:?}")
    };
    assert_eq!(
        (signal.id.as_str(), command.id.as_str()),
        ("bureau#0000017", "bureau#0000017/2")
    );
    assert!(signal.id < command.id);
    // Midnight in New York in July is four in the morning in UTC.
    assert_eq!(signal.at().unwrap().to_string(), "2013-07-29T04:00:00Z");
    assert_eq!(command.at().unwrap().to_string(), "2013-07-31T04:00:00Z");
    let Body::Signal(signal) = &signal.body else {
        panic!("{signal:?}")
    };
    assert_eq!(signal.customer.as_deref(), Some("bureau#0000017"));
    assert_eq!(signal.channel.as_deref(), Some("postal-mail"));
    assert_eq!(
        signal.fields.get("timely"),
        Some(&crate::value::Value::Bool(false))
    );
    assert!(mapped.notes.is_empty());
}

#[test]
fn an_empty_cell_leaves_its_key_out_and_a_false_condition_its_input() {
    let row = ["7/29/2013", " ", "Web", "7/28/2013", "In progress", ""];
    let mapped = bound(COMPLAINTS).row(1, &cells(&row)).unwrap();
    let [signal] = mapped.inputs.as_slice() else {
        panic!("{mapped:?}")
    };
    let Body::Signal(signal) = &signal.body else {
        panic!("{signal:?}")
    };
    assert!(signal.fields.is_empty());
    assert_eq!(mapped.notes, ["sent-before-received"]);
}

#[test]
fn what_cannot_be_read_is_refused_with_row_and_column() {
    let good = ["7/29/2013", "Mortgage", "Web", "7/31/2013", "Closed", "Yes"];
    for (place, cell, code, expected) in [
        (
            0,
            "2013-07-29",
            Code::BadTime,
            "row 17, column \"Date received\": `2013-07-29` is not a time",
        ),
        (
            0,
            "2/30/2013",
            Code::BadTime,
            "row 17, column \"Date received\": `2/30/2013` is not a time",
        ),
        (
            0,
            "",
            Code::Missing,
            "row 17, column \"Date received\": it is empty, and the key `at` is missing",
        ),
        (
            2,
            "Webb",
            Code::OutOfRange,
            "row 17, column \"Via\": `Webb` is not listed under `values` (did you mean `Web`?)",
        ),
        (
            5,
            "Maybe",
            Code::OutOfRange,
            "row 17, column \"Timely?\": `Maybe` is not listed",
        ),
    ] {
        let mut row = good;
        row[place] = cell;
        let refusal = bound(COMPLAINTS).row(17, &cells(&row)).unwrap_err();
        assert_eq!(refusal.code, code, "{refusal}");
        assert!(refusal.to_string().starts_with(expected), "{refusal}");
    }
}

#[test]
fn a_wrong_mapping_says_where_and_what_is_nearest() {
    for (line, other, expected) in [
        (
            "source: bureau",
            "sauce: bureau",
            "line 2, column 1: sauce: unknown key `sauce` (did you mean `source`?)",
        ),
        ("source: bureau\n", "", "rows have no ids"),
        (
            "source: bureau",
            "id: $prodct",
            "line 2, column 5: id: `$prodct` names no value (did you mean `product`?)",
        ),
        (
            "America/New_York",
            "America/Newark",
            "`America/Newark` is no time zone",
        ),
        (
            ", time_zone: America/New_York",
            "",
            "these times name no zone",
        ),
        ("%m/%d/%Y", "%m/%d/%!", "is not a time format"),
        (
            "latest: [received, sent]",
            "latest: [received, product]",
            "only times have a latest",
        ),
        (
            "latest: [received, sent]",
            "latest: [recieved]",
            "unknown column `recieved` (did you mean `received`?)",
        ),
        (
            "'sent < received'",
            "'sent < recieved'",
            "line 14, column 33: notes.sent-before-received: unknown name `recieved`",
        ),
        (
            "'sent < received'",
            "'sent < product'",
            "cannot be compared",
        ),
        (
            "kind: complaint",
            "kinds: complaint",
            "inputs.0.signal.kinds: unknown key `kinds` (did you mean `kind`?)",
        ),
        (
            "at: $received",
            "at: $recieved",
            "unknown value `$recieved` (did you mean `received`?)",
        ),
        (
            "resolve: {note",
            "resolv: {note",
            "`resolv` is not known here (did you mean `resolve`?)",
        ),
        ("at: $received", "at: $timely", "inputs.0.signal.at"),
        (
            "kind: complaint, at: $received,",
            "kind: complaint,",
            "the key `at` is missing",
        ),
        (
            "{\"Yes\": true, \"No\": false}",
            "{\"Yes\": true, \"No\": 0}",
            "int is no value of this column's type",
        ),
        (
            "  product: Product\n",
            "  pro-duct: Product\n",
            "`pro-duct` cannot be used in conditions",
        ),
        (
            "  product: Product\n",
            "  row: Product\n",
            "the name `row` is taken",
        ),
    ] {
        let found = first_finding(&with(line, other));
        assert!(
            found.contains(expected),
            "{line} -> {other}\nexpected {expected}\nfound {found}"
        );
    }
}

#[test]
fn every_listed_value_is_tried_in_the_templates() {
    let text = r#"voc_map: 1
source: s
columns:
  case: Case
  at: {from: At, type: time}
  verdict: {from: Verdict, values: {"Yes": disputed, "No": undisputd}}
inputs:
  - command: {case: $case, by: x, at: $at, do: {record_verdict: {verdict: $verdict, source: bureau}}}
"#;
    let found = first_finding(text);
    assert!(
        found.contains("`undisputd` is not known here (did you mean `undisputed`?)"),
        "{found}"
    );
    assert!(Mapping::parse(&text.replace("undisputd", "undisputed")).is_ok());
}

#[test]
fn a_value_is_tried_only_where_its_condition_holds() {
    let text = r#"voc_map: 1
id: $id
columns:
  id: Id
  at: {from: At, type: time}
  action: {from: Action, values: {begin: start, give: assign, answer: resolve}}
  note: Note
inputs:
  - if: 'action in ["start", "resolve"]'
    command: {case: {signal: $id}, by: x, at: $at, do: $action}
  - if: 'action == "assign" && note.startsWith("to ")'
    command: {case: {signal: $id}, by: x, at: $at, do: {assign: {to: $note}}}
"#;
    let found = first_finding(text);
    assert!(found.contains("`resolve` needs a value"), "{found}");
    assert!(Mapping::parse(&text.replace(", \"resolve\"", "")).is_ok());
    let found = first_finding(
        &text
            .replace("assign: {to: ", "assign: {too: ")
            .replace(", \"resolve\"", ""),
    );
    assert!(found.contains("unknown key `too`"), "{found}");
}

#[test]
fn a_missing_column_names_the_nearest_header() {
    let headers = [
        "Date recieved",
        "Product",
        "Via",
        "Date sent",
        "Answer",
        "Answer",
        "Timely?",
    ];
    let error = Mapping::parse(COMPLAINTS)
        .unwrap()
        .bind(&headers)
        .unwrap_err()
        .to_string();
    assert!(
        error.contains("the file has no column \"Date received\" (did you mean `Date recieved`?)"),
        "{error}"
    );
    assert!(
        error.contains("the file has the column \"Answer\" twice"),
        "{error}"
    );
}

#[test]
fn ids_come_from_a_column_where_the_mapping_says_so() {
    let mapping = bound(&with("source: bureau", "id: $answer"));
    let row = ["7/29/2013", "Mortgage", "Web", "7/31/2013", "Closed", "Yes"];
    let ids: Vec<_> = mapping
        .row(3, &cells(&row))
        .unwrap()
        .inputs
        .into_iter()
        .map(|input| input.id)
        .collect();
    assert_eq!(ids, ["Closed", "Closed/2"]);
    let nameless = ["7/29/2013", "Mortgage", "Web", "7/31/2013", "", "Yes"];
    let refusal = mapping.row(3, &cells(&nameless)).unwrap_err();
    assert_eq!(
        refusal.to_string(),
        "row 3, column \"Answer\": the row has no id"
    );
}

#[test]
fn a_second_file_of_a_source_goes_on_numbering() {
    let row = ["7/29/2013", "Mortgage", "Web", "7/31/2013", "Open", "Yes"];
    let mapped = bound(COMPLAINTS).after(3186).row(1, &cells(&row)).unwrap();
    assert_eq!(mapped.inputs[0].id, "bureau#0003187");
}

#[test]
fn times_are_read_as_they_are_written() {
    let template = |time: &str, column: &str| {
        format!(
            "voc_map: 1\nsource: s\n{time}\ncolumns: {{at: {{from: A, type: time{column}}}}}\n\
             inputs: [{{tick: {{at: $at}}}}]\n"
        )
    };
    let read = |mapping: String, cell: &str| {
        let bound = Mapping::parse(&mapping).unwrap().bind(&["A"]).unwrap();
        let mapped = bound.row(1, &|_| Some(Cell::from(cell)));
        mapped
            .map(|row| row.inputs[0].at().unwrap().to_string())
            .map_err(|error| error.to_string())
    };
    let plain = template("", "");
    assert_eq!(
        read(plain.clone(), "2026-03-01T09:30:00+01:00").unwrap(),
        "2026-03-01T08:30:00Z"
    );
    assert!(
        read(plain, "2026-03-01T09:30:00")
            .unwrap_err()
            .contains("no zone")
    );
    let berlin = template("time: {time_zone: Europe/Berlin}", "");
    for (cell, expected) in [
        ("2026-03-01 09:30", "2026-03-01T08:30:00Z"),
        ("2026-03-01", "2026-02-28T23:00:00Z"),
        ("2026-03-01T09:30:00Z", "2026-03-01T09:30:00Z"),
    ] {
        assert_eq!(read(berlin.clone(), cell).unwrap(), expected, "{cell}");
    }
    let stamps = template("", ", format: \"%s\"");
    assert_eq!(read(stamps, "86400").unwrap(), "1970-01-02T00:00:00Z");
    let offset = template("", ", format: \"%d.%m.%Y %H:%M %z\"");
    assert_eq!(
        read(offset, "1.3.2026 09:30 +0100").unwrap(),
        "2026-03-01T08:30:00Z"
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn no_cell_makes_it_panic(row in prop::collection::vec("\\PC{0,12}|[0-9/]{0,10}|Web|Yes|Closed", 0..8), number in any::<u64>()) {
        let row: Vec<&str> = row.iter().map(String::as_str).collect();
        match bound(COMPLAINTS).after(number).row(number, &cells(&row)) {
            Ok(mapped) => prop_assert!(!mapped.inputs.is_empty()),
            Err(refusal) => prop_assert!(refusal.path.is_some()),
        }
    }

    #[test]
    fn no_mapping_makes_it_panic(at in 0..COMPLAINTS.len(), length in 0_usize..12, other in "\\PC{0,6}|[$%{}:\\[\\]'\"]{0,3}") {
        let mut text = COMPLAINTS.to_owned();
        let end = (at + length).min(text.len());
        text.replace_range(at..end, &other);
        if let Err(error) = Mapping::parse(&text) {
            prop_assert!(!error.diagnostics.is_empty());
        }
    }

    #[test]
    fn no_time_format_makes_it_panic(format in "[%a-zA-Z+:#/. ]{0,12}", cell in "\\PC{0,20}") {
        let text = serde_json::json!({
            "voc_map": 1, "source": "s", "time": {"format": format, "time_zone": "UTC"},
            "columns": {"at": {"from": "A", "type": "time"}},
            "inputs": [{"tick": {"at": "$at"}}],
        });
        if let Ok(mapping) = Mapping::parse(&text.to_string()) {
            let _ = mapping.bind(&["A"]).unwrap().row(1, &|_| Some(Cell::from(cell.as_str())));
        }
    }
}
