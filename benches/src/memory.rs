//! The process's peak of memory, as Linux counts it.

use std::fs;

/// The most memory that the process has held since the last [`reset_peak`], in bytes; absent where
/// the system does not say.
pub fn peak() -> Option<u64> {
    kilobytes(&fs::read_to_string("/proc/self/status").ok()?, "VmHWM:").map(|kb| kb * 1024)
}

/// What the process holds now, in bytes.
pub fn held() -> Option<u64> {
    kilobytes(&fs::read_to_string("/proc/self/status").ok()?, "VmRSS:").map(|kb| kb * 1024)
}

/// Lets the peak begin anew at what is held now; false where the system does not let us.
pub fn reset_peak() -> bool {
    fs::write("/proc/self/clear_refs", "5").is_ok()
}

/// How far the peak rises above what was held before, while something runs: its own memory, without
/// the input that was there already. What it returns counts; take off [`heap_bytes`] of it.
pub fn rise<T>(work: impl FnOnce() -> T) -> (T, Option<u64>) {
    let before = held();
    let fresh = reset_peak();
    let out = work();
    let rise = before
        .zip(peak())
        .map(|(before, peak)| peak.saturating_sub(before));
    (out, rise.filter(|_| fresh))
}

/// What a vector holds on the heap.
pub fn heap_bytes<T>(of: &Vec<T>) -> u64 {
    (of.capacity() * size_of::<T>()) as u64
}

fn kilobytes(status: &str, key: &str) -> Option<u64> {
    let line = status.lines().find(|line| line.starts_with(key))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::rise;

    #[test]
    fn what_was_held_for_a_moment_counts() {
        let bytes = 64 << 20;
        let (sum, rise) = rise(|| {
            std::hint::black_box(vec![1_u8; bytes])
                .iter()
                .map(|b| u64::from(*b))
                .sum::<u64>()
        });
        assert_eq!(sum, bytes as u64);
        assert!(
            rise.is_none_or(|rise| rise > bytes as u64 * 9 / 10),
            "{rise:?}"
        );
    }
}
