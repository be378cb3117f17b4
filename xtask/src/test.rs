//! `cargo xtask test`: installs what is missing and runs every test there is.

use crate::paths::find_program;
use crate::proc::Cmd;
use crate::steps::{self, Done, Step};
use crate::{apt, fuzz, npm, python, schema, wasm};
use anyhow::{Result, bail};

/// A script that hangs is ended, and the browser that it started with it.
const SCRIPT_SECONDS_MAX: u64 = 600;

pub(crate) const BROWSERS: [&str; 4] = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
];

/// Options of `cargo xtask test`.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Run these steps only, in their usual order.
    #[arg(long, value_name = "STEP", num_args = 1..)]
    only: Vec<String>,
    /// Name the steps and run none.
    #[arg(long)]
    list: bool,
}

/// Every step, in order: what is quick and what tells most comes first.
const STEPS: &[Step] = &[
    Step {
        name: "format",
        why: "cargo fmt, so that differences are about content",
        needs: &[],
        work: || cargo(&["fmt", "--all", "--check"]),
    },
    Step {
        name: "clippy",
        why: "lints of the whole workspace, warnings are errors",
        needs: &[],
        work: || {
            cargo(&[
                "clippy",
                "--workspace",
                "--all-targets",
                "--",
                "-D",
                "warnings",
            ])
        },
    },
    Step {
        name: "rust",
        why: "every Rust test, the conformance vectors among them",
        needs: &[],
        work: || cargo(&["test", "--workspace"]),
    },
    Step {
        name: "doc",
        why: "the documentation, whose links must lead somewhere",
        needs: &[],
        work: documentation,
    },
    Step {
        name: "fuzz-tools",
        why: "installs the C++ compiler that the fuzzer is built with",
        needs: &[],
        work: fuzz::tools,
    },
    Step {
        name: "fuzz",
        why: "random texts against the program parser and the condition parser, a minute each",
        needs: &["fuzz-tools"],
        work: fuzz::run,
    },
    Step {
        name: "npm-tools",
        why: "installs wasm-opt, the TypeScript compiler and the browser driver from npm",
        needs: &[],
        work: npm::install,
    },
    Step {
        name: "schema",
        why: "the published JSON Schemas and TypeScript types are current",
        needs: &["npm-tools"],
        work: schema::check,
    },
    Step {
        name: "wasm-tools",
        why: "installs a tool chain that makes wasm (rustup's, else Debian's)",
        needs: &[],
        work: wasm::install_toolchain,
    },
    Step {
        name: "bindgen",
        why: "installs the wasm-bindgen tool of the version in the lock file",
        needs: &[],
        work: wasm::install_bindgen,
    },
    Step {
        name: "wasm",
        why: "builds the npm package",
        needs: &["npm-tools", "wasm-tools", "bindgen"],
        work: || wasm::assemble().map(|()| Done::Ran),
    },
    Step {
        name: "wasm-limits",
        why: "the npm package is small enough, and asks nothing of its host",
        needs: &["wasm"],
        work: || wasm::size().map(|()| Done::Ran),
    },
    Step {
        name: "npm-package",
        why: "packs the npm package and installs the tarball, as a user would",
        needs: &["wasm"],
        work: || npm_script("package"),
    },
    Step {
        name: "types",
        why: "the package's TypeScript types, strictly, on a usage file",
        needs: &["npm-package"],
        work: || npm_script("types"),
    },
    Step {
        name: "node",
        why: "the npm package in Node",
        needs: &["npm-package"],
        work: || npm_script("node"),
    },
    Step {
        name: "browser-tools",
        why: "installs Chromium",
        needs: &[],
        work: install_browser,
    },
    Step {
        name: "browser",
        why: "the npm package in headless Chromium, plain and bundled",
        needs: &["npm-package", "browser-tools"],
        work: browser,
    },
    Step {
        name: "python-tools",
        why: "installs maturin and pytest into target/venv",
        needs: &[],
        work: python::tools,
    },
    Step {
        name: "python-build",
        why: "builds and installs the Python package",
        needs: &["python-tools"],
        work: python::build,
    },
    Step {
        name: "python",
        why: "every Python test",
        needs: &["python-build"],
        work: python::test,
    },
];

/// Runs the steps that were asked for.
pub(crate) fn run(args: &Args) -> Result<()> {
    if let Some(unknown) = args.only.iter().find(|name| !is_step(name)) {
        bail!("there is no step {unknown}; `cargo xtask test --list` names them");
    }
    let chosen: Vec<&Step> = STEPS
        .iter()
        .filter(|step| args.only.is_empty() || args.only.iter().any(|name| name == step.name))
        .collect();
    if args.list {
        for step in chosen {
            println!("{:<14} {}", step.name, step.why);
        }
        return Ok(());
    }
    if !steps::run(&chosen) {
        bail!("not every step passed");
    }
    Ok(())
}

fn is_step(name: &str) -> bool {
    STEPS.iter().any(|step| step.name == name)
}

fn cargo(arguments: &[&str]) -> Result<Done> {
    Cmd::cargo().args(arguments).run()?;
    Ok(Done::Ran)
}

fn documentation() -> Result<Done> {
    Cmd::cargo()
        .args(["doc", "--workspace", "--no-deps"])
        .env("RUSTDOCFLAGS", "-Dwarnings")
        .run()?;
    Ok(Done::Ran)
}

fn npm_script(name: &str) -> Result<Done> {
    npm::npm(&["run", name])
        .limit_seconds(SCRIPT_SECONDS_MAX)
        .run()?;
    Ok(Done::Ran)
}

fn install_browser() -> Result<Done> {
    if find_program(&BROWSERS).is_some() {
        return Ok(Done::AlreadyThere);
    }
    apt::install(&["chromium"])?;
    Ok(Done::Ran)
}

fn browser() -> Result<Done> {
    let Some(browser) = find_program(&BROWSERS) else {
        bail!("no browser among {}", BROWSERS.join(", "));
    };
    npm::npm(&["run", "browser"])
        .env("VOC_BROWSER", browser)
        .limit_seconds(SCRIPT_SECONDS_MAX)
        .run()?;
    Ok(Done::Ran)
}
