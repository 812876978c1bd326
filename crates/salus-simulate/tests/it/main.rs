//! The generator gives the same bytes each time, in formats that other programs read.

mod example;
mod exports;
mod gallery;
mod hospital;
mod windows;

use std::sync::OnceLock;

use salus_simulate::{EXAMPLE_DAYS, EXAMPLE_SEED, File, Generated, generate};

/// The example, made once for all tests of this process.
fn clinic() -> &'static Generated {
    static CLINIC: OnceLock<Generated> = OnceLock::new();
    CLINIC.get_or_init(fresh)
}

fn fresh() -> Generated {
    generate(EXAMPLE_SEED, EXAMPLE_DAYS).expect("the example's options are allowed")
}

fn file(path: &str) -> &'static File {
    clinic()
        .files
        .iter()
        .find(|file| file.path == path)
        .expect("the file is written")
}
