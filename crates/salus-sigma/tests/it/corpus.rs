//! The published rules, where they are at hand, and the routes that are shipped.

use std::path::{Path, PathBuf};

use salus_sigma::{Pipeline, Pipelines, Routes, RuleSet, Setup};

/// The folder with developer data, or a line that says what is skipped.
pub fn data(what: &str, folder: &str) -> Option<PathBuf> {
    let root = match std::env::var_os("SALUS_DATA") {
        Some(root) => PathBuf::from(root),
        None => Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data"),
    };
    let path = root.join(folder);
    if path.is_dir() {
        return Some(path);
    }
    eprintln!("skipped: {what} (no {})", path.display());
    None
}

/// The routes that are shipped.
pub fn routes() -> Routes {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../content/logsources.yaml");
    let text = std::fs::read_to_string(path).expect("the routes are part of the repository");
    Routes::parse(&text).expect("the shipped routes can be read")
}

/// The routes and pipelines that are shipped.
pub fn setup() -> Setup {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../content/pipelines");
    let mut pipelines = Pipelines::default();
    for path in files(&folder, ".yml") {
        let name = path.file_stem().expect("a name").to_string_lossy();
        let text = std::fs::read_to_string(&path).expect("a pipeline");
        let pipeline = Pipeline::parse(&text);
        let pipeline = pipeline.unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        pipelines.insert(&name, pipeline);
    }
    Setup {
        routes: routes(),
        pipelines,
        ..Setup::default()
    }
}

/// All files below a folder that end in `suffix`, sorted.
pub fn files(folder: &Path, suffix: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder that can be read") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.to_string_lossy().ends_with(suffix) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// The rules below some folders, as texts.
fn rule_files(folders: &[PathBuf]) -> Vec<(String, String)> {
    let mut all = Vec::new();
    for folder in folders.iter().filter(|folder| folder.is_dir()) {
        for path in files(folder, ".yml") {
            let text = std::fs::read_to_string(&path).expect("a rule file");
            all.push((path.display().to_string(), text));
        }
    }
    all
}

/// The rules below some folders, compiled.
pub fn rules_of(folders: &[PathBuf]) -> RuleSet {
    RuleSet::load_with(rule_files(folders).into_iter(), &setup())
}

/// All published rules, compiled; each of them is in use or listed with a reason.
pub fn rules(sigma: &Path) -> RuleSet {
    let folders = [
        "rules",
        "rules-compliance",
        "rules-emerging-threats",
        "rules-placeholder",
        "rules-threat-hunting",
    ];
    let files = rule_files(&folders.map(|folder| sigma.join(folder)));
    let count = files.len();
    let start = std::time::Instant::now();
    let rules = RuleSet::load_with(files.into_iter(), &setup());
    let took = start.elapsed();
    let mut reasons = std::collections::BTreeMap::<&str, usize>::new();
    for rule in rules.not_loaded() {
        let kind = rule.reason.split(['`', ':']).next().unwrap_or_default();
        *reasons.entry(kind).or_default() += 1;
    }
    eprintln!(
        "{count} files, {} rules loaded, {} not: {reasons:?}, in {took:?}",
        rules.rules().len(),
        rules.not_loaded().len()
    );
    assert_eq!(rules.rules().len() + rules.not_loaded().len(), count);
    assert!(
        rules.rules().len() * 10 >= count * 9,
        "most rules can be used"
    );
    rules
}
