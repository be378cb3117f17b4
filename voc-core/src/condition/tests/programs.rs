//! Conditions as they stand in a program.

use crate::Program;
use crate::document::Severity;

const PROGRAM: &str = r#"
voc: 1
name: test
fields: {ltr: int, amount: {type: number, decimals: 2}}
topics: {payout: ["too little"]}
rules:
  quiet: {when: 'topic("payout") && ltr <= 6', raise: {}}
  never: {when: 'ltr <= 6 && ltr >= 9', raise: {}}
"#;

#[test]
fn doubts_are_warnings_with_their_place() {
    let program = Program::parse(PROGRAM).unwrap();
    let found: Vec<_> = program.check().iter().collect();
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].severity, Severity::Warning);
    assert_eq!(found[0].message, "this condition can never hold");
    assert_eq!(found[0].path.as_deref(), Some("rules.never.when"));
    let place = found[0].position.unwrap();
    assert_eq!((place.line, place.column), (8, 18));
    let touched = program.topics().find("Too little!");
    assert!(touched.contains(program.topics().index("payout").unwrap()));
}

#[test]
fn mixed_arithmetic_shows_the_fix() {
    let mixed = PROGRAM.replace("ltr <= 6 && ltr >= 9", "amount * 2 > 9.0");
    let error = Program::parse(&mixed).unwrap_err().to_string();
    assert!(error.contains("write `amount * 2.0`"), "{error}");
    assert!(error.contains("line 8, column 27"), "{error}");
}
