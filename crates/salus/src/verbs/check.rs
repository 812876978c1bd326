//! `salus check`: the front door; and `salus report`, its last step done again.

use salus_content::{Content, Library};
use salus_engine::assess::{Known, Wishes, assess};
use salus_engine::read::Account;
use salus_lake::Lake;

use super::Outcome;
use crate::arguments::{Arguments, Check, Report};
use crate::progress::Bar;

pub(crate) fn run(arguments: &Arguments, check: &Check) -> Result<Outcome, String> {
    super::exist(&check.paths)?;
    let wishes = super::wishes(arguments, &check.when)?;
    let library = super::library(arguments);
    let content = super::content(&library);
    let leave_out = [check.lake.lake.clone(), check.report.clone()];
    let walk = super::walk(
        arguments,
        &library,
        &check.paths,
        &leave_out,
        &content.problems,
    )?;
    let (lake, account) = super::read::into_lake(&walk, &check.lake.lake)?;
    let at_hand = (&library, &content);
    let known = report(
        arguments,
        at_hand,
        (&lake, &account),
        &wishes,
        &check.report,
    )?;
    let worst = known
        .findings
        .iter()
        .map(|finding| finding.severity_id())
        .max()
        .unwrap_or(0);
    Ok(Outcome::of(
        account.has_unread(),
        super::is_at_least(worst, check.fail_on),
    ))
}

pub(crate) fn again(arguments: &Arguments, again: &Report) -> Result<Outcome, String> {
    let wishes = super::wishes(arguments, &again.when)?;
    let lake = Lake::open(&again.lake.lake).map_err(|error| error.to_string())?;
    let account = Account {
        files: lake.evidence().map_err(|error| error.to_string())?,
    };
    let library = super::library(arguments);
    let at_hand = (&library, &super::content(&library));
    report(
        arguments,
        at_hand,
        (&lake, &account),
        &wishes,
        &again.report,
    )?;
    Ok(Outcome::Done)
}

fn report(
    arguments: &Arguments,
    (library, content): (&Library, &Content),
    (lake, account): (&Lake, &Account),
    wishes: &Wishes,
    to: &std::path::Path,
) -> Result<Known, String> {
    let bar = Bar::new();
    let known = assess(lake, library, content, wishes, &bar);
    bar.done();
    let known = known?;
    salus_engine::keep(lake, &known, wishes.now).map_err(|error| error.to_string())?;
    let model = salus_engine::report::report(lake, content, &known, account, wishes.now)?;
    let html = salus_report::html(&model).map_err(|error| error.to_string())?;
    super::write_page(to, &html)?;
    if arguments.json {
        super::print_json(&salus_report::json(&model).map_err(|error| error.to_string())?)?;
    } else {
        let place = to.display().to_string();
        super::print_line(salus_report::summary(&model, Some(&place)).trim_end())?;
    }
    Ok(known)
}
