//! What is asked for on the command line.

use crate::failure::Failure;
use clap::Parser;
use std::path::{Path, PathBuf};
use voc_core::Time;

/// Reads customers' signals, and what the company did, from files; runs a program over them; writes
/// the alerts, the cases and a report that sets the company's number beside the customers'.
#[derive(Debug, Clone, Parser)]
#[command(name = "loop-report", version, after_long_help = AFTER)]
pub struct Args {
    /// The program file, YAML or JSON.
    #[arg(long, value_name = "FILE")]
    pub program: PathBuf,
    /// A mapping file, from columns to inputs: one for all files, or one for each in their order.
    #[arg(long = "map", value_name = "FILE")]
    pub maps: Vec<PathBuf>,
    /// The folder to write to; made if it is not there.
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
    /// A field, or a part of a case such as `touch_point`, to break the report down by.
    #[arg(long, value_name = "NAME")]
    pub by: Vec<String>,
    /// The instant up to which time goes on, as 2026-03-31T22:00:00Z; the last input's if not said.
    #[arg(long, value_name = "TIME", value_parser = time)]
    pub until: Option<Time>,
    /// CSV, TSV, NDJSON or Parquet, by what the name ends in.
    #[arg(required = true, value_name = "DATA")]
    pub files: Vec<PathBuf>,
}

const AFTER: &str = "\
NDJSON without a mapping holds inputs of the engine, one a line. Maps go to the files that need one:
NDJSON files take one only where there are as many maps as files, or no other files.

Files of any size are read in constant memory; inputs are sorted by time in temporary files.

Written to DIR: report.html, summary.json, alerts.ndjson, cases.ndjson, refused.ndjson.

Exit codes:
  0  done; rows and inputs that were refused are counted, and told in refused.ndjson
  1  reading or writing failed
  2  the program, a mapping or the arguments are wrong: file:line:column: message
  3  a data file cannot be used at all: not there, empty, without a column that its mapping needs";

fn time(text: &str) -> Result<Time, String> {
    Time::parse(text).map_err(|error| error.to_string())
}

impl Args {
    /// The mapping file of each data file.
    ///
    /// # Errors
    /// Where the numbers do not fit.
    pub(crate) fn map_of_each(&self) -> Result<Vec<(&Path, Option<&Path>)>, Failure> {
        let needing = self.files.iter().filter(|file| !is_ndjson(file)).count();
        let each_has_one = self.maps.len() == self.files.len() || needing == 0;
        let takers = if each_has_one {
            self.files.len()
        } else {
            needing
        };
        let count = self.maps.len();
        if count > 1 && count != takers || count == 0 && needing > 0 {
            return Err(Failure::usage(format!(
                "{count} maps for {takers} files that take one: give one map for all, or one for each"
            )));
        }
        let mut maps = self.maps.iter().map(PathBuf::as_path);
        let only = if count == 1 { maps.next() } else { None };
        let pairs = self.files.iter().map(|file| {
            let may_take = each_has_one || !is_ndjson(file);
            let map = if may_take {
                only.or_else(|| maps.next())
            } else {
                None
            };
            (file.as_path(), map)
        });
        Ok(pairs.collect())
    }
}

fn is_ndjson(path: &Path) -> bool {
    path.extension().is_some_and(|ending| {
        ending.eq_ignore_ascii_case("ndjson") || ending.eq_ignore_ascii_case("jsonl")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn maps(files: &[&str], maps: &[&str]) -> Result<Vec<Option<String>>, Failure> {
        let owned = |names: &[&str]| names.iter().map(PathBuf::from).collect();
        let args = Args {
            program: "p".into(),
            maps: owned(maps),
            out: "o".into(),
            by: Vec::new(),
            until: None,
            files: owned(files),
        };
        let pairs = args.map_of_each()?;
        Ok(pairs
            .into_iter()
            .map(|(_, map)| map.map(|map| map.display().to_string()))
            .collect())
    }

    #[test]
    fn maps_go_to_the_files_that_need_one() {
        let some = |name: &str| Some(name.to_owned());
        assert_eq!(
            maps(&["a.csv", "b.csv"], &["m"]),
            Ok(vec![some("m"), some("m")])
        );
        assert_eq!(
            maps(&["a.csv", "b.csv"], &["m", "n"]),
            Ok(vec![some("m"), some("n")])
        );
        assert_eq!(
            maps(&["a.csv", "r.ndjson"], &["m"]),
            Ok(vec![some("m"), None])
        );
        assert_eq!(
            maps(&["a.csv", "r.ndjson", "b.tsv"], &["m", "n"]),
            Ok(vec![some("m"), None, some("n")])
        );
        assert_eq!(
            maps(&["a.csv", "r.ndjson"], &["m", "n"]),
            Ok(vec![some("m"), some("n")])
        );
        assert_eq!(maps(&["r.ndjson"], &[]), Ok(vec![None]));
        assert_eq!(maps(&["r.ndjson"], &["m"]), Ok(vec![some("m")]));
        assert!(maps(&["a.csv"], &[]).is_err());
        assert!(maps(&["a.csv", "b.csv", "c.csv"], &["m", "n"]).is_err());
    }
}
