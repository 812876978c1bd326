//! The `salus` program: verbs, configuration and exit codes; no logic.

mod arguments;
mod progress;
mod verbs;

use std::process::ExitCode;

use clap::Parser as _;

/// Many small texts on several threads: see `docs/decisions/0012-reading-in-stretches.md`.
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    // Readers that break are caught and become rejects; what they would print is not for users.
    std::panic::set_hook(Box::new(|_| {}));
    let arguments = arguments::Arguments::parse();
    match verbs::run(&arguments) {
        Ok(outcome) => outcome.code(),
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::from(2)
        }
    }
}
