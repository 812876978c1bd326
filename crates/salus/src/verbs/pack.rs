//! `salus pack add`: a collection of Sigma rules, pinned by digest, its licence shown.

use std::io::Read as _;
use std::path::Path;

use salus_content::Library;
use salus_engine::detect::sigma;
use salus_record::Digest;
use salus_sources::{Found, walk};

use super::Outcome;
use crate::arguments::{Arguments, Pack};

/// A rule file larger than this is left out (bytes).
const RULE_BYTES: u64 = 1 << 20;

pub(crate) fn run(arguments: &Arguments, what: &Pack) -> Result<Outcome, String> {
    let Pack::Add { source } = what;
    let Some(content) = &arguments.content else {
        return Err(
            "a pack needs a home; help: add `--content DIR`, and give it to every later run".into(),
        );
    };
    let (rules, licences) = files_of(source)?;
    if rules.is_empty() {
        return Err(format!(
            "`{}` holds no rule files (.yml, .yaml)",
            source.display()
        ));
    }
    let name = source
        .file_stem()
        .map_or_else(|| "pack".into(), |name| name.to_string_lossy().into_owned());
    let home = content.join("packs").join(&name);
    let mut all = String::new();
    for (path, text) in &rules {
        write(&home.join(path), text)?;
        all.push_str(&format!(
            "{} {path}\n",
            Digest::of(text.as_bytes()).as_str()
        ));
    }
    let digest = Digest::of(all.as_bytes());
    write(
        &home.join("pack.lock"),
        &format!("sha256 {}\n{all}", digest.as_str()),
    )?;
    for (path, text) in &licences {
        write(&home.join(path), text)?;
        eprintln!(
            "licence `{path}`: {}",
            text.lines()
                .map(str::trim)
                .find(|line| !line.is_empty())
                .unwrap_or("")
        );
    }
    if licences.is_empty() {
        eprintln!(
            "warning: the pack carries no licence file; help: find out whether you may use it"
        );
    }
    report(arguments, &name, rules.len(), &digest)
}

fn report(
    arguments: &Arguments,
    name: &str,
    files: usize,
    digest: &Digest,
) -> Result<Outcome, String> {
    let library: Library = super::library(arguments);
    let detector = sigma(&library)?;
    let start = format!("packs/{name}/");
    let loaded = detector
        .rules()
        .rules()
        .iter()
        .filter(|rule| rule.path.starts_with(&start))
        .count();
    let left: Vec<_> = detector
        .rules()
        .not_loaded()
        .iter()
        .filter(|rule| rule.path.starts_with(&start))
        .collect();
    for rule in &left {
        eprintln!("not loaded: `{}`: {}", rule.path, rule.reason);
    }
    if arguments.json {
        super::print_json(&serde_json::json!({
            "pack": name, "files": files, "loaded": loaded, "not_loaded": left.len(), "digest": digest.as_str(),
        }))?;
    } else {
        super::print_line(&format!(
            "pack `{name}`: {files} files, {loaded} rules loaded, {} not; sha256 {}",
            left.len(),
            digest.as_str()
        ))?;
    }
    Ok(Outcome::Done)
}

type Files = Vec<(String, String)>;

/// Rule files and licence files below a folder or in an archive, by path inside it.
fn files_of(source: &Path) -> Result<(Files, Files), String> {
    let (mut rules, mut licences) = (Vec::new(), Vec::new());
    let root = source.to_string_lossy().into_owned();
    walk(&[source.to_owned()], &[]).visit(&(), &mut |found| {
        let mut piece = match found {
            Found::Piece(piece) => piece,
            Found::Failed { name, reason, .. } => return Err(format!("`{name}`: {reason}")),
        };
        let inner = piece
            .name
            .strip_prefix(&root)
            .unwrap_or(&piece.name)
            .replace('!', "/");
        let inner = inner.trim_start_matches('/').to_owned();
        let leaf = inner.rsplit('/').next().unwrap_or_default().to_lowercase();
        let is_rule = leaf.ends_with(".yml") || leaf.ends_with(".yaml");
        let is_licence = leaf.starts_with("license") || leaf.starts_with("licence");
        let is_safe = inner
            .split('/')
            .all(|part| part != ".." && !part.is_empty());
        if !(is_rule || is_licence) || !is_safe || piece.size > RULE_BYTES {
            return Ok(());
        }
        let mut text = String::new();
        if piece.input.read_to_string(&mut text).is_err() {
            eprintln!("warning: `{inner}` is not text and is left out");
            return Ok(());
        }
        if is_rule {
            rules.push((inner, text))
        } else {
            licences.push((inner, text))
        }
        Ok(())
    })?;
    Ok((rules, licences))
}

fn write(path: &Path, text: &str) -> Result<(), String> {
    let fail = |error: std::io::Error| format!("cannot write `{}`: {error}", path.display());
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(fail)?;
    }
    std::fs::write(path, text).map_err(fail)
}
