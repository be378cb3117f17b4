//! The outer loop, and the program, while cases are worked on.

use super::desk::{Desk, PROGRAM};
use super::steps::PEOPLE;
use crate::case::CaseChange;
use crate::engine::{Event, What};
use crate::improvement::{
    Improvement, ImprovementAction, ImprovementChange, ImprovementState, OpenImprovement,
};
use crate::signal::CaseRef;
use crate::time::MINUTE;
use serde_json::json;
use std::collections::BTreeMap;

/// What each version of the program says otherwise than the first.
pub(super) const VERSIONS: [&[(&str, &str)]; 5] = [
    &[],
    // The agency is no more: what it has goes to the company.
    &[(", agency: {parent: company}", "")],
    // Other targets and hours, and nobody is warned.
    &[
        ("acknowledge: {within: PT8H", "acknowledge: {within: PT4H"),
        ("holidays: [2026-03-03]", "holidays: [2026-03-04]"),
        ("promises: {warn: P1D}", ""),
    ],
    // A rule means something else, and a type of case is no more.
    &[
        ("when: 'ltr <= 6'", "when: 'ltr <= 5'"),
        ("raise: {case: strict}", "raise: {}"),
        ("  strict: {close: {by_hand: true}}\n", ""),
    ],
    // No program at all.
    &[("voc: 1", "voc: 2")],
];

/// What a host has of improvements that keeps nothing but what it is told.
pub(super) type Improved = BTreeMap<String, Improvement>;

fn open(title: &str) -> OpenImprovement {
    let open = json!({"title": title, "kind": "process", "owner": "cem", "units": ["shop"], "metric": "nps"});
    serde_json::from_value(open).unwrap()
}

impl Desk {
    pub(super) fn hear_of_improvements(&mut self, events: &[Event]) {
        for event in events {
            let What::ImprovementChanged {
                improvement, event, ..
            } = &event.what
            else {
                continue;
            };
            if event.change != ImprovementChange::Opened {
                self.improved.get_mut(improvement).unwrap().apply(event);
            }
        }
    }

    /// Somebody does something about one of the improvements, or proposes one.
    pub(super) fn improve(
        &mut self,
        number: usize,
        by: usize,
        late: i64,
        action: &ImprovementAction,
    ) {
        let by = *PEOPLE.get(by).unwrap_or(&"dee");
        let at = self.now.plus(-late * MINUTE);
        let ids: Vec<String> = self.improved.keys().cloned().collect();
        let id = ids.get(number % ids.len().max(1)).cloned();
        let mut action = action.clone();
        if let ImprovementAction::Link { case } | ImprovementAction::Unlink { case } = &mut action {
            *case = CaseRef::Id(self.case(number));
        }
        let mut command = json!({"by": by, "at": at, "do": action});
        let proposed = matches!(action, ImprovementAction::Open(_));
        if let Some(id) = id
            .as_ref()
            .filter(|_| !proposed || number.is_multiple_of(5))
        {
            command["improvement"] = json!(id);
        } else if let ImprovementAction::Open(open) = &action
            && let Ok(one) = Improvement::open(self.engine.program(), by, at, open)
            && !self.improved.contains_key(&one.id)
        {
            // What it was opened with comes with the command; a refusal leaves none.
            self.proposed = Some(one);
        }
        let said = id
            .as_ref()
            .and_then(|id| self.engine.improvement_allowed(id).ok());
        let taken = self.give(json!({ "improvement": command }));
        if let Some(one) = self.proposed.take().filter(|_| taken) {
            self.improved.insert(one.id.clone(), one);
        }
        let one = said.and_then(|said| said.into_iter().find(|one| one.command == action.name()));
        if let Some(one) = one {
            assert!(one.allowed || !taken, "{} was not offered", one.command);
        }
        self.note(format!("improvement {}", action.name()), taken);
    }

    /// Another version of the program is in force from now on.
    pub(super) fn follow(&mut self, version: usize, migrates: bool) {
        let mut text = PROGRAM.to_owned();
        for (old, new) in VERSIONS[version] {
            assert!(text.contains(old), "{old}");
            text = text.replace(old, new);
        }
        let mut change = json!({"at": self.now, "program": text});
        if migrates {
            change["migrate"] = json!("all");
        }
        let before = self.engine.program().digest().to_owned();
        let taken = self.give(json!({ "program": change }));
        let is_another = self.engine.program().digest() != before;
        assert!(taken || !is_another);
        self.note(format!("version {version}"), taken);
    }

    pub(super) fn improvements_hold(&self) {
        let known: Vec<&Improvement> = self.engine.improvements().collect();
        assert!(
            known.iter().copied().eq(self.improved.values()),
            "the events are the improvements"
        );
        for one in known {
            let is_over = matches!(
                one.state,
                ImprovementState::Done | ImprovementState::Dropped
            );
            assert_eq!(one.ended_at.is_some(), is_over);
            assert_eq!(one.told.is_some(), one.state == ImprovementState::Done);
            for case in &one.cases {
                assert!(
                    self.engine
                        .case(case)
                        .unwrap()
                        .improvements
                        .contains(&one.id)
                );
            }
        }
        for case in self.engine.cases() {
            for id in &case.improvements {
                assert!(
                    self.improved[id].cases.contains(&case.id),
                    "each shows the other"
                );
            }
            let unit = case.unit.as_ref().filter(|_| case.is_open());
            let units = &self.engine.program().spec().units;
            assert!(
                unit.is_none_or(|unit| units.contains_key(unit)),
                "no open case is lost: {case:?}"
            );
            let removed = |change: &CaseChange| matches!(change, CaseChange::UnitRemoved { .. });
            let mut own = case.history.iter().filter(|event| removed(&event.change));
            assert!(own.all(|event| event.by.is_none()));
        }
    }
}

fn goal() -> ImprovementAction {
    let goal = json!({"better": "high", "by": "2026-06-01T00:00:00Z"});
    ImprovementAction::SetGoal(serde_json::from_value(goal).unwrap())
}

/// An improvement from its beginning to its end, the one or the other.
pub(super) fn whole(is_done: bool) -> Vec<ImprovementAction> {
    let case = || CaseRef::Id(String::new());
    vec![
        ImprovementAction::Open(Box::new(open("Call back within a day"))),
        ImprovementAction::Link { case: case() },
        ImprovementAction::Agree,
        ImprovementAction::Start,
        ImprovementAction::Unlink { case: case() },
        ImprovementAction::Link { case: case() },
        goal(),
        if is_done {
            ImprovementAction::Done
        } else {
            ImprovementAction::Drop {
                reason: "no money".into(),
            }
        },
    ]
}

pub(super) fn actions() -> Vec<ImprovementAction> {
    let case = || CaseRef::Id(String::new());
    vec![
        ImprovementAction::Open(Box::new(open("Call back within a day"))),
        ImprovementAction::Open(Box::new(open("A letter that people understand"))),
        ImprovementAction::Open(Box::new(open(" "))),
        ImprovementAction::Link { case: case() },
        ImprovementAction::Link { case: case() },
        ImprovementAction::Unlink { case: case() },
        ImprovementAction::Agree,
        ImprovementAction::Agree,
        ImprovementAction::Start,
        ImprovementAction::Start,
        ImprovementAction::Done,
        ImprovementAction::Drop {
            reason: "no money".into(),
        },
        ImprovementAction::Comment {
            text: "soon".into(),
        },
        ImprovementAction::Comment { text: " ".into() },
        ImprovementAction::SetOwner {
            owner: "dee".into(),
        },
        ImprovementAction::SetOwner {
            owner: "nobody".into(),
        },
        goal(),
    ]
}
