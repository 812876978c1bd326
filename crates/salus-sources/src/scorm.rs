//! Courses (SCORM packages): a zip archive of pages, pictures and scripts with a manifest that says what it is.
//!
//! The manifest is evidence of a course and names its files. What a browser shows of it is no evidence and is not
//! unpacked; anything else in the archive is looked at as usual.

use std::io::{Read, Seek};

use zip::ZipArchive;

const MANIFEST: &str = "imsmanifest.xml";
/// What the pages of a course are made of, sorted.
const CONTENT: [&str; 38] = [
    "aac", "avi", "bmp", "css", "dtd", "eot", "flv", "gif", "htm", "html", "ico", "jpeg", "jpg",
    "js", "m4a", "m4v", "map", "mjs", "mov", "mp3", "mp4", "oga", "ogg", "ogv", "otf", "png",
    "srt", "svg", "swf", "ttf", "vtt", "wav", "webm", "webp", "wmv", "woff", "woff2", "xsd",
];

/// Whether the archive is a course.
pub(crate) fn is_course<R: Read + Seek>(archive: &mut ZipArchive<R>) -> bool {
    let mut names = archive.file_names().flatten();
    names.any(|name| name.eq_ignore_ascii_case(MANIFEST))
}

/// Whether a member of a course is what a browser shows.
pub(crate) fn is_content(name: &[u8]) -> bool {
    let name = String::from_utf8_lossy(name).to_ascii_lowercase();
    let kind = name.rsplit_once('.').map(|(_, kind)| kind);
    kind.is_some_and(|kind| CONTENT.binary_search(&kind).is_ok())
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Seek as _, Write as _};

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;
    use crate::{Found, archive};

    fn names(members: &[&str]) -> Vec<String> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for name in members {
            let options = SimpleFileOptions::default();
            writer.start_file(*name, options).expect("memory");
            writer.write_all(b"x").expect("memory");
        }
        let bytes = writer.finish().expect("memory").into_inner();
        let mut file = tempfile::tempfile().expect("a temporary file");
        file.write_all(&bytes).expect("a temporary file");
        file.rewind().expect("a temporary file");
        let mut all = Vec::new();
        let ended: Result<(), ()> = archive::open("a", file, &(), &mut |found| {
            let (Found::Piece(crate::Piece { name, .. }) | Found::Failed { name, .. }) = found;
            all.push(name);
            Ok(())
        });
        assert!(ended.is_ok());
        all
    }

    #[test]
    fn only_what_may_be_evidence_is_taken_from_a_course() {
        assert!(CONTENT.is_sorted());
        let page = ["a.html", "img/b.PNG", "results.csv", "read.me"];
        assert_eq!(names(&page).len(), 4);
        let course = [
            "imsmanifest.xml",
            "a.html",
            "img/b.PNG",
            "results.csv",
            "read.me",
        ];
        assert_eq!(
            names(&course),
            ["a!imsmanifest.xml", "a!results.csv", "a!read.me"]
        );
        // A manifest further down is another's.
        assert_eq!(names(&["x/imsmanifest.xml", "a.html"]).len(), 2);
    }
}
