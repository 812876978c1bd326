//! DICOM audit messages as IHE ATNA sends them over syslog (DICOM PS3.15, annex A.5; RFC 5424).

use super::xml::escaped;
use crate::moment::Moment;

/// The machine and program that send.
pub(crate) struct Sender<'a> {
    pub(crate) host: &'a str,
    pub(crate) site: &'a str,
}

/// One line: `event` is its code, what that means and the action; `kind` a finished `EventTypeCode` or nothing;
/// `people` and `objects` are finished elements.
pub(crate) fn message(
    sender: &Sender<'_>,
    time: Moment,
    event: (&str, &str, char),
    kind: &str,
    (people, objects): (&str, &str),
) -> String {
    let (code, name, action) = event;
    let Sender { host, site } = sender;
    let stamp = time.iso_millis();
    format!(
        "<85>1 {stamp} {host} imaging-archive 1204 IHE+DICOM - <?xml version=\"1.0\" encoding=\"UTF-8\"?><AuditMessage><EventIdentification EventActionCode=\"{action}\" EventDateTime=\"{stamp}\" EventOutcomeIndicator=\"0\"><EventID csd-code=\"{code}\" codeSystemName=\"DCM\" originalText=\"{name}\"/>{kind}</EventIdentification>{people}<AuditSourceIdentification AuditSourceID=\"ARCHIVE\" AuditEnterpriseSiteID=\"{site}\"><AuditSourceTypeCode csd-code=\"4\" codeSystemName=\"DCM\" originalText=\"Application Server\"/></AuditSourceIdentification>{objects}</AuditMessage>\n"
    )
}

/// Who sits at a screen.
pub(crate) struct Human<'a> {
    pub(crate) user: &'a str,
    pub(crate) name: &'a str,
    pub(crate) address: &'a str,
    /// A code for the role, and the role's title.
    pub(crate) role: (&'a str, &'a str),
}

pub(crate) fn human(one: &Human<'_>) -> String {
    let Human {
        user,
        name,
        address,
        role: (code, title),
    } = one;
    format!(
        "<ActiveParticipant UserID=\"{user}\" UserName=\"{}\" UserIsRequestor=\"true\" NetworkAccessPointID=\"{address}\" NetworkAccessPointTypeCode=\"2\"><RoleIDCode csd-code=\"{code}\" codeSystemName=\"2.16.840.1.113883.18.220\" originalText=\"{}\"/></ActiveParticipant>",
        escaped(name),
        escaped(title)
    )
}

/// The pictures and whose they are.
pub(crate) fn objects(study: &str, patient: &str, (family, given): (&str, &str)) -> String {
    format!(
        "<ParticipantObjectIdentification ParticipantObjectID=\"{study}\" ParticipantObjectTypeCode=\"2\" ParticipantObjectTypeCodeRole=\"3\"><ParticipantObjectIDTypeCode csd-code=\"110180\" codeSystemName=\"DCM\" originalText=\"Study Instance UID\"/></ParticipantObjectIdentification><ParticipantObjectIdentification ParticipantObjectID=\"{patient}\" ParticipantObjectTypeCode=\"1\" ParticipantObjectTypeCodeRole=\"1\"><ParticipantObjectIDTypeCode csd-code=\"2\" codeSystemName=\"RFC-3881\" originalText=\"Patient Number\"/><ParticipantObjectName>{}^{}</ParticipantObjectName></ParticipantObjectIdentification>",
        escaped(family),
        escaped(given)
    )
}
