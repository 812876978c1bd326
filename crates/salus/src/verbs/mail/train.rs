//! `salus mail train`: weights from labelled folders.

use salus_engine::mail::train::{Labelled, train};
use salus_mail::train::Label;

use super::Outcome;
use crate::arguments::{Arguments, MailTrain};
use crate::progress::Bar;
use crate::verbs;

pub(super) fn run(arguments: &Arguments, asked: &MailTrain) -> Result<Outcome, String> {
    let labelled: Vec<Labelled> = [
        (Label::Ham, &asked.ham),
        (Label::Unwanted, &asked.unwanted),
        (Label::Harmful, &asked.harmful),
    ]
    .into_iter()
    .map(|(label, paths)| Labelled {
        label,
        paths: paths.clone(),
    })
    .collect();
    verbs::exist(labelled.iter().flat_map(|one| &one.paths))?;
    let library = verbs::library(arguments);
    let bar = Bar::new();
    let trained = train(&library, &labelled, &bar);
    bar.done();
    let trained = trained?;
    let folder = asked.out.join("mail");
    let named = |error: std::io::Error| format!("`{}`: {error}", folder.display());
    std::fs::create_dir_all(&folder).map_err(named)?;
    std::fs::write(folder.join("model.yaml"), &trained.model).map_err(named)?;
    std::fs::write(folder.join("fitted.yaml"), &trained.fitted).map_err(named)?;
    let figures = &trained.figures;
    if arguments.json {
        verbs::print_json(figures)?;
    } else {
        let percent = |share: f64| format!("{:.1} %", share * 100.0);
        verbs::print_line(&format!(
            "learned from {} honest, {} unwanted and {} harmful messages; {} left out",
            figures.ham, figures.unwanted, figures.harmful, figures.left_out
        ))?;
        verbs::print_line("on messages it was not learned from:")?;
        verbs::print_line(&format!(
            "  area under the ROC curve            {:.4}",
            figures.auc
        ))?;
        verbs::print_line(&format!(
            "  harmful mail found, 1 in 100 wrong  {} ({} to {})",
            percent(figures.recall_at_1_percent),
            percent(figures.interval.0),
            percent(figures.interval.1)
        ))?;
        verbs::print_line(&format!(
            "  harmful mail found, 1 in 1000 wrong {}",
            percent(figures.recall_at_1_in_1000)
        ))?;
    }
    eprintln!(
        "written to `{}`; use it with --content {}",
        folder.display(),
        asked.out.display()
    );
    Ok(Outcome::Done)
}
