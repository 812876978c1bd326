//! What OpenVAS found, in Greenbone's own XML.

use super::scanners::{Hole, SCANNED, findings, machines, open};
use super::{Piece, ago};
use crate::clinic::machines::Machine;
use crate::clinic::{Clinic, fully_named};
use crate::format::xml::escaped;
use crate::moment::Moment;

pub(super) fn pieces(clinic: &Clinic) -> Vec<Piece> {
    vec![openvas(clinic)]
}

/// A Greenbone report, downloaded as XML.
fn openvas(clinic: &Clinic) -> Piece {
    let begun = ago(clinic, 6, (3, 0));
    let mut random = clinic.random("openvas");
    let results: String = open().map(|hole| result(clinic, hole, begun)).collect();
    let hosts: String = machines(clinic)
        .map(|machine| host(clinic, machine, begun))
        .collect();
    let (outer, format, task) = (random.guid(), random.guid(), random.guid());
    let text = format!(
        "<report id=\"{outer}\" format_id=\"{format}\" extension=\"xml\" content_type=\"text/xml\"><owner><name>ohaddad</name></owner>\
         <name>{0}</name><creation_time>{0}</creation_time><task id=\"{task}\"><name>Offices</name></task>\
         <report id=\"{outer}\"><gmp><version>22.5</version></gmp><sort><field>name<order>ascending</order></field></sort>\
         <scan_run_status>Done</scan_run_status><hosts><count>{1}</count></hosts><timestamp>{0}</timestamp><scan_start>{0}</scan_start>\
         <timezone>UTC</timezone><timezone_abbrev>UTC</timezone_abbrev><ports start=\"1\" max=\"-1\"><count>1</count>\
         <port>445/tcp<host>10.20.10.16</host><severity>7.5</severity><threat>High</threat></port></ports>\n<results max=\"100\" start=\"1\">{results}</results>\n\
         {hosts}<scan_end>{2}</scan_end><errors><count>0</count></errors></report></report>\n",
        begun.iso(),
        SCANNED.len(),
        begun.plus_seconds(1_600).iso()
    );
    Piece::new(
        "scanners/openvas-report.xml",
        text,
        "a Greenbone report: results, hosts, and where the scan could sign in",
    )
    .holds("openvas_result", open().count())
    .holds("openvas_host", SCANNED.len())
    .gives("asset", SCANNED.len())
    .tells("asset", SCANNED.len() - 1, "scan_signed_in")
    .gives("vulnerability", findings(open()))
}

fn result(clinic: &Clinic, hole: &Hole, begun: Moment) -> String {
    let mut random = clinic.random(hole.oid);
    let refs: String = hole
        .cves
        .iter()
        .map(|cve| format!("<ref type=\"cve\" id=\"{cve}\"/>"))
        .collect();
    let machine = clinic.machine(hole.host);
    let threat = match hole.cvss.parse::<f32>().expect("a score") {
        score if score >= 9.0 => "Critical",
        score if score >= 7.0 => "High",
        _ => "Medium",
    };
    format!(
        "<result id=\"{}\"><name>{1}</name><owner><name>ohaddad</name></owner><modification_time>{2}</modification_time>\
         <creation_time>{2}</creation_time><host>{3}<asset asset_id=\"{4}\"/><hostname>{5}</hostname></host><port>{6}/tcp</port>\
         <nvt oid=\"{7}\"><type>nvt</type><name>{1}</name><family>Windows</family><cvss_base>{8}</cvss_base>\
         <tags>summary={1}|solution_type=VendorFix</tags><solution type=\"VendorFix\">{9}</solution><refs>{refs}</refs></nvt>\
         <scan_nvt_version>{2}</scan_nvt_version><threat>{threat}</threat><severity>{8}</severity><qod><value>97</value><type/></qod>\
         <description/></result>\n",
        random.guid(),
        escaped(hole.title),
        begun.plus_seconds(900).iso(),
        machine.ip,
        random.guid(),
        fully_named(machine.host).to_lowercase(),
        hole.port,
        hole.oid,
        hole.cvss,
        escaped(hole.fix),
    )
}

fn host(clinic: &Clinic, machine: &Machine, begun: Moment) -> String {
    let details: String = [
        ("hostname", fully_named(machine.host).to_lowercase()),
        ("best_os_txt", machine.os.to_owned()),
        ("MAC", machine.mac().to_uppercase()),
        (if machine.host == "AC-PR01" { "Auth-SSH-Failure" } else { "Auth-SMB-Success" }, "Protocol SMB, Port 445, User scan".to_owned()),
    ].iter().map(|(name, value)| format!(
        "<detail><name>{name}</name><value>{}</value><source><type>nvt</type><name>1.3.6.1.4.1.25623.1.0.105937</name><description/></source><extra/></detail>",
        escaped(value)
    )).collect();
    format!(
        "<host><ip>{}</ip><asset asset_id=\"{}\"/><start>{}</start><end>{}</end><port_count><page>2</page></port_count>\
         <result_count><page>1</page></result_count>{details}</host>\n",
        machine.ip,
        clinic.random(machine.tag).guid(),
        begun.iso(),
        begun.plus_seconds(1_500).iso()
    )
}
