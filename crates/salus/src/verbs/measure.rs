//! `salus measure`: answers and practice states.

use salus_engine::assess::measure;
use salus_lake::Lake;
use salus_measure::Line;

use super::Outcome;
use crate::arguments::{Arguments, Measure};

pub(crate) fn run(arguments: &Arguments, options: &Measure) -> Result<Outcome, String> {
    let wishes = super::wishes(arguments, &options.when)?;
    let content = super::content(&super::library(arguments));
    let lake = Lake::open(&options.lake.lake).map_err(|error| error.to_string())?;
    let (organisation, assessment) = measure(&lake, &content, &wishes)?;
    for problem in &assessment.problems {
        eprintln!("warning: {problem}");
    }
    let wanted = |line: &&Line| match &options.practice {
        None => true,
        Some(practice) => line.practice == *practice || line.id == *practice,
    };
    let lines = assessment.lines();
    let mut shown = 0;
    for line in lines.iter().filter(wanted) {
        if arguments.json {
            super::print_json(line)?;
        } else if line.state != "not_applicable" {
            super::print_line(&text(line))?;
        }
        shown += 1;
    }
    if shown == 0 {
        return Err("no such practice; help: give 1 to 10, or an id like 3.S.A".to_owned());
    }
    eprintln!("as of {}, size {}", assessment.as_of, organisation.size);
    Ok(Outcome::Done)
}

fn text(line: &Line) -> String {
    let number = match (line.met, line.counted, line.value) {
        _ if line.kind == "practice" => String::new(),
        (Some(met), Some(counted), _) => format!("{met} of {counted}"),
        (_, _, Some(value)) => format!("{value} {}", line.unit),
        _ => "no evidence".to_owned(),
    };
    let state = line.state.replace('_', " ");
    format!(
        "{:<9} {:<28} {state:<9} {number:<14} {}",
        line.kind, line.id, line.title
    )
}
