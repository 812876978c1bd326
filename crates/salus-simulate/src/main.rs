//! `salus-simulate --out DIR`: writes the evidence of an invented clinic, hospital or system of hospitals into a folder,
//! and the truth beside it; `salus-simulate mail`: writes invented letters; `salus-simulate exports`: writes a file for
//! each format of single products.

mod options;

use std::path::Path;
use std::process::ExitCode;

use options::{Options, Size};
use salus_simulate::{File, Generated, gallery, generate, letters, simulate};

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
        println!("{}", options::USAGE);
        return Ok(());
    }
    if arguments.first().is_some_and(|first| first == "mail") {
        let options = Options::parse(&arguments[1..])?;
        let files = letters(options.seed, options.count)?;
        write_all(&options.out, &files)?;
        eprintln!("{} letters in `{}`", options.count, options.out.display());
        return Ok(());
    }
    if arguments.first().is_some_and(|first| first == "exports") {
        let options = Options::parse(&arguments[1..])?;
        return exports(&options);
    }
    let options = Options::parse(&arguments)?;
    match options.size {
        Size::Clinic => clinic(&options),
        Size::Hospital | Size::System => hospital(&options),
    }
}

fn clinic(options: &Options) -> Result<(), String> {
    let generated = generate(options.seed, options.clinic_days()?)?;
    write(&options.out, &generated)?;
    let bytes: usize = generated.files.iter().map(|file| file.bytes.len()).sum();
    eprintln!(
        "{} files, {bytes} bytes in `{}`",
        generated.files.len(),
        options.out.display()
    );
    Ok(())
}

fn exports(options: &Options) -> Result<(), String> {
    let generated = gallery(options.seed);
    write(&options.out, &generated)?;
    eprintln!(
        "{} exports in `{}`",
        generated.files.len(),
        options.out.display()
    );
    Ok(())
}

fn hospital(options: &Options) -> Result<(), String> {
    let plan = options.plan()?;
    let summary = simulate(&plan, &options.out)?;
    eprintln!(
        "{} accesses (user, patient, day) in {} log entries, {} resources, {} planted in `{}`",
        summary.pairs,
        summary.lines,
        summary.resources,
        summary.planted,
        options.out.display()
    );
    if summary.unplaced > 0 {
        eprintln!(
            "{} planted accesses found no day\nhelp: more days, staff or patients, or fewer in the scenario",
            summary.unplaced
        );
    }
    Ok(())
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
