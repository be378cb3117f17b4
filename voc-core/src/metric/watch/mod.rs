//! Rules over metrics: groups judged at the ends of local periods. What they mean is in
//! `rule/PATTERNS.md`.

mod difference;
mod family;
mod judge;
mod plan;
mod window;

pub use difference::Difference;
pub use family::{Group, judge_groups};
pub use judge::{Answers, Finding, Judgement, judge};
pub use plan::{WatchPlan, Watched};
pub use window::{Days, last_day, window, window_before};

#[cfg(test)]
mod simulation;
#[cfg(test)]
mod tests;
