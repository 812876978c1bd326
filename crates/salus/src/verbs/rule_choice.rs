//! The rules and pipelines that the options ask for.

use std::path::Path;

use salus_content::Library;
use salus_engine::rules::Asked;

use crate::arguments::{Arguments, RuleChoice};

/// The library; `--rules` takes the place of the built-in rules.
pub(super) fn library(arguments: &Arguments, choice: &RuleChoice) -> Result<Library, String> {
    let mut library = super::library(arguments);
    if choice.rules.is_empty() {
        return Ok(library);
    }
    library.remove_under("rules/");
    for (at, folder) in choice.rules.iter().enumerate() {
        let mut own = Library::default();
        if folder.is_file() {
            own.insert(folder.display().to_string(), read(folder)?);
        } else if let Some(problem) = own.overlay(folder).first() {
            let folder = folder.display();
            return Err(format!("cannot read `{folder}`: {}", problem.reason));
        }
        for (path, text) in own.under("") {
            library.insert(format!("rules/{at}/{path}"), text);
        }
    }
    Ok(library)
}

/// The pipelines of `--pipeline`: files, or names of files in `pipelines/`.
pub(super) fn pipelines(library: &Library, choice: &RuleChoice) -> Result<Vec<Asked>, String> {
    let mut asked = Vec::new();
    for path in &choice.pipeline {
        let name = path.display().to_string();
        let known = || {
            let endings = ["yml", "yaml"].iter();
            endings
                .filter_map(|ending| library.get(&format!("pipelines/{name}.{ending}")))
                .next()
        };
        let text = match known() {
            Some(text) if !path.is_file() => text.to_owned(),
            _ => read(path)?,
        };
        asked.push((name, text));
    }
    Ok(asked)
}

pub(super) fn read(path: &Path) -> Result<String, String> {
    std::fs::read_to_string(path)
        .map_err(|error| format!("cannot read `{}`: {error}", path.display()))
}
