//! The Manufacturer Disclosure Statement for Medical Device Security (MDS2), in its forms of 2013 and 2019.
//!
//! Manufacturers hand it out as a spreadsheet, whose sheets arrive here as tables. Each question with its answer
//! is a record, and carries what the form says of itself. What stands in the notes below the questions is kept too.

use std::collections::VecDeque;
use std::sync::LazyLock;

use regex::Regex;

use crate::csv::{Rows, table_lines};
use crate::{About, Confidence, Evidence, Place, ReadError, Reader, Sink};

pub(crate) struct Mds2;

/// `ALOF-1`, `AUDT-1.1` as in 2019.
static NEW: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^[A-Z]{3,5}-[0-9]{1,2}(?:\.[0-9]{1,2})*$"));
/// `A`, `B.1`, `1-1`, `10-2.3` as in 2013.
static OLD: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"^(?:[A-D](?:\.[0-9]{1,2})?|[0-9]{1,2}-[0-9]{1,2}(?:\.[0-9]{1,2})*[a-z]?)$")
});
static NOTE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"^(?i:(?:[a-z]{4} )?notes?)[ #:]*(?<number>[0-9]{1,3})?[.:]?\s*(?<text>.*)$")
});
const NAMES: [&str; 2] = [
    "manufacturer disclosure statement for medical device security",
    "mds2",
];
/// Lines of the head that are looked at.
const SAMPLE_LINES: usize = 200;

fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("the pattern is valid")
}

impl Reader for Mds2 {
    fn about(&self) -> About {
        About {
            name: "mds2",
            title: "Manufacturer Disclosure Statement for Medical Device Security (MDS2)",
            tables: &["mds2_answer", "mds2_note"],
            export: "from the manufacturer of the device: the filled form as .xlsx, or its sheet as CSV",
        }
    }

    fn sniff(&self, head: &[u8]) -> Confidence {
        let Some(lines) = table_lines(head, SAMPLE_LINES) else {
            return Confidence::No;
        };
        let is_named = lines.iter().any(|line| {
            let lower = line.to_lowercase();
            NAMES.iter().any(|name| lower.contains(name))
        });
        let first = |line: &String| {
            let mut cells = line
                .split([',', ';', '\t'])
                .map(|cell| cell.trim_matches(['"', ' ']));
            cells
                .find(|cell| !cell.is_empty())
                .unwrap_or_default()
                .to_owned()
        };
        let ids: Vec<String> = lines.iter().map(first).collect();
        let new = ids.iter().filter(|id| NEW.is_match(id)).count();
        let old = ids.iter().filter(|id| OLD.is_match(id)).count();
        let parts = ["DOC-", "MPII-", "ALOF-", "AUDT-"];
        let has_parts = ids
            .iter()
            .filter(|id| parts.iter().any(|part| id.starts_with(part)))
            .count()
            >= 3;
        if (is_named && (new >= 2 || old >= 3)) || (new >= 4 && has_parts) {
            Confidence::Certain
        } else {
            Confidence::No
        }
    }

    fn read(&self, evidence: &mut Evidence<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
        let mut lines = evidence.lines();
        let mut first = VecDeque::new();
        while first.len() < SAMPLE_LINES
            && let Some(line) = lines.next(sink)?
        {
            first.push_back((line.place, line.text.into_owned()));
        }
        let count = |letter: char| {
            first
                .iter()
                .map(|(_, line)| line.matches(letter).count())
                .sum::<usize>()
        };
        let delimiter = [',', ';', '\t']
            .into_iter()
            .max_by_key(|letter| count(*letter));
        let mut rows = Rows::new(lines, first, delimiter.map_or(b',', |letter| letter as u8));
        let mut form = Form::default();
        while let Some(place) = rows.next(sink)? {
            let cells: Vec<&str> = rows.cells().collect();
            form.row(&cells, place, sink)?;
        }
        Ok(())
    }
}

/// What the form says of itself: our name, the question of 2019 that asks for it, and labels of 2013.
const ABOUT: &[(&str, &str, &[&str])] = &[
    (
        "manufacturer",
        "DOC-1",
        &["manufacturer", "manufacturer name", "device manufacturer"],
    ),
    (
        "device",
        "DOC-2",
        &["device category", "device description"],
    ),
    ("model", "DOC-3", &["device model", "model"]),
    ("document_id", "DOC-4", &["document id", "document number"]),
    ("release_date", "DOC-7", &["document release date"]),
    ("software_revision", "", &["software revision"]),
    ("software_release_date", "", &["software release date"]),
];

#[derive(Default)]
struct Form {
    about: [String; ABOUT.len()],
    /// Labels whose value stands in the row below: column, and which it is.
    waiting: Vec<(usize, usize)>,
    columns: Columns,
    /// The letters before the last question's number, or its section of 2013.
    section: String,
}

/// Where the cells of a question stand, counted from its number.
#[derive(Default)]
struct Columns {
    answer: Option<usize>,
    note: Option<usize>,
    /// Other columns and their names.
    more: Vec<(usize, String)>,
}

impl Form {
    fn row(&mut self, cells: &[&str], place: Place, sink: &mut Sink<'_>) -> Result<(), ReadError> {
        let Some(first) = cells.iter().position(|cell| !cell.is_empty()) else {
            return Ok(());
        };
        let id = cells[first];
        let question = cells
            .iter()
            .enumerate()
            .skip(first + 1)
            .find(|(_, cell)| !cell.is_empty());
        if let (true, Some((at, question))) = (NEW.is_match(id) || OLD.is_match(id), question) {
            self.waiting.clear();
            return self.question((id, at, question), cells, place, sink);
        }
        if self.fill(cells) || self.header(cells) {
            return Ok(());
        }
        self.note(cells, first, place, sink)
    }

    fn question(
        &mut self,
        (id, at, question): (&str, usize, &str),
        cells: &[&str],
        place: Place,
        sink: &mut Sink<'_>,
    ) -> Result<(), ReadError> {
        // A line to write on is no answer.
        let is_filled = |cell: &&str| !cell.trim_matches('_').is_empty();
        let cell = |at: usize| cells.get(at).copied().filter(is_filled);
        let answer = cell(self.columns.answer.unwrap_or(at + 1));
        let note = cell(self.columns.note.unwrap_or(at + 2));
        if let (Some(known), Some(answer)) =
            (ABOUT.iter().position(|(_, asked, _)| *asked == id), answer)
        {
            self.about[known] = answer.to_owned();
        }
        let edition = if NEW.is_match(id) { "2019" } else { "2013" };
        let mut row = sink.record("mds2_answer", place);
        let released = self.of("release_date").to_owned();
        if !released.is_empty() {
            row = row.time(&released);
        }
        for ((name, ..), value) in ABOUT.iter().zip(&self.about) {
            row = row.opt(name, Some(value.as_str()).filter(|value| !value.is_empty()));
        }
        row = row
            .text("edition", edition)
            .text("question_id", id)
            .text("question", question)
            .opt("answer", answer)
            .opt("note", note);
        for (at, name) in &self.columns.more {
            row = row.opt(name, cell(*at));
        }
        row.end()
    }

    fn of(&self, name: &str) -> &str {
        let at = ABOUT.iter().position(|(known, ..)| *known == name);
        at.map_or("", |at| &self.about[at])
    }

    /// Labels of the form of 2013, whose values stand beside or below them.
    fn fill(&mut self, cells: &[&str]) -> bool {
        let labels: Vec<(usize, usize)> = cells
            .iter()
            .enumerate()
            .filter_map(|(at, cell)| Some((at, label(cell)?)))
            .collect();
        if labels.is_empty() {
            let waiting = std::mem::take(&mut self.waiting);
            let is_filled = !waiting.is_empty();
            for (at, known) in waiting {
                if let Some(value) = cells.get(at).filter(|value| !value.is_empty()) {
                    self.about[known] = (*value).to_owned();
                }
            }
            return is_filled;
        }
        self.waiting.clear();
        for (at, known) in labels {
            match cells.get(at + 1) {
                Some(value) if !value.is_empty() && label(value).is_none() => {
                    self.about[known] = (*value).to_owned();
                }
                _ => self.waiting.push((at, known)),
            }
        }
        true
    }

    /// The line that names the columns.
    fn header(&mut self, cells: &[&str]) -> bool {
        let is = |cell: &str, names: &[&str]| {
            names
                .iter()
                .any(|name| cell.to_lowercase().starts_with(name))
        };
        let question = cells
            .iter()
            .position(|cell| is(cell, &["question"]) && !is(cell, &["question id"]));
        let answer = cells
            .iter()
            .position(|cell| is(cell, &["answer", "response", "yes, no", "yes/no"]));
        let note = cells
            .iter()
            .position(|cell| is(cell, &["note", "see note"]));
        let is_header = question.is_some() || (answer.is_some() && note.is_some());
        if !is_header || (answer.is_none() && note.is_none()) {
            return false;
        }
        let last = [question, answer, note]
            .into_iter()
            .flatten()
            .max()
            .unwrap_or(0);
        let more = cells
            .iter()
            .enumerate()
            .skip(last + 1)
            .filter(|(_, cell)| !cell.is_empty());
        self.columns = Columns {
            answer,
            note: note.filter(|note| Some(*note) > answer),
            more: more.map(|(at, cell)| (at, (*cell).to_owned())).collect(),
        };
        cells.iter().filter(|cell| !cell.is_empty()).count() > 1
    }

    /// `Note 1: …` or a number and a text below the questions. Headings are passed over.
    fn note(
        &mut self,
        cells: &[&str],
        first: usize,
        place: Place,
        sink: &mut Sink<'_>,
    ) -> Result<(), ReadError> {
        let Some(found) = NOTE.captures(cells[first]) else {
            self.section = cells[first].to_owned();
            return Ok(());
        };
        let mut texts: Vec<&str> = vec![&found["text"]];
        texts.extend(&cells[first + 1..]);
        texts.retain(|text| !text.is_empty());
        if texts.is_empty() {
            return Ok(());
        }
        let number = found.name("number").map(|number| number.as_str());
        let row = sink.record("mds2_note", place);
        row.opt(
            "manufacturer",
            Some(self.of("manufacturer")).filter(|text| !text.is_empty()),
        )
        .opt(
            "model",
            Some(self.of("model")).filter(|text| !text.is_empty()),
        )
        .opt(
            "document_id",
            Some(self.of("document_id")).filter(|text| !text.is_empty()),
        )
        .opt(
            "section",
            Some(self.section.as_str()).filter(|text| !text.is_empty()),
        )
        .opt("number", number)
        .text("text", &texts.join(" "))
        .end()
    }
}

fn label(cell: &str) -> Option<usize> {
    let folded = cell.trim_end_matches(':').trim().to_lowercase();
    ABOUT
        .iter()
        .position(|(_, _, labels)| labels.contains(&folded.as_str()))
}

#[cfg(test)]
mod tests {
    use super::Mds2;
    use crate::testing::check;
    use crate::{Confidence, Reader};

    const NEW: &str = "Manufacturer Disclosure Statement for Medical Device Security -- MDS2,,,,\n\
        Question ID,Question,,See note,IEC TR 80001-2-2:2012\n\
        DOC-1,Manufacturer Name,Acme Pumps,,\n\
        DOC-3,Device Model,Pump 4,,\n\
        DOC-4,Document ID,D-17,,\n\
        DOC-7,Document Release Date,2025-11-03,,\n\
        MANAGEMENT OF PERSONALLY IDENTIFIABLE INFORMATION,,,,\n\
        MPII-1,\"Can this device display, transmit, store, or modify PII?\",Yes,Note 1,\n\
        ALOF-1,Can the device be configured to force reauthorization?,No,,\"Section 5.1, ALOF\"\n\
        Notes,,,,\n\
        Note 1,Serial numbers only,,,\n";
    const OLD: &str = "MDS2 Manufacturer Disclosure Statement for Medical Device Security;;;\n\
        Manufacturer;Document ID;Document Release Date;\n\
        Acme Pumps;D-9;2014-02-01;\n\
        Device Model;Pump 2;;\n\
        A;Can this device display private data?;Yes;__\n\
        B.1;Demographic?;No;\n\
        1-1;Can the device be configured to force reauthorization?;See Note;2\n";

    #[test]
    fn each_question_carries_its_form() {
        check(
            &Mds2,
            NEW,
            &[
                "line 3: mds2_answer manufacturer=Acme Pumps edition=2019 question_id=DOC-1 question=Manufacturer Name answer=Acme Pumps",
                "line 4: mds2_answer manufacturer=Acme Pumps edition=2019 question_id=DOC-3 question=Device Model answer=Pump 4 model=Pump 4",
                "line 5: mds2_answer manufacturer=Acme Pumps edition=2019 question_id=DOC-4 question=Document ID answer=D-17 model=Pump 4 document_id=D-17",
                "line 6: mds2_answer time=2025-11-03T00:00:00Z manufacturer=Acme Pumps edition=2019 question_id=DOC-7 question=Document Release Date answer=2025-11-03 model=Pump 4 document_id=D-17 release_date=2025-11-03",
                "line 8: mds2_answer time=2025-11-03T00:00:00Z manufacturer=Acme Pumps edition=2019 question_id=MPII-1 question=Can this device display, transmit, store, or modify PII? answer=Yes model=Pump 4 document_id=D-17 release_date=2025-11-03 note=Note 1",
                "line 9: mds2_answer time=2025-11-03T00:00:00Z manufacturer=Acme Pumps edition=2019 question_id=ALOF-1 question=Can the device be configured to force reauthorization? answer=No model=Pump 4 document_id=D-17 release_date=2025-11-03 IEC TR 80001-2-2:2012=Section 5.1, ALOF",
                "line 11: mds2_note manufacturer=Acme Pumps model=Pump 4 document_id=D-17 section=MANAGEMENT OF PERSONALLY IDENTIFIABLE INFORMATION number=1 text=Serial numbers only",
            ],
        );
    }

    #[test]
    fn the_form_of_2013_has_its_labels_above_the_values() {
        let about = "time=2014-02-01T00:00:00Z manufacturer=Acme Pumps model=Pump 2 document_id=D-9 release_date=2014-02-01 edition=2013";
        check(
            &Mds2,
            OLD,
            &[
                &format!(
                    "line 5: mds2_answer {about} question_id=A question=Can this device display private data? answer=Yes"
                ),
                &format!(
                    "line 6: mds2_answer {about} question_id=B.1 question=Demographic? answer=No"
                ),
                &format!(
                    "line 7: mds2_answer {about} question_id=1-1 question=Can the device be configured to force reauthorization? answer=See Note note=2"
                ),
            ],
        );
    }

    #[test]
    fn other_tables_are_left_alone() {
        assert_eq!(Mds2.sniff(NEW.as_bytes()), Confidence::Certain);
        assert_eq!(Mds2.sniff(OLD.as_bytes()), Confidence::Certain);
        for other in [
            "Question ID,Question,Answer\nABC-1,x,y\nABC-2,x,y\nABC-3,x,y\nABC-4,x,y\n",
            "ticket,title\nDOC-1,mds2 of the pump\n",
            "An MDS2 is a form.\nIt is handed out by the maker.\n",
            "",
        ] {
            assert_eq!(Mds2.sniff(other.as_bytes()), Confidence::No, "{other}");
        }
    }
}
