//! What each command brings with it, so that a screen can draw its form.

/// A command, what it must bring, and what it may.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Form {
    /// The command's name in every format.
    pub command: &'static str,
    /// The fields that it must bring.
    pub needs: &'static [&'static str],
    /// The fields that it may bring besides.
    pub takes: &'static [&'static str],
}

/// Every command, in the order in which a screen would show them.
pub const FORMS: [Form; 25] = [
    form("assign", &["to"], &[]),
    form("unassign", &["reason"], &[]),
    form("set_priority", &["priority", "reason"], &[]),
    form("acknowledge", &[], &[]),
    form("start", &[], &[]),
    form("contact", &["reached"], &["channel"]),
    form("hear", &[], &["channel"]),
    form("promise", &["text", "due"], &[]),
    form("keep_promise", &[], &["promise"]),
    form("break_promise", &["reason"], &["promise"]),
    form("place", &["sub_state"], &[]),
    form("wait", &["on"], &[]),
    form("resume", &[], &[]),
    form("transfer", &["to", "ask", "why", "by"], &[]),
    form("escalate", &["to", "reason"], &[]),
    form("merge", &["into"], &[]),
    form("root_cause", &["root_cause"], &[]),
    form("resolve", &[], &["root_cause", "note"]),
    form("ask_verdict", &[], &[]),
    form("record_verdict", &["verdict", "source"], &[]),
    form("waive", &["reason"], &[]),
    form("close", &[], &[]),
    form("reopen", &["reason"], &[]),
    form("comment", &["text"], &[]),
    form("cancel", &["reason"], &[]),
];

const fn form(
    command: &'static str,
    needs: &'static [&'static str],
    takes: &'static [&'static str],
) -> Form {
    Form {
        command,
        needs,
        takes,
    }
}
