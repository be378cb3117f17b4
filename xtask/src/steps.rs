//! Steps that run one after another, each with its reason, and the table of how they ended.

use anyhow::Result;
use std::fmt;
use std::time::{Duration, Instant};

/// One thing to do.
pub(crate) struct Step {
    /// Its short name, as in `--only`.
    pub(crate) name: &'static str,
    /// What it does and why, in one line.
    pub(crate) why: &'static str,
    /// The steps without which it cannot succeed.
    pub(crate) needs: &'static [&'static str],
    /// The work.
    pub(crate) work: fn() -> Result<Done>,
}

/// How a step that did not fail ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Done {
    /// It did its work.
    Ran,
    /// Nothing was to be done.
    AlreadyThere,
    /// It could not be done here, for this reason.
    Skipped(String),
}

enum End {
    Done(Done),
    Failed(String),
    Blocked(&'static str),
}

struct Line {
    name: &'static str,
    end: End,
    took: Duration,
}

/// Runs the steps in order, going on after a failure; false when any failed.
pub(crate) fn run(steps: &[&Step]) -> bool {
    let started = Instant::now();
    let mut lines: Vec<Line> = Vec::new();
    for (index, step) in steps.iter().enumerate() {
        println!(
            "\n── {}/{} {}: {}",
            index + 1,
            steps.len(),
            step.name,
            step.why
        );
        let line = attempt(step, &lines);
        println!("── {line}");
        lines.push(line);
    }
    println!("\nSummary");
    for line in &lines {
        println!("  {line}");
    }
    let failed = lines.iter().filter(|line| line.end.is_bad()).count();
    println!(
        "{} steps, {failed} not passed, {}",
        lines.len(),
        seconds(started.elapsed())
    );
    failed == 0
}

fn attempt(step: &Step, before: &[Line]) -> Line {
    let started = Instant::now();
    let blocker = before
        .iter()
        .find(|line| line.end.is_bad() && step.needs.contains(&line.name));
    let end = match blocker {
        Some(line) => End::Blocked(line.name),
        None => match (step.work)() {
            Ok(done) => End::Done(done),
            Err(error) => End::Failed(format!("{error:#}")),
        },
    };
    Line {
        name: step.name,
        end,
        took: started.elapsed(),
    }
}

impl End {
    fn is_bad(&self) -> bool {
        !matches!(self, End::Done(_))
    }
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (word, note) = match &self.end {
            End::Done(Done::Ran) => ("ok", String::new()),
            End::Done(Done::AlreadyThere) => ("ok", "already there".to_owned()),
            End::Done(Done::Skipped(reason)) => ("SKIPPED", reason.clone()),
            End::Failed(error) => ("FAILED", error.lines().next().unwrap_or("").to_owned()),
            End::Blocked(by) => ("BLOCKED", format!("needs {by}")),
        };
        let line = format!(
            "{:<14} {word:<8} {:>8}  {note}",
            self.name,
            seconds(self.took)
        );
        f.write_str(line.trim_end())
    }
}

fn seconds(time: Duration) -> String {
    format!("{:.1} s", time.as_secs_f64())
}

#[cfg(test)]
mod tests {
    use super::{Done, Step, run};
    use std::sync::atomic::{AtomicU32, Ordering};

    static RAN: AtomicU32 = AtomicU32::new(0);

    fn fails() -> anyhow::Result<Done> {
        anyhow::bail!("broken")
    }

    fn counts() -> anyhow::Result<Done> {
        let before = RAN.fetch_add(1, Ordering::Relaxed);
        anyhow::ensure!(before == 0, "ran twice");
        Ok(Done::Ran)
    }

    fn step(
        name: &'static str,
        needs: &'static [&'static str],
        work: fn() -> anyhow::Result<Done>,
    ) -> Step {
        Step {
            name,
            why: "",
            needs,
            work,
        }
    }

    #[test]
    fn a_failure_blocks_what_needs_it_and_nothing_else() {
        let ok = run(&[
            &step("build", &[], fails),
            &step("use", &["build"], counts),
            &step("use of use", &["use"], counts),
            &step("other", &[], counts),
        ]);
        assert!(!ok);
        assert_eq!(RAN.load(Ordering::Relaxed), 1);
    }

    #[test]
    fn a_skipped_step_is_no_failure() {
        assert!(run(&[&step("fuzz", &[], || Ok(Done::Skipped(
            "no nightly".to_owned()
        )))]));
    }
}
