//! What happened to a case, read back as it was written: by `serde`, and off a tree.

use super::CaseChange;
use crate::document::{decode, read};
use serde_json::{Value, from_value, json};

fn off_a_tree(change: &Value) -> Result<CaseChange, String> {
    let node = read(&change.to_string()).unwrap();
    decode(&node).map_err(|finding| finding.message)
}

#[test]
fn every_change_is_read_as_it_was_written() {
    let alert = json!({"id": "a", "rule": "r", "signal": "s", "standing": true});
    for change in [
        json!({"type": "opened"}),
        json!({"type": "alert_joined", "alert": alert}),
        json!({"type": "alert_withdrawn", "alert": "a"}),
        json!({"type": "customer_merged", "into": "c"}),
        json!({"type": "alert_moved", "alert": "a", "to": "b"}),
        json!({"type": "unit_removed", "unit": "u"}),
        json!({"type": "unit_removed", "unit": "u", "to": "v"}),
        json!({"type": "policy_migrated", "program": "d"}),
        json!({"type": "priority_raised", "priority": "p1"}),
        json!({"type": "assigned", "to": "u1"}),
        json!({"type": "acknowledged"}),
        json!({"type": "started"}),
        json!({"type": "contacted", "reached": false}),
        json!({"type": "contacted", "channel": "call", "reached": true}),
        json!({"type": "customer_spoke"}),
        json!({"type": "customer_spoke", "channel": "call"}),
        json!({"type": "customer_spoke", "case": "c"}),
        json!({"type": "promise_made", "promise": {"id": "p", "text": "t", "by": "ana",
            "made_at": "2026-03-02T10:00:00Z", "due": "2026-03-03T10:00:00Z"}}),
        json!({"type": "promise_kept", "promise": "p"}),
        json!({"type": "promise_broken", "promise": "p"}),
        json!({"type": "promise_broken", "promise": "p", "reason": "r"}),
        json!({"type": "waiting", "on": "customer"}),
        json!({"type": "resumed", "to": "in_progress"}),
        json!({"type": "transferred", "transfer": {"at": "2026-03-02T10:00:00Z", "by": "ana",
            "from_unit": "u", "from_person": "p", "to_unit": "v", "to_person": "q",
            "ask": "a", "why": "w", "due": "2026-03-03T10:00:00Z"}}),
        json!({"type": "escalated", "to": "bo", "reason": "r"}),
        json!({"type": "escalated", "reason": "r", "unit": "u", "step": "s", "target": "resolve"}),
        json!({"type": "merged_into", "case": "c"}),
        json!({"type": "took_over", "taken": {"case": "c", "resolved": 1, "reopened": 0,
            "disputed": 1, "alerts": [alert], "contacts": [], "promises": []}}),
        json!({"type": "root_cause_found", "root_cause": "c"}),
        json!({"type": "resolved"}),
        json!({"type": "resolved", "note": "n"}),
        json!({"type": "verdict_asked", "how": "mail"}),
        json!({"type": "question_withdrawn"}),
        json!({"type": "verdict_recorded", "verdict": "disputed", "source": "call"}),
        json!({"type": "waived", "reason": "w"}),
        json!({"type": "closed", "on": "unreachable"}),
        json!({"type": "reopened", "reason": "r"}),
        json!({"type": "commented", "text": "t"}),
        json!({"type": "flagged"}),
        json!({"type": "cancelled", "reason": "c"}),
        json!({"type": "holder_left", "person": "p", "to": "q"}),
        json!({"type": "placed", "sub_state": "s"}),
        json!({"type": "verbatim_forgotten"}),
        json!({"type": "linked_to", "improvement": "i"}),
        json!({"type": "unlinked_from", "improvement": "i"}),
        json!({"type": "clock_overtaken", "target": "tell_customer", "due": "2026-03-02T10:00:00Z"}),
        json!({"type": "words_corrected"}),
        json!({"type": "words_corrected", "verbatim": "v", "verbatim_until": "2026-03-02T10:00:00Z", "topics": ["t"]}),
        json!({"type": "promise_warned", "promise": "p", "due": "2026-03-02T10:00:00Z"}),
        json!({"type": "transfer_warned", "due": "2026-03-02T10:00:00Z"}),
        json!({"type": "transfer_lapsed", "due": "2026-03-02T10:00:00Z"}),
        json!({"type": "transfer_overtaken", "due": "2026-03-02T10:00:00Z"}),
        json!({"type": "priority_set", "priority": "p1", "reason": "r"}),
        json!({"type": "unassigned", "person": "p", "reason": "r"}),
    ] {
        let read: CaseChange = from_value(change.clone()).unwrap();
        assert_eq!(off_a_tree(&change).unwrap(), read);
        assert_eq!(serde_json::to_value(read).unwrap(), change);
    }
}

#[test]
fn what_is_missing_is_named() {
    let problem = |change: Value| off_a_tree(&change).unwrap_err();
    assert_eq!(
        problem(json!({"type": "assigned"})),
        "the key `to` is missing"
    );
    assert_eq!(
        problem(json!({"type": "closed"})),
        "the key `on` is missing"
    );
    assert_eq!(problem(json!({"on": "x"})), "the key `type` is missing");
    assert_eq!(
        problem(json!({"type": "waiting", "on": "x"})),
        "`x` is not known here"
    );
    assert_eq!(
        problem(json!({"type": "alert_joined", "alert": "a"})),
        "expected keys with values, found the text `a`"
    );
}
