//! External commands: shown before they run, limited in time, repeated where a download may fail.

use anyhow::{Context, Result, bail};
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus};
use std::thread::sleep;
use std::time::{Duration, Instant};

const POLL_INTERVAL: Duration = Duration::from_millis(50);
const RETRY_PAUSE: Duration = Duration::from_secs(5);
const DOWNLOAD_ATTEMPTS_MAX: u32 = 4;

/// One external command.
pub(crate) struct Cmd {
    inner: Command,
    limit: Option<Duration>,
    attempts_max: u32,
}

impl Cmd {
    /// A command that runs at the root of the repository, once, without a time limit.
    pub(crate) fn new(program: impl AsRef<OsStr>) -> Self {
        let mut inner = Command::new(program);
        inner.current_dir(crate::paths::root(""));
        // Cargo points it at its own tool chain, whose libraries other programs must not load.
        inner.env_remove("LD_LIBRARY_PATH");
        Self {
            inner,
            limit: None,
            attempts_max: 1,
        }
    }

    /// Cargo, the one that runs this task.
    pub(crate) fn cargo() -> Self {
        Self::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
    }

    pub(crate) fn args<A: AsRef<OsStr>>(mut self, args: impl IntoIterator<Item = A>) -> Self {
        self.inner.args(args);
        self
    }

    pub(crate) fn arg(mut self, arg: impl AsRef<OsStr>) -> Self {
        self.inner.arg(arg);
        self
    }

    pub(crate) fn env(mut self, key: &str, value: impl AsRef<OsStr>) -> Self {
        self.inner.env(key, value);
        self
    }

    pub(crate) fn dir(mut self, dir: impl AsRef<Path>) -> Self {
        self.inner.current_dir(dir);
        self
    }

    /// Ends the command, and what it started, after this time.
    pub(crate) fn limit_seconds(mut self, seconds: u64) -> Self {
        self.limit = Some(Duration::from_secs(seconds));
        self
    }

    /// A download: repeated when it fails, each attempt within this time.
    pub(crate) fn download(mut self, seconds: u64) -> Self {
        self.attempts_max = DOWNLOAD_ATTEMPTS_MAX;
        self.limit_seconds(seconds)
    }

    /// Runs the command with its output shown; fails when it does.
    pub(crate) fn run(mut self) -> Result<()> {
        let line = self.line();
        println!("$ {line}");
        for attempt in 1..self.attempts_max {
            match self.attempt(&line) {
                Ok(()) => return Ok(()),
                Err(error) => println!(
                    "{error:#}; attempt {attempt} of {}, again in {} s",
                    self.attempts_max,
                    RETRY_PAUSE.as_secs()
                ),
            }
            sleep(RETRY_PAUSE);
        }
        self.attempt(&line)
    }

    /// Runs the command and returns what it printed to standard output.
    pub(crate) fn read(mut self) -> Result<String> {
        let line = self.line();
        let output = self
            .inner
            .output()
            .with_context(|| format!("cannot start {line}"))?;
        if !output.status.success() {
            let errors = String::from_utf8_lossy(&output.stderr);
            bail!("{line}: {}\n{}", output.status, errors.trim_end());
        }
        String::from_utf8(output.stdout).with_context(|| format!("{line}: output is not UTF-8"))
    }

    fn attempt(&mut self, line: &str) -> Result<()> {
        if self.limit.is_some() {
            own_group(&mut self.inner);
        }
        let mut child = self
            .inner
            .spawn()
            .with_context(|| format!("cannot start {line}"))?;
        let status = match self.limit {
            None => child.wait()?,
            Some(limit) => wait_at_most(&mut child, limit)
                .with_context(|| format!("{line}: ended after {} s", limit.as_secs()))?,
        };
        if !status.success() {
            bail!("{line}: {status}");
        }
        Ok(())
    }

    fn line(&self) -> String {
        let program = PathBuf::from(self.inner.get_program());
        let name = program.file_name().unwrap_or(program.as_os_str());
        std::iter::once(name)
            .chain(self.inner.get_args())
            .map(|word| crate::paths::shown(Path::new(word)))
            .collect::<Vec<_>>()
            .join(" ")
    }
}

fn wait_at_most(child: &mut Child, limit: Duration) -> Result<ExitStatus> {
    let started = Instant::now();
    while started.elapsed() < limit {
        if let Some(status) = child.try_wait()? {
            return Ok(status);
        }
        sleep(POLL_INTERVAL);
    }
    end_group(child);
    child.kill()?;
    child.wait()?;
    bail!("too slow")
}

#[cfg(unix)]
fn own_group(command: &mut Command) {
    std::os::unix::process::CommandExt::process_group(command, 0);
}

#[cfg(not(unix))]
fn own_group(_: &mut Command) {}

/// Ends the children of a child too; a download may hang in one of them.
fn end_group(child: &Child) {
    if cfg!(unix) {
        let group = format!("-{}", child.id());
        // The group may have ended by itself; the child is ended and waited for in any case.
        let _ = Command::new("kill").args(["-KILL", "--", &group]).status();
    }
}

#[cfg(test)]
mod tests {
    use super::Cmd;
    use std::time::{Duration, Instant};

    #[test]
    fn a_command_that_fails_is_an_error_that_names_it() {
        let error = Cmd::new("false").arg("x").run().unwrap_err();
        assert!(error.to_string().starts_with("false x: "), "{error}");
    }

    #[cfg(unix)]
    #[test]
    fn a_time_limit_ends_the_children_too() {
        let started = Instant::now();
        let marker = std::env::temp_dir().join(format!("voc-xtask-{}", std::process::id()));
        let script = format!("(sleep 3; touch {}) & wait", marker.display());
        let limited = Cmd::new("sh").args(["-c", &script]).limit_seconds(1);
        assert!(limited.run().is_err());
        assert!(started.elapsed() < Duration::from_secs(3));
        std::thread::sleep(Duration::from_secs(3));
        assert!(!marker.exists());
    }

    #[test]
    fn reading_returns_standard_output() {
        assert_eq!(Cmd::new("echo").arg("hello").read().unwrap(), "hello\n");
    }
}
