//! Why the program stops, and with which exit code.

use std::fmt;
use std::io;
use std::path::Path;
use voc_core::ProgramError;

/// Reading or writing failed.
pub const EXIT_IO: u8 = 1;
/// The program, the mapping or the arguments are wrong.
pub const EXIT_DECLARED: u8 = 2;
/// A data file cannot be used at all.
pub const EXIT_DATA: u8 = 3;

/// Why the program stops.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// The exit code.
    pub code: u8,
    /// What to tell, in one or more lines.
    pub message: String,
}

impl Failure {
    /// A data file that cannot be used at all.
    pub fn data(path: &Path, message: impl fmt::Display) -> Self {
        Self {
            code: EXIT_DATA,
            message: format!("{}: {message}", path.display()),
        }
    }

    /// Arguments that do not fit together.
    pub fn usage(message: impl Into<String>) -> Self {
        Self {
            code: EXIT_DECLARED,
            message: message.into(),
        }
    }

    /// Reading or writing failed.
    pub fn io(path: &Path, error: &io::Error) -> Self {
        Self {
            code: EXIT_IO,
            message: format!("{}: {error}", path.display()),
        }
    }

    /// A program or mapping with findings, one a line, as `file:line:column: message`.
    pub fn declared(path: &Path, error: &ProgramError) -> Self {
        Self {
            code: EXIT_DECLARED,
            message: findings(path, error),
        }
    }

    /// A data file without the columns that the mapping at `map` asks for.
    pub fn unbound(path: &Path, map: &Path, error: &ProgramError) -> Self {
        Self::data(
            path,
            format!("does not fit its mapping\n{}", findings(map, error)),
        )
    }
}

/// The findings in a file, one a line, as compilers print them.
pub fn findings(path: &Path, error: &ProgramError) -> String {
    let lines = error.diagnostics.iter().map(|finding| {
        let mut bare = finding.clone();
        let place = bare.position.take().map_or_else(String::new, |position| {
            format!(":{}:{}", position.line, position.column)
        });
        format!("{}{place}: {bare}", path.display())
    });
    lines.collect::<Vec<_>>().join("\n")
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Failure {}
