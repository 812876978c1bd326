//! The rules of a library with all that shapes them: log sources, pipelines, placeholders, filters.

use salus_content::Library;
use salus_detect::SigmaDetector;
use salus_sigma::{Pipeline, Pipelines, Placeholders, Preview, Routes, RuleSet, Setup};

pub use salus_sigma::{FilterInfo, Remark, RuleInfo, TACTICS, coverage, tactics, wanted};

/// Folders of a library that hold rules and filters. An update of a pack leaves `filters/` alone.
const FOLDERS: [&str; 3] = ["rules/", "packs/", "filters/"];

/// A pipeline for every rule: what to call it, and its text.
pub type Asked = (String, String);

/// Compiles the rules of a library behind the pipelines that were asked for.
pub fn load(library: &Library, asked: &[Asked]) -> Result<SigmaDetector, String> {
    let setup = setup(library, asked)?;
    let rules = RuleSet::load_with(files(library), &setup);
    Ok(SigmaDetector::new(rules))
}

/// Prepares to try a filter (its path and its text) on the rules of a library.
pub fn preview(library: &Library, asked: &[Asked], filter: Asked) -> Result<Preview, String> {
    Preview::new(files(library), filter, &setup(library, asked)?)
}

fn files(library: &Library) -> impl Iterator<Item = (String, String)> {
    let files = FOLDERS.iter().flat_map(|folder| library.under(folder));
    files
        .filter(|(path, _)| is_yaml(path))
        .map(|(path, text)| (path.to_owned(), text.to_owned()))
}

fn is_yaml(path: &str) -> bool {
    path.ends_with(".yml") || path.ends_with(".yaml")
}

fn setup(library: &Library, asked: &[Asked]) -> Result<Setup, String> {
    let routes = routes(library)?;
    let mut pipelines = Pipelines::default();
    for (path, text) in library
        .under("pipelines/")
        .filter(|(path, _)| is_yaml(path))
    {
        let pipeline = Pipeline::parse(text).map_err(|error| format!("`{path}`: {error}"))?;
        pipelines.insert(name_of(path), pipeline);
    }
    if let Some(missing) = routes
        .pipelines()
        .into_iter()
        .find(|wanted| !pipelines.names().any(|name| name == *wanted))
    {
        return Err(format!(
            "the log sources name the pipeline `{missing}`; help: write `pipelines/{missing}.yml`"
        ));
    }
    for (path, text) in asked {
        let pipeline = Pipeline::parse(text).map_err(|error| format!("`{path}`: {error}"))?;
        pipelines.apply_always(pipeline);
    }
    let placeholders = match library.get("placeholders.yaml") {
        Some(text) => {
            Placeholders::parse(text).map_err(|error| format!("`placeholders.yaml`: {error}"))?
        }
        None => Placeholders::default(),
    };
    Ok(Setup {
        routes,
        placeholders,
        pipelines,
    })
}

/// `logsources.yaml`, and what an organisation adds in files of its own.
fn routes(library: &Library) -> Result<Routes, String> {
    let read =
        |path: &str, text: &str| Routes::parse(text).map_err(|error| format!("`{path}`: {error}"));
    let shipped = library
        .get("logsources.yaml")
        .ok_or("content has no `logsources.yaml`")?;
    let mut routes = read("logsources.yaml", shipped)?;
    for (path, text) in library
        .under("logsources/")
        .filter(|(path, _)| is_yaml(path))
    {
        routes.extend(read(path, text)?);
    }
    Ok(routes)
}

/// `pipelines/ecs.yml` is called `ecs`.
fn name_of(path: &str) -> &str {
    let name = path.strip_prefix("pipelines/").unwrap_or(path);
    name.strip_suffix(".yml")
        .or_else(|| name.strip_suffix(".yaml"))
        .unwrap_or(name)
}
