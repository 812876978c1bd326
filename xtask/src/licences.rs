//! Every crate in the lock file has a licence that `deny.toml` allows; needs no network.

use std::process::Command;

use serde_json::Value;

use crate::tree;

/// Crates whose licence file says what the field does not: name and licence.
const CLARIFIED: &[(&str, &str)] = &[];

/// Asks cargo for all packages and checks their `license` fields.
pub(crate) fn run() -> Result<(), String> {
    let deny = std::fs::read_to_string(tree::root().join("deny.toml"))
        .map_err(|error| format!("`deny.toml`: {error}"))?;
    let allowed = allow_list(&deny);
    let packages = packages()?;
    let mut wrong = Vec::new();
    for (name, licence) in &packages {
        let licence = CLARIFIED
            .iter()
            .find(|(known, _)| known == name)
            .map_or(licence.as_str(), |(_, licence)| licence);
        if licence.is_empty() {
            wrong.push(format!(
                "`{name}` names no licence; read its licence file, then add it to `CLARIFIED`"
            ));
        } else if !is_allowed(licence, &allowed) {
            wrong.push(format!(
                "`{name}` is under `{licence}`, which deny.toml does not allow; find another crate"
            ));
        }
    }
    if wrong.is_empty() {
        eprintln!("licences: {} crates, all allowed", packages.len());
        return Ok(());
    }
    Err(wrong.join("\n"))
}

fn packages() -> Result<Vec<(String, String)>, String> {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let host = host()?;
    // Crates for other systems need not be on this disk; cargo-deny looks at them where there is a network.
    let output = Command::new(cargo)
        .args([
            "metadata",
            "--format-version",
            "1",
            "--offline",
            "--filter-platform",
            &host,
        ])
        .current_dir(tree::root())
        .output()
        .map_err(|error| format!("cannot run cargo: {error}"))?;
    if !output.status.success() {
        return Err(format!(
            "cargo metadata: {}",
            String::from_utf8_lossy(&output.stderr).trim()
        ));
    }
    let whole: Value = serde_json::from_slice(&output.stdout)
        .map_err(|error| format!("cargo metadata: {error}"))?;
    let text = |package: &Value, key: &str| package[key].as_str().unwrap_or_default().to_owned();
    let list = whole["packages"]
        .as_array()
        .map(Vec::as_slice)
        .unwrap_or_default();
    Ok(list
        .iter()
        .map(|package| (text(package, "name"), text(package, "license")))
        .collect())
}

/// The system this build is for, as the compiler calls it.
fn host() -> Result<String, String> {
    let rustc = std::env::var("RUSTC").unwrap_or_else(|_| "rustc".to_owned());
    let output = Command::new(rustc).arg("-vV").output();
    let output = output.map_err(|error| format!("cannot run rustc: {error}"))?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let line = text.lines().find_map(|line| line.strip_prefix("host: "));
    line.map(str::to_owned)
        .ok_or_else(|| "rustc names no host".to_owned())
}

/// The entries of `allow = [...]` under `[licenses]`.
fn allow_list(deny: &str) -> Vec<String> {
    let Some((_, section)) = deny.split_once("[licenses]") else {
        return Vec::new();
    };
    let Some((_, list)) = section.split_once("allow = [") else {
        return Vec::new();
    };
    let list = list.split(']').next().unwrap_or_default();
    list.split('"')
        .skip(1)
        .step_by(2)
        .map(str::to_owned)
        .collect()
}

/// Whether an SPDX expression can be met with allowed licences. `/` is an old way to write `OR`.
fn is_allowed(expression: &str, allowed: &[String]) -> bool {
    let spaced = expression
        .replace('/', " OR ")
        .replace('(', " ( ")
        .replace(')', " ) ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut at = 0;
    let met = any_of(&words, &mut at, allowed);
    met && at == words.len()
}

fn any_of(words: &[&str], at: &mut usize, allowed: &[String]) -> bool {
    let mut met = all_of(words, at, allowed);
    while words.get(*at) == Some(&"OR") {
        *at += 1;
        met |= all_of(words, at, allowed);
    }
    met
}

fn all_of(words: &[&str], at: &mut usize, allowed: &[String]) -> bool {
    let mut met = one(words, at, allowed);
    while words.get(*at) == Some(&"AND") {
        *at += 1;
        met &= one(words, at, allowed);
    }
    met
}

fn one(words: &[&str], at: &mut usize, allowed: &[String]) -> bool {
    let Some(word) = words.get(*at) else {
        return false;
    };
    *at += 1;
    if *word == "(" {
        let met = any_of(words, at, allowed);
        *at += 1; // the closing bracket
        return met;
    }
    let is_known = |licence: &str| allowed.iter().any(|known| known == licence);
    if words.get(*at) == Some(&"WITH") {
        let exception = words.get(*at + 1).copied().unwrap_or_default();
        *at += 2;
        return is_known(word) || is_known(&format!("{word} WITH {exception}"));
    }
    is_known(word)
}

#[cfg(test)]
mod tests {
    use super::{allow_list, is_allowed};

    fn check(expression: &str, expected: bool) {
        let allowed = allow_list(
            "[licenses]\nallow = [\n    \"MIT\",\n    \"Apache-2.0\",\n]\n[bans]\nallow = [\"GPL-3.0\"]",
        );
        assert_eq!(allowed, ["MIT", "Apache-2.0"]);
        assert_eq!(is_allowed(expression, &allowed), expected, "{expression}");
    }

    #[test]
    fn expressions() {
        for (expression, expected) in [
            ("MIT", true),
            ("MIT OR GPL-3.0", true),
            ("MIT/GPL-3.0", true),
            ("MIT AND GPL-3.0", false),
            ("(MIT OR GPL-3.0) AND Apache-2.0", true),
            ("(MIT OR Apache-2.0) AND GPL-3.0", false),
            ("Apache-2.0 WITH LLVM-exception OR GPL-3.0", true),
            ("GPL-3.0 WITH Classpath-exception", false),
            ("GPL-3.0", false),
            ("MIT )", false),
            ("", false),
        ] {
            check(expression, expected);
        }
    }
}
