//! The table that the README shows.

use anyhow::{Context, Result};

const BEGIN: &str = "<!-- peers: written by `cargo xtask peers` -->\n";
const END: &str = "<!-- peers: end -->";

/// The README with this table in its place.
pub(super) fn with_table(readme: &str, table: &str) -> Result<String> {
    let (before, rest) = readme
        .split_once(BEGIN)
        .context("README.md has no place for the table")?;
    let (_, after) = rest
        .split_once(END)
        .context("the table in README.md has no end")?;
    Ok(format!("{before}{BEGIN}\n{table}\n{END}{after}"))
}

#[cfg(test)]
mod tests {
    use super::{BEGIN, END, with_table};

    #[test]
    fn only_what_is_between_the_marks_changes() {
        let readme = format!("# voc\n\n{BEGIN}old\n{END}\n\nmore\n");
        let new = with_table(&readme, "| new |\n").unwrap();
        assert_eq!(new, format!("# voc\n\n{BEGIN}\n| new |\n\n{END}\n\nmore\n"));
        assert_eq!(with_table(&new, "| new |\n").unwrap(), new);
        assert!(with_table("# voc", "").is_err());
    }
}
