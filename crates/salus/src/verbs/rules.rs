//! `salus rules`: lists the rules, remarks on them, weighs them, and tells what they can see.

use std::collections::BTreeMap;

use salus_engine::rules::{self, Remark, RuleInfo};
use salus_lake::Lake;
use serde_json::{Value, json};

use super::{Outcome, rule_choice};
use crate::arguments::{Arguments, Level, Rules};

/// Missing tables that are named in the text; `--json` names all.
const MISSING: usize = 12;

pub(crate) fn run(arguments: &Arguments, options: &Rules) -> Result<Outcome, String> {
    let known = || rules::TACTICS.iter().map(|(word, _)| *word);
    if let Some(tactic) = &options.tactic
        && !known().any(|word| word == tactic)
    {
        let known: Vec<&str> = known().collect();
        return Err(format!(
            "`{tactic}` is not a tactic; help: the tactics are {}",
            known.join(", ")
        ));
    }
    let library = rule_choice::library(arguments, &options.choice)?;
    let pipelines = rule_choice::pipelines(&library, &options.choice)?;
    let detector = rules::load(&library, &pipelines)?;
    let all = detector.rules();
    let columns = options.lake.as_deref().map(columns).transpose()?;
    let chosen: Vec<&RuleInfo> = all
        .rules()
        .iter()
        .filter(|rule| is_chosen(rule, options))
        .collect();
    if options.coverage {
        let chosen: Vec<RuleInfo> = chosen.into_iter().cloned().collect();
        coverage(arguments, &chosen, &columns.unwrap_or_default())?;
    } else if options.lint {
        let mut remarks = all.remarks();
        let unseen = |rule: &&RuleInfo| columns.as_ref().map(|columns| rule.unseen(columns));
        remarks.extend(chosen.iter().filter_map(unseen).flatten());
        remarks.retain(|remark| is_about(remark, &chosen, options));
        remarks.sort_by(|a, b| (&a.path, a.kind, &a.text).cmp(&(&b.path, b.kind, &b.text)));
        lint(arguments, &remarks)?;
    } else if options.filters {
        filters(arguments, all.filters())?;
    } else {
        list(arguments, options, chosen, columns.as_ref())?;
    }
    eprintln!(
        "{} rules, {} not loaded, {} filters",
        all.rules().len(),
        all.not_loaded().len(),
        all.filters().len()
    );
    Ok(Outcome::Done)
}

/// By record table of a lake, its columns.
fn columns(at: &std::path::Path) -> Result<BTreeMap<String, Vec<String>>, String> {
    let lake = Lake::open(at).map_err(|error| error.to_string())?;
    let mut columns = BTreeMap::new();
    for table in lake.record_tables().map_err(|error| error.to_string())? {
        let names = lake.columns(&table).map_err(|error| error.to_string())?;
        columns.insert(table, names);
    }
    Ok(columns)
}

fn is_chosen(rule: &RuleInfo, options: &Rules) -> bool {
    let wanted = options.text.to_lowercase();
    let holds = |text: &String| text.to_lowercase().contains(&wanted);
    let has_text = wanted.is_empty()
        || [&rule.title, &rule.id, &rule.path].into_iter().any(holds)
        || [&rule.tags, &rule.tables, &rule.fields]
            .into_iter()
            .flatten()
            .any(holds);
    let product = rule.logsource.product.as_deref();
    let has_product = |wanted: &String| product.is_some_and(|p| p.eq_ignore_ascii_case(wanted));
    has_text
        && options
            .level
            .is_none_or(|level| rank(&rule.level) >= level as u8)
        && options.product.as_ref().is_none_or(has_product)
        && options
            .tactic
            .as_ref()
            .is_none_or(|wanted| rules::tactics(rule).any(|t| t == wanted))
}

fn rank(level: &str) -> u8 {
    let level = match level {
        "critical" => Level::Critical,
        "high" => Level::High,
        "medium" => Level::Medium,
        "low" => Level::Low,
        _ => Level::Informational,
    };
    level as u8
}

/// Remarks on rules that were chosen; those on rules that are not used count when all were asked for.
fn is_about(remark: &Remark, chosen: &[&RuleInfo], options: &Rules) -> bool {
    let is_whole = options.level.is_none() && options.product.is_none() && options.tactic.is_none();
    let wanted = options.text.to_lowercase();
    let title = remark.title.as_deref().unwrap_or_default().to_lowercase();
    let names = || remark.path.to_lowercase().contains(&wanted) || title.contains(&wanted);
    chosen.iter().any(|rule| rule.path == remark.path) || (is_whole && names())
}

fn list(
    arguments: &Arguments,
    options: &Rules,
    mut chosen: Vec<&RuleInfo>,
    columns: Option<&BTreeMap<String, Vec<String>>>,
) -> Result<(), String> {
    let tables: Option<Vec<String>> = columns.map(|columns| columns.keys().cloned().collect());
    if options.by_cost {
        chosen.sort_by_key(|rule| std::cmp::Reverse(rule.cost.weight()));
    } else {
        chosen.sort_by(|a, b| (rank(&b.level), &a.title).cmp(&(rank(&a.level), &b.title)));
    }
    for rule in chosen {
        let usable = tables.as_ref().map(|tables| rule.is_usable(tables));
        if arguments.json {
            super::print_json(&object(rule, usable))?;
            continue;
        }
        let mark = match usable {
            Some(false) => "no records",
            Some(true) => "records",
            None => "",
        };
        let (level, source) = (&rule.level, rule.logsource.to_string());
        let weight = rule.cost.weight();
        super::print_line(&format!(
            "{level:<13} {weight:>6} {source:<34} {mark:<10} {}",
            rule.title
        ))?;
    }
    Ok(())
}

fn object(rule: &RuleInfo, usable: Option<bool>) -> Value {
    json!({
        "id": rule.id, "title": rule.title, "level": rule.level, "status": rule.status,
        "logsource": rule.logsource, "tactics": rules::tactics(rule).collect::<Vec<_>>(),
        "tags": rule.tags, "tables": rule.tables, "fields": rule.fields, "filters": rule.filters,
        "usable": usable, "weight": rule.cost.weight(), "cost": rule.cost, "path": rule.path,
    })
}

fn lint(arguments: &Arguments, remarks: &[Remark]) -> Result<(), String> {
    for remark in remarks {
        if arguments.json {
            super::print_json(remark)?;
        } else {
            super::print_line(&format!(
                "{:<12} {}: {}",
                remark.kind, remark.path, remark.text
            ))?;
        }
    }
    eprintln!("{} remarks", remarks.len());
    Ok(())
}

fn filters(arguments: &Arguments, filters: &[rules::FilterInfo]) -> Result<(), String> {
    for filter in filters {
        if arguments.json {
            super::print_json(filter)?;
            continue;
        }
        let (count, title) = (filter.rules.len(), &filter.title);
        super::print_line(&format!("{count:>5} rules  {title} [{}]", filter.path))?;
        for unmet in &filter.unmet {
            super::print_line(&format!("             {unmet}"))?;
        }
    }
    Ok(())
}

fn coverage(
    arguments: &Arguments,
    chosen: &[RuleInfo],
    columns: &BTreeMap<String, Vec<String>>,
) -> Result<(), String> {
    let tables: Vec<String> = columns.keys().cloned().collect();
    let rows = rules::coverage(chosen, &tables);
    let missing = rules::wanted(chosen, &tables);
    if arguments.json {
        for row in &rows {
            super::print_json(&with_kind("tactic", row)?)?;
        }
        for table in &missing {
            super::print_json(&with_kind("missing_table", table)?)?;
        }
        return Ok(());
    }
    super::print_line(
        "tactic                 usable / rules  techniques  critical   high medium    low",
    )?;
    for row in &rows {
        let of = |level: &str| row.by_level.get(level).copied().unwrap_or(0);
        super::print_line(&format!(
            "{:<22} {:>6} / {:<6} {:>4} / {:<4} {:>8} {:>6} {:>6} {:>6}",
            row.title,
            row.usable,
            row.rules,
            row.techniques_usable,
            row.techniques,
            of("critical"),
            of("high"),
            of("medium"),
            of("low")
        ))?;
    }
    if !missing.is_empty() {
        super::print_line("\nrecords that would give rules something to look at:")?;
    }
    for table in missing.iter().take(MISSING) {
        super::print_line(&format!("{:>6} rules  {}", table.rules, table.table))?;
    }
    Ok(())
}

/// The object with a word for what it is in front.
fn with_kind(kind: &str, row: &impl serde::Serialize) -> Result<Value, String> {
    let row = serde_json::to_value(row).map_err(|error| error.to_string())?;
    let mut object = serde_json::Map::from_iter([("kind".to_owned(), kind.into())]);
    if let Value::Object(members) = row {
        object.extend(members);
    }
    Ok(Value::Object(object))
}
