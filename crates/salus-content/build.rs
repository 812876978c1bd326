//! Content is compiled in: a change below `content/` is a change of this crate.

fn main() {
    println!("cargo:rerun-if-changed=../../content");
}
