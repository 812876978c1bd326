//! How often each signal is found in folders of messages: `signals CONTENT FOLDER…`.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::path::Path;

use salus_mail::{Beside, Closed, Examiner, Lists, Scorecard, Setting};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let content = arguments.next().ok_or("which content folder?")?;
    let read = |name: &str| fs::read_to_string(Path::new(&content).join("mail").join(name));
    let lists = Lists::parse(&read("lists.yaml")?)?;
    let scorecard = Scorecard::parse(&read("scorecard.yaml")?)?;
    let names: Vec<String> = scorecard.signals.keys().cloned().collect();
    let examiner = Examiner::new(Setting::default(), lists, scorecard);
    let mut counts: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    let folders: Vec<String> = arguments.collect();
    for (at, folder) in folders.iter().enumerate() {
        let mut messages = 0;
        for entry in fs::read_dir(folder)? {
            let Ok(found) =
                examiner.examine(&fs::read(entry?.path())?, &Beside::opened_by(&Closed))
            else {
                continue;
            };
            messages += 1;
            for signal in found.signals.iter() {
                let row = counts
                    .entry(signal.id.to_string())
                    .or_insert_with(|| vec![0; folders.len()]);
                row[at] += 1;
            }
        }
        println!("{folder}: {messages} messages");
    }
    for (id, row) in &counts {
        let row: String = row.iter().map(|count| format!("{count:>6}")).collect();
        let mark = if names.contains(id) {
            ""
        } else {
            "  (not in the scorecard)"
        };
        println!("{id:<48}{row}{mark}");
    }
    Ok(())
}
