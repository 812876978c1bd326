//! Checks and chores of the repository: `cargo xtask tidy` and `cargo xtask licences`.

mod licences;
mod tidy;
mod tree;

use std::process::ExitCode;

const HELP: &str = "\
usage: cargo xtask <tidy | licences>

  tidy      the house rules that the compiler does not know (CONTRIBUTING.md)
  licences  every crate in the lock file has a licence that deny.toml allows
";

fn main() -> ExitCode {
    let verb = std::env::args().nth(1).unwrap_or_default();
    let done = match verb.as_str() {
        "tidy" => tidy::run(),
        "licences" => licences::run(),
        _ => {
            eprint!("{HELP}");
            return ExitCode::from(2);
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(problems) => {
            eprintln!("{problems}");
            ExitCode::FAILURE
        }
    }
}
