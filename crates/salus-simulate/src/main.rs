//! `salus-simulate --out DIR`: writes the evidence of an invented clinic into a folder, and the truth beside it;
//! `salus-simulate mail`: writes invented letters.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use salus_simulate::{EXAMPLE_DAYS, EXAMPLE_SEED, File, Generated, generate, letters};

const USAGE: &str = "salus-simulate --out DIR [--seed N] [--days N]
salus-simulate mail --out DIR [--seed N] [--count N]

  --out DIR   the evidence goes to DIR, the truth to DIR-truth.yaml beside it
  --seed N    another seed gives other people's days (default 405)
  --days N    days before 1 November 2026 (default 42, 35 to 120)
  mail        honest and harmful letters instead, with `labels.csv`
  --count N   letters (default 1000)";

const COUNT: u32 = 1_000;

struct Options {
    out: PathBuf,
    seed: u64,
    days: u32,
    count: u32,
}

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::from(2)
        }
    }
}

fn run() -> Result<(), String> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if arguments
        .iter()
        .any(|argument| argument == "--help" || argument == "-h")
    {
        println!("{USAGE}");
        return Ok(());
    }
    if arguments.first().is_some_and(|first| first == "mail") {
        let options = parse(&arguments[1..])?;
        let files = letters(options.seed, options.count)?;
        write_all(&options.out, &files)?;
        eprintln!("{} letters in `{}`", options.count, options.out.display());
        return Ok(());
    }
    let options = parse(&arguments)?;
    let generated = generate(options.seed, options.days)?;
    write(&options.out, &generated)?;
    let bytes: usize = generated.files.iter().map(|file| file.bytes.len()).sum();
    eprintln!(
        "{} files, {bytes} bytes in `{}`",
        generated.files.len(),
        options.out.display()
    );
    Ok(())
}

fn parse(arguments: &[String]) -> Result<Options, String> {
    let mut options = Options {
        out: PathBuf::new(),
        seed: EXAMPLE_SEED,
        days: EXAMPLE_DAYS,
        count: COUNT,
    };
    let mut rest = arguments.iter();
    while let Some(name) = rest.next() {
        let value = rest
            .next()
            .ok_or_else(|| format!("`{name}` needs a value\n\n{USAGE}"))?;
        let wrong = |_| format!("`{value}` is not a number for `{name}`\n\n{USAGE}");
        match name.as_str() {
            "--out" => options.out = PathBuf::from(value),
            "--seed" => options.seed = value.parse().map_err(wrong)?,
            "--days" => options.days = value.parse().map_err(wrong)?,
            "--count" => options.count = value.parse().map_err(wrong)?,
            _ => return Err(format!("unknown option `{name}`\n\n{USAGE}")),
        }
    }
    if options.out.as_os_str().is_empty() {
        return Err(format!("`--out` is missing\n\n{USAGE}"));
    }
    Ok(options)
}

fn write_all(folder: &Path, files: &[File]) -> Result<(), String> {
    for file in files {
        write_one(&folder.join(&file.path), &file.bytes)?;
    }
    Ok(())
}

fn write(folder: &Path, generated: &Generated) -> Result<(), String> {
    write_all(folder, &generated.files)?;
    let mut truth = folder.as_os_str().to_owned();
    truth.push("-truth.yaml");
    write_one(Path::new(&truth), generated.truth.as_bytes())
}

fn write_one(path: &Path, content: &[u8]) -> Result<(), String> {
    let failed = |error: std::io::Error| format!("cannot write `{}`: {error}", path.display());
    if let Some(parent) = path.parent() {
        std::fs::create_dir_all(parent).map_err(failed)?;
    }
    std::fs::write(path, content).map_err(failed)
}
