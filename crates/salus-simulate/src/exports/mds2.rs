//! The pump maker's security form (MDS2, 2019), its sheet saved as CSV. Questions in our own, shorter words.

use super::Export;
use crate::clinic::Clinic;
use crate::format::csv::Table;

/// Sections begin with `#`; then number, question, answer, note.
const FORM: &str = "\
#GENERAL
DOC-1|Manufacturer Name|Rivulet|
DOC-2|Device Description|Infusion pump|
DOC-3|Device Model|Flow 3|
DOC-4|Document ID|RIV-MDS2-031|
DOC-5|Manufacturer Contact Information|security@rivulet.example|
DOC-6|Intended use of device in network-connected environment|Receives drug libraries from its server|
DOC-7|Document Release Date|2025-02-17|
DOC-8|Coordinated Vulnerability Disclosure program for this device?|Yes|
DOC-9|Member of an information-sharing organisation?|No|
DOC-11|Is this software only?|No|
#MANAGEMENT OF PERSONALLY IDENTIFIABLE INFORMATION
MPII-1|Can this device display, transmit, store or modify personally identifiable information?|Yes|Note 1
MPII-2|Does the device maintain such information?|Yes|
MPII-2.1|Temporarily, in volatile memory?|Yes|
MPII-2.2|Persistently, on internal media?|No|
#AUTOMATIC LOGOFF
ALOF-1|Can the device force people to sign in again after inactivity?|No|
ALOF-2|Is the time before that adjustable?|N/A|
#AUDIT CONTROLS
AUDT-1|Can the device make audit logs?|Yes|
AUDT-1.1|Does the log name the person?|No|Note 2
AUDT-2.1|Are sign-ins recorded?|No|
AUDT-4|Does the log carry the time?|Yes|
#AUTHORIZATION
AUTH-1|Does the device keep the unauthorised out?|Yes|
AUTH-2|Can people have different rights by role?|No|
#CYBER SECURITY PRODUCT UPGRADES
CSUP-1|Does the device contain software or firmware?|Yes|
CSUP-2|Does it contain an operating system?|Yes|
CSUP-2.1|May the owner install updates of it?|No|
CSUP-11|Does the maker tell owners of updates?|Yes|
#DATA BACKUP AND DISASTER RECOVERY
DTBK-1|Does the device keep long-term data that the owner must save?|No|
#EMERGENCY ACCESS
EMRG-1|Can it be used in an emergency without signing in?|Yes|
#MALWARE DETECTION
MLDP-1|Can it run other software?|No|
#NODE AUTHENTICATION
NAUT-1|Does it prove who it is to other nodes?|No|
#CONNECTIVITY
CONN-1|Does the device have hardware to connect?|Yes|
CONN-1.1|Wireless?|Yes|
CONN-1.2|Wired?|Yes|
#PERSON AUTHENTICATION
PAUT-1|Does it support unique names and passwords?|No|Note 3
PAUT-5|Can every default password be changed?|Yes|Note 3
#ROADMAP FOR THIRD PARTY COMPONENTS
RDMP-1|Was it built by a secure development process?|Yes|
#SOFTWARE BILL OF MATERIALS
SBOM-1|Is a bill of materials available?|No|
#SYSTEM HARDENING
SAHD-1|Is the device hardened by a published standard?|No|
SAHD-4|Are all ports and services closed that it does not need?|No|Note 3
#TRANSMISSION CONFIDENTIALITY
TXCF-1|Can personally identifiable information leave the device?|Yes|
TXCF-2|Is it encrypted before it does?|See Note|Note 4
#REMOTE SERVICE
RMOT-1|Does the device permit remote service?|Yes|
";
const NOTES: [(&str, &str); 4] = [
    ("Note 1", "Patient number and drug only"),
    ("Note 2", "The log names the pump, not the person"),
    (
        "Note 3",
        "A telnet service for the maker has a standard password; change it at installation",
    ),
    ("Note 4", "Only on the way to its own server"),
];

pub(super) fn export(clinic: &Clinic) -> Export {
    assert_eq!(clinic.machine("MD-IP01").maker, "Rivulet Flow 3");
    let mut table = Table::new(
        "inventory/rivulet-flow-3-mds2.csv",
        "Manufacturer Disclosure Statement for Medical Device Security -- MDS2,,,",
    );
    table.line("Question ID|Question||See note");
    let mut answers = 0;
    for line in FORM.lines() {
        if let Some(section) = line.strip_prefix('#') {
            table.line(&format!("{section}|||"));
            continue;
        }
        table.line(line);
        answers += 1;
    }
    table.line("Notes|||");
    for (number, text) in NOTES {
        table.line(&format!("{number}|{text}||"));
    }
    Export::new(
        table.path,
        table.text(),
        "what the pump's maker says of its security: a service with a standard password, no unique names",
        &[("mds2_answer", answers), ("mds2_note", NOTES.len())],
    )
}
