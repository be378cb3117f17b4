//! Where things are in the repository.

use std::env;
use std::path::{Path, PathBuf};

/// A path below the root of the repository.
pub(crate) fn root(below: impl AsRef<Path>) -> PathBuf {
    let this_crate = env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    this_crate.parent().unwrap_or(&this_crate).join(below)
}

/// A path below cargo's target directory.
pub(crate) fn target(below: impl AsRef<Path>) -> PathBuf {
    env::var_os("CARGO_TARGET_DIR")
        .map_or_else(|| root("target"), |named| root(PathBuf::from(named)))
        .join(below)
}

/// A path as people read it: below the root of the repository where it is there.
pub(crate) fn shown(path: &Path) -> String {
    path.strip_prefix(root(""))
        .unwrap_or(path)
        .display()
        .to_string()
}

/// The first of these programs that the search path has.
pub(crate) fn find_program(names: &[&str]) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    names.iter().find_map(|name| {
        env::split_paths(&path)
            .map(|folder| folder.join(name))
            .find(|file| file.is_file())
    })
}
