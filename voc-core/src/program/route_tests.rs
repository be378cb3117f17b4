//! What `check` says of routes to those accountable, to the account, and of the fallback.

use super::Program;

const BASE: &str = r"voc: 1
name: Aldersgate
kinds: {response: {}}
fields: {ltr: int}
customer: {manager: text, home: text, since: int}
roles: {manager: {level: middle}}
units: {company: {}, claims: {parent: company}}
touch_points: {report: {owner: claims}}
journeys: {claim: {stages: [{id: tell, touch_points: [report], accountable: [claims, company]}]}}
account: {person: customer.manager, unit: customer.home}
routes:
  - {if: 'ltr <= 3', to: account}
  - {to: accountable}
rules:
  unhappy: {when: 'ltr <= 6', raise: {case: recovery}}
cases: {recovery: {}}
";

fn found(old: &str, new: &str) -> Vec<String> {
    assert!(BASE.contains(old), "{old}");
    let found = match Program::parse(&BASE.replace(old, new)) {
        Ok(program) => program.check().to_vec(),
        Err(error) => error.diagnostics.into_iter().collect(),
    };
    let found = found.iter();
    let of = |path: &str| {
        let routing = ["routes", "account", "fallback", "rules"];
        routing.iter().any(|start| path.starts_with(start))
    };
    let found = found.filter(|one| one.path.as_deref().is_some_and(of));
    found
        .map(|one| format!("{}: {}", one.path.as_deref().unwrap(), one.message))
        .collect()
}

#[test]
fn routes_that_lead_somewhere_are_left_alone() {
    let none = Vec::<String>::new();
    assert_eq!(found("voc: 1", "voc: 1"), none);
    // What the account does not catch is caught by the fallback, by an `else`, or by what comes after.
    let account = "  - {to: account}";
    let caught = format!("{account}\nfallback: {{to: company, role: manager}}");
    assert_eq!(found("  - {to: accountable}", &caught), none);
    assert_eq!(
        found("  - {to: accountable}", "  - {to: account, else: claims}"),
        none
    );
    assert_eq!(
        found(
            "  - {to: accountable}",
            "  - {to: account}\n  - {to: claims}"
        ),
        none
    );
    assert_eq!(
        found(
            "raise: {case: recovery}",
            "raise: {case: recovery, to: account, copy: accountable}"
        ),
        none
    );
}

#[test]
fn what_may_end_nowhere_or_is_not_known_is_found() {
    for (old, new, wanted) in [
        (
            "  - {to: accountable}",
            "  - {to: account}",
            "routes.1.to: ends nowhere where nobody known has the customer's account",
        ),
        (
            ", accountable: [claims, company]",
            "",
            "routes.1.to: ends nowhere for stage `tell`: nobody is accountable for it",
        ),
        (
            "journeys: {claim: {stages: [{id: tell, touch_points: [report], accountable: [claims, company]}]}}\n",
            "",
            "routes.1.to: ends nowhere: there is no stage that anybody could be accountable for",
        ),
        (
            "account: {person: customer.manager, unit: customer.home}\n",
            "",
            "routes.0.to: `account` is neither unit, owner, accountable, the declared account, a unit, nor a text field or attribute that holds one",
        ),
        (
            "{person: customer.manager, unit: customer.home}",
            "{}",
            "account: say which attribute holds the `person` or the `unit`",
        ),
        (
            "customer.home}",
            "customer.since}",
            "account.unit: `customer.since` is no text field or attribute",
        ),
        (
            "person: customer.manager",
            "person: customer.boss",
            "account.person: `customer.boss` is no text field or attribute",
        ),
        (
            "units: {company: {},",
            "units: {company: {}, account: {},",
            "account: a unit or a field is called `account`: a route to it could mean either",
        ),
        (
            "routes:",
            "fallback: {to: claim}\nroutes:",
            "fallback.to: unknown unit `claim`",
        ),
        (
            "routes:",
            "fallback: {to: claims, role: boss}\nroutes:",
            "fallback.role: unknown role `boss`",
        ),
        (
            "  - {to: accountable}",
            "  - {to: claims}\n  - {to: company}",
            "routes.2: never taken: the route before it always is",
        ),
    ] {
        assert_eq!(found(old, new), [wanted], "{new}");
    }
    // A route that signals need not name is warned of, and is not where there is a fallback.
    let unit = found("  - {to: accountable}", "  - {to: unit}");
    assert_eq!(
        unit,
        ["routes.1.to: ends nowhere where a signal has no `unit`"]
    );
    let caught = found(
        "  - {to: accountable}",
        "  - {to: unit}\nfallback: {to: claims}",
    );
    assert_eq!(caught, Vec::<String>::new());
}
