//! Zeek logs: tab-separated with a typed header, or one JSON object per line.

use serde_json::{Map, Number, Value};

use crate::moment::Moment;

/// One log of Zeek: its name, its typed fields, its rows as Zeek prints them (`-` is absent).
pub(crate) struct Log {
    pub(crate) path: &'static str,
    pub(crate) fields: &'static [(&'static str, &'static str)],
    pub(crate) rows: Vec<(Moment, Vec<String>)>,
}

impl Log {
    /// The classic form, with `#` lines before and after.
    pub(crate) fn tsv(&self, opened: Moment, closed: Moment) -> String {
        let names: Vec<_> = self.fields.iter().map(|(name, _)| *name).collect();
        let types: Vec<_> = self.fields.iter().map(|(_, kind)| *kind).collect();
        let mut out = format!(
            "#separator \\x09\n#set_separator\t,\n#empty_field\t(empty)\n#unset_field\t-\n#path\t{}\n#open\t{}\n#fields\t{}\n#types\t{}\n",
            self.path,
            opened.zeek_open(),
            names.join("\t"),
            types.join("\t")
        );
        for (time, row) in &self.rows {
            out.push_str(&format!("{}\t{}\n", time.zeek(), row.join("\t")));
        }
        out.push_str(&format!("#close\t{}\n", closed.zeek_open()));
        out
    }

    /// The form Zeek writes with its JSON option; absent fields are left out.
    pub(crate) fn json(&self) -> String {
        let mut out = String::new();
        for (time, row) in &self.rows {
            let mut map = Map::new();
            let seconds = time.zeek().parse::<f64>().ok().and_then(Number::from_f64);
            map.insert(
                "ts".to_owned(),
                Value::Number(seconds.expect("a finite time")),
            );
            for ((name, kind), cell) in self.fields[1..].iter().zip(row) {
                if cell != "-" {
                    map.insert((*name).to_owned(), typed(kind, cell));
                }
            }
            out.push_str(&super::json::text(&Value::Object(map)));
            out.push('\n');
        }
        out
    }
}

fn typed(kind: &str, cell: &str) -> Value {
    match kind {
        "bool" => Value::Bool(cell == "T"),
        "count" | "port" => Value::from(cell.parse::<u64>().expect("a count")),
        "interval" => Value::from(cell.parse::<f64>().expect("seconds")),
        kind if kind.starts_with("vector") || kind.starts_with("set") => {
            let items = cell.split(',').filter(|item| *item != "(empty)");
            Value::Array(items.map(|item| typed(element(kind), item)).collect())
        }
        _ => Value::String(cell.to_owned()),
    }
}

fn element(kind: &str) -> &str {
    kind.split_once('[')
        .map_or("string", |(_, rest)| rest.trim_end_matches(']'))
}
