//! Prints every published JSON Schema by name; `cargo xtask schema` keeps them in files.

use std::collections::BTreeMap;
use std::io::Write;

fn main() -> std::io::Result<()> {
    let schemas: BTreeMap<_, _> = voc_core::schema::all().into_iter().collect();
    let text = serde_json::to_string(&schemas)?;
    std::io::stdout().write_all(text.as_bytes())
}
