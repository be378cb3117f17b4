//! Where and when a table was made.

use chrono::DateTime;
use std::fs;
use std::thread::available_parallelism;
use std::time::{SystemTime, UNIX_EPOCH};

/// The processor and how many of its cores we may use.
pub(super) fn processor() -> String {
    let cores = available_parallelism().map_or(1, usize::from);
    let facts = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = facts
        .lines()
        .find(|line| line.starts_with("model name"))
        .and_then(|line| line.split(':').nth(1))
        .map_or("processor unknown", str::trim);
    format!("{model}, {cores} cores, {}", std::env::consts::OS)
}

/// Today in UTC, by the system's clock.
pub(super) fn today() -> String {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    let seconds = since.map_or(0, |since| since.as_secs());
    let now = i64::try_from(seconds)
        .ok()
        .and_then(|seconds| DateTime::from_timestamp(seconds, 0));
    now.unwrap_or_default().date_naive().to_string()
}

/// How many programs wanted to run in the last minute, on average.
pub(super) fn load() -> String {
    let facts = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    facts
        .split(' ')
        .next()
        .filter(|load| !load.is_empty())
        .unwrap_or("unknown")
        .to_owned()
}
