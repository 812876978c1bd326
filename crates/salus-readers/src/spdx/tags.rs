//! Which member of the JSON form a tag stands for.

/// How a tag's value is put into the JSON form; paths have a dot at most.
#[derive(Debug, Clone, Copy)]
pub(super) enum Target {
    One(&'static str),
    Flag(&'static str),
    Many(&'static str),
    /// `SHA256: …`
    Checksum(&'static str),
    /// `SECURITY cpe23Type cpe:2.3:…`
    Reference(&'static str),
    /// `A CONTAINS B`
    Relationship,
}

pub(super) struct Tag {
    /// The list in which the tag begins a new element.
    pub begins: Option<&'static str>,
    pub target: Target,
}

use Target::{Checksum, Flag, Many, One, Reference};

/// Tags that begin an element.
const BEGIN: &[(&str, &str, Target)] = &[
    ("Annotator", "annotations", One("annotator")),
    ("FileName", "files", One("fileName")),
    ("LicenseID", "hasExtractedLicensingInfos", One("licenseId")),
    ("PackageName", "packages", One("name")),
    ("Relationship", "relationships", Target::Relationship),
    ("SnippetSPDXID", "snippets", One("SPDXID")),
];

/// The other tags, sorted.
const TAGS: &[(&str, Target)] = &[
    ("AnnotationComment", One("comment")),
    ("AnnotationDate", One("annotationDate")),
    ("AnnotationType", One("annotationType")),
    ("BuiltDate", One("builtDate")),
    ("Created", One("creationInfo.created")),
    ("Creator", Many("creationInfo.creators")),
    ("CreatorComment", One("creationInfo.comment")),
    ("DataLicense", One("dataLicense")),
    ("DocumentComment", One("comment")),
    ("DocumentName", One("name")),
    ("DocumentNamespace", One("documentNamespace")),
    ("ExternalDocumentRef", Many("externalDocumentRefs")),
    ("ExternalRef", Reference("externalRefs")),
    ("ExternalRefComment", Many("externalRefComments")),
    ("ExtractedText", One("extractedText")),
    ("FileAttributionText", Many("attributionTexts")),
    ("FileChecksum", Checksum("checksums")),
    ("FileComment", One("comment")),
    ("FileContributor", Many("fileContributors")),
    ("FileCopyrightText", One("copyrightText")),
    ("FileDependency", Many("fileDependencies")),
    ("FileNotice", One("noticeText")),
    ("FileType", Many("fileTypes")),
    ("FilesAnalyzed", Flag("filesAnalyzed")),
    ("LicenseComment", One("comment")),
    ("LicenseComments", One("licenseComments")),
    ("LicenseConcluded", One("licenseConcluded")),
    ("LicenseCrossReference", Many("seeAlsos")),
    ("LicenseInfoInFile", Many("licenseInfoInFiles")),
    ("LicenseListVersion", One("creationInfo.licenseListVersion")),
    ("LicenseName", One("name")),
    ("PackageAttributionText", Many("attributionTexts")),
    ("PackageChecksum", Checksum("checksums")),
    ("PackageComment", One("comment")),
    ("PackageCopyrightText", One("copyrightText")),
    ("PackageDescription", One("description")),
    ("PackageDownloadLocation", One("downloadLocation")),
    ("PackageFileName", One("packageFileName")),
    ("PackageHomePage", One("homepage")),
    ("PackageLicenseComments", One("licenseComments")),
    ("PackageLicenseConcluded", One("licenseConcluded")),
    ("PackageLicenseDeclared", One("licenseDeclared")),
    ("PackageLicenseInfoFromFiles", Many("licenseInfoFromFiles")),
    ("PackageOriginator", One("originator")),
    ("PackageSourceInfo", One("sourceInfo")),
    ("PackageSummary", One("summary")),
    ("PackageSupplier", One("supplier")),
    (
        "PackageVerificationCode",
        One("packageVerificationCode.packageVerificationCodeValue"),
    ),
    ("PackageVersion", One("versionInfo")),
    ("PrimaryPackagePurpose", One("primaryPackagePurpose")),
    ("RelationshipComment", One("comment")),
    ("ReleaseDate", One("releaseDate")),
    ("SPDXID", One("SPDXID")),
    ("SPDXREF", One("spdxElementId")),
    ("SPDXVersion", One("spdxVersion")),
    ("SnippetByteRange", One("byteRange")),
    ("SnippetComment", One("comment")),
    ("SnippetCopyrightText", One("copyrightText")),
    ("SnippetFromFileSPDXID", One("snippetFromFile")),
    ("SnippetLicenseComments", One("licenseComments")),
    ("SnippetLicenseConcluded", One("licenseConcluded")),
    ("SnippetLineRange", One("lineRange")),
    ("SnippetName", One("name")),
    ("ValidUntilDate", One("validUntilDate")),
];

/// The tag of this name; `list` is where the element that is open belongs.
pub(super) fn tag(name: &str, list: Option<&str>) -> Option<Tag> {
    if let Some((_, begins, target)) = BEGIN.iter().find(|(known, ..)| *known == name) {
        return Some(Tag {
            begins: Some(begins),
            target: *target,
        });
    }
    let at = TAGS.binary_search_by_key(&name, |(known, _)| known).ok()?;
    let mut target = TAGS[at].1;
    if name == "LicenseInfoInSnippet" || (name == "LicenseInfoInFile" && list == Some("snippets")) {
        target = Many("licenseInfoInSnippets");
    }
    Some(Tag {
        begins: None,
        target,
    })
}

#[cfg(test)]
mod tests {
    #[test]
    fn tags_are_sorted() {
        assert!(super::TAGS.is_sorted_by_key(|(name, _)| name));
    }
}
