//! Small reports of each kind.

use crate::testing::check;
use crate::xml::Xml;

#[test]
fn an_asset_data_report_has_detections_and_a_glossary() {
    check(
        &Xml,
        "<?xml version=\"1.0\" encoding=\"UTF-8\" ?>\n<!DOCTYPE ASSET_DATA_REPORT SYSTEM \"https://q.example/asset_data_report.dtd\">\n\
         <ASSET_DATA_REPORT><HEADER><COMPANY>Clinic</COMPANY></HEADER><HOST_LIST><HOST><IP>10.0.0.7</IP>\
         <DNS><![CDATA[pacs01.clinic.example]]></DNS><VULN_INFO_LIST><VULN_INFO><QID id=\"qid_38170\">38170</QID><TYPE>Vuln</TYPE>\
         <FIRST_FOUND>2026-02-01T08:00:00Z</FIRST_FOUND><LAST_FOUND>2026-03-01T08:00:00Z</LAST_FOUND>\
         <VULN_STATUS>Active</VULN_STATUS></VULN_INFO></VULN_INFO_LIST></HOST></HOST_LIST>\
         <GLOSSARY><VULN_DETAILS_LIST><VULN_DETAILS id=\"qid_38170\"><QID id=\"qid_38170\">38170</QID><TITLE>Old</TITLE><SEVERITY>3</SEVERITY>\
         <CVE_ID_LIST><CVE_ID><ID>CVE-2014-3566</ID><URL>u</URL></CVE_ID></CVE_ID_LIST></VULN_DETAILS></VULN_DETAILS_LIST></GLOSSARY></ASSET_DATA_REPORT>",
        &[
            "record 1: qualys_detection time=2026-03-01T08:00:00Z host=pacs01.clinic.example HOST.IP=10.0.0.7 \
             HOST.DNS=pacs01.clinic.example QID=38170 QID.id=qid_38170 TYPE=Vuln FIRST_FOUND=2026-02-01T08:00:00Z \
             LAST_FOUND=2026-03-01T08:00:00Z VULN_STATUS=Active",
            "record 1: qualys_host host=pacs01.clinic.example IP=10.0.0.7 DNS=pacs01.clinic.example",
            "record 2: qualys_vulnerability id=qid_38170 QID=38170 QID.id=qid_38170 TITLE=Old SEVERITY=3 \
             CVE_ID_LIST.CVE_ID=[{\"ID\":\"CVE-2014-3566\",\"URL\":\"u\"}]",
        ],
    );
}

#[test]
fn a_detection_list_names_its_hosts() {
    check(
        &Xml,
        "<HOST_LIST_VM_DETECTION_OUTPUT><RESPONSE><DATETIME>2026-03-02T00:00:00Z</DATETIME><HOST_LIST><HOST><ID>1</ID><IP>10.0.0.7</IP>\
         <DETECTION_LIST><DETECTION><QID>38170</QID><TYPE>Confirmed</TYPE><SEVERITY>3</SEVERITY>\
         <STATUS>Fixed</STATUS><LAST_FIXED_DATETIME>2026-03-01T09:00:00Z</LAST_FIXED_DATETIME></DETECTION><DETECTION><QID>1</QID>\
         </DETECTION></DETECTION_LIST></HOST><HOST><IP>10.0.0.8</IP><OS>Linux</OS></HOST></HOST_LIST></RESPONSE></HOST_LIST_VM_DETECTION_OUTPUT>",
        &[
            "record 1: qualys_detection host=10.0.0.7 HOST.ID=1 HOST.IP=10.0.0.7 QID=38170 TYPE=Confirmed SEVERITY=3 \
             STATUS=Fixed LAST_FIXED_DATETIME=2026-03-01T09:00:00Z",
            "record 2: qualys_detection host=10.0.0.7 HOST.ID=1 HOST.IP=10.0.0.7 QID=1",
            "record 2: qualys_host host=10.0.0.7 ID=1 IP=10.0.0.7",
            "record 2: qualys_host host=10.0.0.8 IP=10.0.0.8 OS=Linux",
        ],
    );
}

#[test]
fn a_scan_has_categories() {
    check(
        &Xml,
        "<SCAN value=\"scan/1.2\"><HEADER><KEY value=\"USERNAME\">u</KEY><KEY value=\"DATE\">2026-03-01T08:00:00Z</KEY></HEADER>\
         <IP value=\"10.0.0.7\" name=\"pacs01\"><OS>Linux</OS><VULNS><CAT value=\"General remote services\" port=\"443\" protocol=\"tcp\">\
         <VULN number=\"38170\" severity=\"3\" cveid=\"CVE-2014-3566\"><TITLE>Old</TITLE></VULN></CAT></VULNS></IP></SCAN>",
        &[
            "record 1: qualys_detection time=2026-03-01T08:00:00Z host=pacs01 IP.value=10.0.0.7 IP.name=pacs01 IP.OS=Linux \
             CAT.value=General remote services CAT.port=443 CAT.protocol=tcp TYPE=VULN number=38170 severity=3 \
             cveid=CVE-2014-3566 TITLE=Old",
            "record 1: qualys_host time=2026-03-01T08:00:00Z host=pacs01 value=10.0.0.7 name=pacs01 OS=Linux",
        ],
    );
}
