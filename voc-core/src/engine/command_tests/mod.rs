//! Every command on cases and improvements, given to engines in random order, late and in time, to several cases of a few customers
//! who may turn out to be one; restored anywhere,
//! under versions of the program that come in mid-stream. What is held after each step is in `Desk::holds`.

mod desk;
mod outer;
mod steps;

use crate::case::{Verdict, WaitingOn};
use crate::program::FORMS;
use desk::Desk;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use std::collections::BTreeSet;
use steps::{Step, steps};

fn live(steps: &[(Step, i64)]) -> Desk {
    let mut desk = Desk::new();
    for (step, minutes) in steps {
        desk.step(step, *minutes);
        desk.holds();
    }
    desk.restore();
    assert_eq!(desk.engine.digest(), desk.twin.digest());
    desk
}

/// Short by default; `PROPTEST_CASES` for the long run.
fn config() -> ProptestConfig {
    match std::env::var_os("PROPTEST_CASES") {
        Some(_) => ProptestConfig::default(),
        None => ProptestConfig::with_cases(64),
    }
}

proptest! {
    #![proptest_config(config())]
    #[test]
    fn no_history_of_commands_breaks_what_is_promised(steps in steps()) {
        live(&steps);
    }
}

/// The generator reaches everything.
#[test]
fn every_command_is_taken_somewhere_and_refused_somewhere() {
    let mut runner = TestRunner::deterministic();
    let commands = FORMS.iter().map(|form| form.command.to_owned());
    let outer = outer::actions();
    let outer = outer
        .iter()
        .map(|action| format!("improvement {}", action.name()));
    let all: BTreeSet<String> = commands.chain(outer).collect();
    let (mut never_taken, mut never_refused) = (all.clone(), all);
    never_taken.extend((0..4).map(|version| format!("version {version}")));
    never_refused.insert("version 4".to_owned());
    let states = ["new", "acknowledged", "in_progress", "resolved", "closed"];
    let waiting = WaitingOn::ALL.map(|on| format!("waiting.{}", on.name()));
    let verdicts = Verdict::ALL.map(|verdict| verdict.name().to_owned());
    let grounds = ["Confirmed", "Undisputed", "Unreachable", "Waiver"];
    let names = states.into_iter().chain(grounds).map(str::to_owned);
    let mut never_seen: BTreeSet<String> = names.chain(waiting).chain(verdicts).collect();
    for _ in 0..300 {
        let desk = live(&steps().new_tree(&mut runner).unwrap().current());
        never_taken.retain(|command| !desk.taken.contains(command));
        never_refused.retain(|command| !desk.refused.contains(command));
        never_seen.retain(|name| !desk.seen.contains(name));
        if never_taken.is_empty() && never_refused.is_empty() && never_seen.is_empty() {
            break;
        }
    }
    assert_eq!(never_seen, BTreeSet::new());
    assert_eq!(never_taken, BTreeSet::new());
    assert_eq!(never_refused, BTreeSet::new());
}
