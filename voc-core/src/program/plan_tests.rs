//! What `check` says of planned journeys.

use super::Program;

const INSURANCE: &str = include_str!("../../../examples/insurance/program.yaml");

/// The findings where one piece of the example is another, in words.
fn found(old: &str, new: &str) -> Vec<String> {
    assert!(INSURANCE.contains(old), "{old}");
    match Program::parse(&INSURANCE.replacen(old, new, 1)) {
        Ok(program) => program.check().iter().map(ToString::to_string).collect(),
        Err(error) => error.diagnostics.iter().map(ToString::to_string).collect(),
    }
}

#[test]
fn the_example_of_the_design_is_a_program() {
    let program = Program::parse(INSURANCE).unwrap();
    let found: Vec<String> = program.check().iter().map(ToString::to_string).collect();
    let [invitations] = found.as_slice() else {
        panic!("{found:#?}")
    };
    assert!(invitations.contains("kind `invitation`, which is not declared"));
    let journey = program.spec().journeys.get("claim").unwrap();
    assert_eq!(journey.key.as_deref(), Some("claim_id"));
    let silence = journey.moments_of_truth.get("silence").unwrap();
    let expect = silence.expect.as_ref().unwrap();
    assert_eq!(expect.within.unwrap().to_string(), "P20D");
    let vulnerable = expect.segments.get("vulnerable").unwrap();
    assert_eq!(vulnerable.within.unwrap().to_string(), "P10D");
}

#[test]
fn a_plan_is_no_part_of_the_digest() {
    let with = Program::parse(INSURANCE).unwrap();
    let without = INSURANCE
        .replace("    key: claim_id\n", "")
        .replace("    starts: 'kind == \"claim_opened\"'\n", "")
        .replace("    ends: 'kind == \"claim_paid\"'\n", "")
        .replace(", expect: {within: PT4H}", "")
        .replace(
            ", expect: {within: P20D, segments: {vulnerable: {within: P10D}}}",
            "",
        );
    assert!(!without.contains("expect") && !without.contains("starts"));
    let without = Program::parse(&without).unwrap();
    assert_ne!(with.spec(), without.spec());
    assert_eq!(with.digest(), without.digest());
    let other = INSURANCE.replace("I am paid", "I have my money");
    assert_ne!(Program::parse(&other).unwrap().digest(), with.digest());
}

#[test]
fn what_is_wrong_with_a_plan_is_found_at_its_place() {
    let near = "    key: claim_id\n";
    for (old, new, wanted) in [
        (
            near,
            "    key: claim\n",
            "journeys.claim.key: unknown field `claim` (did you mean `claim_id`?)",
        ),
        (
            near,
            "    key: amount\n",
            "journeys.claim.key: `amount` tells nothing apart: a key is text or a whole number",
        ),
        (
            near,
            "    key: claim_id\n    gap: PT0S\n",
            "journeys.claim.gap: this span has no length",
        ),
        (
            near,
            "    key: claim_id\n    gap: 5\n",
            "journeys.claim.gap: expected text, found 5",
        ),
        (
            "starts: 'kind == \"claim_opened\"'",
            "starts: 'kind == \"claim_opend\"'",
            "journeys.claim.starts: `kind` is never \"claim_opend\" (did you mean `claim_opened`?)",
        ),
        (
            "starts: 'kind == \"claim_opened\"'",
            "starts: 'kind == \"claim_opened\" && kind == \"contact\"'",
            "journeys.claim.starts: this condition can never hold",
        ),
        (
            "expect: {within: PT4H}",
            "expect: {within: PT4H, contacts: 0}",
            "moments_of_truth.first-hours.expect.contacts: it takes one contact at least",
        ),
        (
            "expect: {within: PT4H}",
            "expect: {}",
            "moments_of_truth.first-hours.expect: nothing is expected here",
        ),
        (
            "expect: {within: PT4H}",
            "expect: {outcome: 'resolvd'}",
            "moments_of_truth.first-hours.expect.outcome: unknown name `resolvd`",
        ),
        (
            "segments: {vulnerable: {within",
            "segments: {vulnerble: {within",
            "expect.segments.vulnerble: unknown segment `vulnerble` (did you mean `vulnerable`?)",
        ),
        (
            "silence: {rule: not-paid, declared_rank: 2",
            "silence: {rule: not-paid, declared_rank: 1",
            "moments_of_truth.silence.declared_rank: moment of truth `first-hours` has rank 1 too",
        ),
        (
            "silence: {rule: not-paid",
            "silence: {rule: csat-down",
            "moments_of_truth.silence: rule `csat-down` judges a metric, which is no moment of a customer's",
        ),
        (
            "silence: {rule: not-paid",
            "silence: {rule: sliding",
            "moments_of_truth.silence: moment of truth `silence` has no owner: rule `sliding` is in shadow",
        ),
        (
            "touch_points: [payout], metric",
            "touch_points: [], metric",
            "touch_points.payout: touch point `payout` is on no stage of any journey",
        ),
        (
            "  payout: {channels: [web], owner: claims}\n",
            "  payout: {channels: [web], owner: claims}\n  assess: {owner: claims, needs: [back-office]}\n  back-office: {}\n",
            "touch_points.back-office: touch point `back-office` is on no stage of any journey, and `assess` needs it",
        ),
        (
            "  report-claim: {channels: [phone, web, agency], owner: claims}",
            "  report-claim: {channels: [phone, web, agency], owner: claims, needs: [payout]}",
            "touch_points.report-claim.needs.0: `report-claim` at stage `tell-you` of journey `claim` needs `payout`, which comes later, at `paid`",
        ),
    ] {
        let found = found(old, new);
        assert!(
            found.iter().any(|found| found.contains(wanted)),
            "{new}: {found:#?}"
        );
    }
}

#[test]
fn a_key_that_no_kind_carries_is_found() {
    let text = INSURANCE
        .replace("fields: [claim_id, topic_code]", "fields: [topic_code]")
        .replace("fields: [claim_id]", "fields: []")
        .replace("fields: [claim_id, amount]", "fields: [amount]");
    let found = Program::parse(&text).unwrap();
    let found: Vec<String> = found.check().iter().map(ToString::to_string).collect();
    let wanted =
        "no kind of signal carries `claim_id` (add it to the `fields` of the kinds that do)";
    assert!(
        found.iter().any(|found| found.contains(wanted)),
        "{found:#?}"
    );
}

/// Surveys after four kinds on the journey of a claim; `after: renewal` is not on it.
fn many(quarantine: &str) -> Vec<String> {
    let question = "questions: {csat: {text: \"How satisfied were you?\", scale: [1, 5]}}";
    let more = ["contact", "claim_opened", "claim_paid", "renewal"].map(|kind| {
        format!("  after-{kind}: {{type: transactional, after: {kind}, {question}}}\n")
    });
    let surveys = format!("surveys:\n{}", more.concat());
    let text = INSURANCE.replacen("surveys:\n", &surveys, 1);
    let line = "quarantine: {one-a-month: {invitations: 1, per: respondent, within: P30D, except: [claim-settled]}}";
    assert!(text.contains(line));
    let program = Program::parse(&text.replacen(line, quarantine, 1)).unwrap();
    let found = program.check().iter().map(ToString::to_string);
    found.filter(|found| found.contains("surveys")).collect()
}

#[test]
fn surveys_along_the_path_are_counted_with_what_holds_them_back() {
    // After three kinds of the claim, and `claim-settled`: four.
    let all = "a customer can be asked 4 surveys on one journey `claim` (after-claim_opened, after-claim_paid, after-contact, claim-settled), more than 3";
    let none = many("");
    assert!(none.iter().any(|found| found.contains(all)), "{none:#?}");
    // One of three a month, and the one that is not covered.
    let one = "quarantine: {one-a-month: {invitations: 1, per: respondent, within: P30D, except: [claim-settled]}}";
    assert_eq!(many(one), Vec::<String>::new());
    // Counted by unit, it holds no customer's invitations back together.
    let by_unit = many(&one.replace("per: respondent", "per: [customer, unit]"));
    assert!(
        by_unit.iter().any(|found| found.contains(all)),
        "{by_unit:#?}"
    );
}
