//! Small false trees, and what tidy says about them.

use super::{CHECKS, all};
use crate::tree::Tree;

const MANIFEST: &str = "[package]\nedition.workspace = true\nlicense.workspace = true\npublish.workspace = true\nrust-version.workspace = true\n\n[lints]\nworkspace = true\n\n[dependencies]\n";
const LOCK: &str = "name = \"arrow-array\"\nname = \"datafusion\"\nname = \"object_store\"\n";

/// Lays files over a tree in which nothing is wrong; `expected` are the beginnings of the complaints, in order.
fn check(files: &[(&str, &str)], expected: &[&str]) {
    let mut tree = Tree::default();
    tree.add(
        "Cargo.toml",
        "[workspace.package]\nrust-version = \"1.95\"\n",
    );
    tree.add("Cargo.lock", LOCK);
    for (path, text) in files {
        let text = if path.ends_with("/Cargo.toml") && text.starts_with('+') {
            text.replacen('+', MANIFEST, 1)
        } else {
            (*text).to_owned()
        };
        tree.add(*path, text);
    }
    let found: Vec<String> = all(&tree).iter().map(ToString::to_string).collect();
    assert_eq!(found.len(), expected.len(), "{files:?} gave {found:#?}");
    for (found, expected) in found.iter().zip(expected) {
        assert!(
            found.starts_with(expected),
            "`{found}` does not begin with `{expected}`"
        );
    }
}

fn source(text: &str, expected: &[&str]) {
    check(
        &[(
            "crates/salus-sigma/src/lib.rs",
            &format!("//! Rules.\n{text}"),
        )],
        expected,
    );
}

#[test]
fn every_check_is_in_the_list() {
    assert_eq!(CHECKS.len(), 7);
    check(&[], &[]);
}

#[test]
fn layers() {
    for (name, dependencies, expected) in [
        ("salus-sigma", "salus-record.workspace = true", &[][..]),
        (
            "salus-sigma",
            "salus-readers.workspace = true",
            &[
                "crates/salus-sigma/Cargo.toml:11: `salus-sigma` is in layer 1 and may not use `salus-readers` of layer 1",
            ],
        ),
        (
            "salus-record",
            "salus-engine = { path = \"../salus-engine\" }",
            &["crates/salus-record/Cargo.toml:11: `salus-record` is in layer 0"],
        ),
        (
            "salus-engine",
            "salus-lake.workspace = true\nsalus-report.workspace = true",
            &[],
        ),
        (
            "salus-engine",
            "[dev-dependencies]\nsalus.workspace = true",
            &[],
        ),
        (
            "salus-engine",
            "[dependencies.salus-server]\npath = \"x\"",
            &["crates/salus-engine/Cargo.toml:11: `salus-engine` is in layer 4"],
        ),
        (
            "salus-detect",
            "datafusion.workspace = true",
            &["crates/salus-detect/Cargo.toml:11: `datafusion` lives in salus-lake only"],
        ),
        ("salus-lake", "datafusion.workspace = true", &[]),
        (
            "salus",
            "salus-simulate.workspace = true",
            &["crates/salus/Cargo.toml:11: `salus-simulate` stands apart"],
        ),
        (
            "salus-odd",
            "",
            &["crates/salus-odd/Cargo.toml: `salus-odd` stands in no layer"],
        ),
    ] {
        check(
            &[(
                &format!("crates/{name}/Cargo.toml"),
                &format!("+{dependencies}\n"),
            )],
            expected,
        );
    }
}

#[test]
fn manifests_inherit() {
    let own = MANIFEST.replace("rust-version.workspace = true", "rust-version = \"1.80\"");
    check(
        &[("crates/salus-record/Cargo.toml", &own)],
        &["crates/salus-record/Cargo.toml: write `rust-version.workspace = true`"],
    );
    let no_lints = MANIFEST.replace("[lints]\nworkspace = true", "");
    check(
        &[("xtask/Cargo.toml", &no_lints)],
        &["xtask/Cargo.toml: write `[lints]`"],
    );
    check(&[("fuzz/Cargo.toml", "[package]\n")], &[]);
    let published = MANIFEST.replace("publish.workspace = true", "publish = true");
    check(&[("crates/salus-simulate/Cargo.toml", &published)], &[]);
    check(
        &[("crates/salus-record/Cargo.toml", &published)],
        &["crates/salus-record/Cargo.toml: write `publish.workspace = true`"],
    );
    check(
        &[("Cargo.toml", "[workspace]\n")],
        &["Cargo.toml: name the oldest compiler"],
    );
}

#[test]
fn pure_crates() {
    let complaint =
        "crates/salus-sigma/src/lib.rs:2: `std::fs` opens a file; `salus-sigma` is pure";
    source("use std::fs;\n", &[complaint]);
    source("// use std::fs;\nconst A: &str = \"std::fs\";\n", &[]);
    source("use std::net::IpAddr;\n", &[]);
    source("#[cfg(test)]\nmod tests {\n    use std::fs;\n}\n", &[]);
    source(
        "#[cfg(test)]\nmod tests {\n}\nasync fn a() {}\n",
        &["crates/salus-sigma/src/lib.rs:5: `async fn` knows async"],
    );
    source(
        "fn now() { std::time::SystemTime::now(); }\n",
        &["crates/salus-sigma/src/lib.rs:2: `SystemTime::now` reads a clock"],
    );
    check(
        &[("crates/salus-lake/src/lib.rs", "//! Lake.\nuse std::fs;\n")],
        &[],
    );
    check(
        &[(
            "crates/salus-content/src/lib.rs",
            "//! Content.\nuse std::fs;\n",
        )],
        &[],
    );
    check(
        &[
            (
                "crates/salus-sigma/src/lib.rs",
                "//! Rules.\n#[cfg(test)]\nmod proof;\n",
            ),
            (
                "crates/salus-sigma/src/proof.rs",
                "//! Proof.\nuse std::fs;\n",
            ),
        ],
        &[],
    );
}

#[test]
fn sizes() {
    source(&"\n".repeat(399), &[]);
    source(
        &"\n".repeat(400),
        &["crates/salus-sigma/src/lib.rs: note: 401 lines"],
    );
    source(
        &"\n".repeat(600),
        &["crates/salus-sigma/src/lib.rs: 601 lines, at most 600"],
    );
    let long = format!("fn long(a: [u8; 2]) {{\n{}}}\n", "    call();\n".repeat(59));
    source(
        &long,
        &["crates/salus-sigma/src/lib.rs:2: `long` is 61 lines"],
    );
    source(&format!("#[cfg(test)]\nmod tests {{\n{long}}}\n"), &[]);
    source(
        &format!("fn short() {{\n{}}}\n", "    call();\n".repeat(58)),
        &[],
    );
    source(
        &format!(
            "trait A {{\n    fn declared(&self);\n{}}}\n",
            "    const X: u8;\n".repeat(80)
        ),
        &[],
    );
    let brace_in_text = format!(
        "fn quoted() {{\n    let c = '{{';\n    let s = r#\"{{\"}}{{\"#;\n{}}}\n",
        "    call();\n".repeat(20)
    );
    source(
        &format!("{brace_in_text}\n{brace_in_text}\n{brace_in_text}"),
        &[],
    );
}

#[test]
fn style() {
    check(
        &[("xtask/src/a.rs", "use a;\n")],
        &["xtask/src/a.rs:1: open the file with one `//!` sentence"],
    );
    check(
        &[("crates/salus-sigma/src/utils.rs", "//! Things.\n")],
        &["crates/salus-sigma/src/utils.rs: `utils` says nothing"],
    );
    source(
        "#[allow(dead_code)]\nfn a() {}\n",
        &["crates/salus-sigma/src/lib.rs:2: write `expect(lint"],
    );
    source(
        "#[expect(dead_code)]\nfn a() {}\n",
        &["crates/salus-sigma/src/lib.rs:2: give the `reason`"],
    );
    source(
        "#[expect(dead_code, reason = \"(read by nobody)\")]\nfn a() {}\n",
        &[],
    );
    source(
        "fn a() { todo!() }\n",
        &["crates/salus-sigma/src/lib.rs:2: `todo!()` is not finished work"],
    );
    source(
        "fn a() { b().unwrap() }\n",
        &["crates/salus-sigma/src/lib.rs:2: `unwrap` outside a test"],
    );
    source("#[test]\nfn a() {\n    b().unwrap()\n}\n", &[]);
    source(
        "fn a<'a>(b: &'a str) -> char { '\\'' }\n// todo!( and .unwrap() in words\n",
        &[],
    );
}

#[test]
fn workplace() {
    let line = format!("see /work{}/notes", "/shared");
    check(&[("docs/guide.md", &line)], &["docs/guide.md:1: `"]);
    check(&[("docs/guide.md", "see docs/decisions")], &[]);
}

#[test]
fn lists() {
    let registry = |body: &str| {
        format!(
            "//! Readers.\n/// Every reader, sorted by name.\npub const READERS: &[&dyn Reader] = &[\n{body}];\n"
        )
    };
    let path = "crates/salus-readers/src/registry.rs";
    check(
        &[(path, &registry("    &csv::Csv,\n    &zeek::Zeek,\n"))],
        &[],
    );
    check(
        &[(
            path,
            &registry("    &zeek::Zeek,\n    // next\n    &csv::Csv,\n"),
        )],
        &["crates/salus-readers/src/registry.rs:6: `READERS` is sorted"],
    );
    check(
        &[(path, "//! Readers.\nconst READERS: &[u8] = &[\n];\n")],
        &["crates/salus-readers/src/registry.rs: `READERS` is missing"],
    );
    source(
        "/// Sorted.\nconst A: &[&str] = &[\n    \"b\",\n    \"a\",\n];\n",
        &["crates/salus-sigma/src/lib.rs:5: `A` is sorted"],
    );
    source(
        "/// Sorted by name.\nconst A: &[(&str, u8)] = &[\n    (\n        \"a\",\n        2,\n    ),\n    (\n        \"b\",\n        1,\n    ),\n];\n",
        &[],
    );
    source(
        "/// Sorted by name.\nconst A: &[(&str, u8)] = &[\n    (\n        \"a\",\n        2,\n    ),\n    (\n        \"b\",\n        1,\n    ),\n];\n",
        &[],
    );
    source(
        "/// In order of use.\nconst A: &[&str] = &[\n    \"b\",\n    \"a\",\n];\n",
        &[],
    );
}

#[test]
fn lock_file() {
    let twice = format!("{LOCK}name = \"arrow-array\"\n");
    check(
        &[("Cargo.lock", &twice)],
        &["Cargo.lock: 2 copies of `arrow-array`"],
    );
    check(
        &[("Cargo.lock", "")],
        &[
            "Cargo.lock: 0 copies of `arrow-array`",
            "Cargo.lock: 0 copies of `datafusion`",
            "Cargo.lock: 0 copies of `object_store`",
        ],
    );
}
