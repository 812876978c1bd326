//! Mail as its servers and gateways report it: complaints, failures, threats and traces.

use serde_json::{Value, json};

use super::{Piece, ago};
use crate::clinic::{Clinic, DOMAIN, OUTSIDE_ADDRESS};
use crate::format::csv::Table;
use crate::format::json;
use crate::format::outlook::{self, Properties};
use crate::moment::Moment;

pub(super) fn pieces(clinic: &Clinic) -> Vec<Piece> {
    vec![
        complaint(clinic),
        failure(clinic),
        proofpoint(clinic),
        tracking_log(clinic),
        tracking_list(clinic),
        google_log(clinic),
        mimecast(clinic),
        outlook(clinic),
    ]
}

/// A message in three parts: what a reader sees, what a program reads, and the message that is meant.
fn report(
    (from, subject, kind): (&str, &str, &str),
    time: Moment,
    fields: &str,
    original: &str,
) -> String {
    format!(
        "From: {from}\nTo: abuse@{DOMAIN}\nDate: {}\nSubject: {subject}\nMessage-ID: <{}.{kind}@reports.example>\nMIME-Version: 1.0\n\
         Content-Type: multipart/report; report-type=feedback-report; boundary=\"part\"\n\n--part\nContent-Type: text/plain; charset=\"US-ASCII\"\n\n\
         This is a report about a message from {OUTSIDE_ADDRESS}.\n\n--part\nContent-Type: message/feedback-report\n\n{fields}\n--part\nContent-Type: message/rfc822\n\n{original}\n--part--\n",
        time.mail(),
        time.epoch()
    )
    .replace('\n', "\r\n")
}

/// Somebody pressed "this is spam" (ARF, RFC 5965).
fn complaint(clinic: &Clinic) -> Piece {
    let time = ago(clinic, 6, (18, 0));
    let fields = format!(
        "Feedback-Type: abuse\nUser-Agent: Complaints/1.4\nVersion: 1\nOriginal-Mail-From: <news@{DOMAIN}>\nOriginal-Rcpt-To: <someone@mailbox.example>\nArrival-Date: {}\nSource-IP: {OUTSIDE_ADDRESS}\nReported-Domain: {DOMAIN}\n",
        time.plus_seconds(-3_000).mail()
    );
    let original = format!(
        "From: Alder Creek <news@{DOMAIN}>\nTo: someone@mailbox.example\nSubject: Flu shots in November\nMessage-ID: <news.11@{DOMAIN}>\nDate: {}\n\nCome by.\n",
        time.plus_seconds(-3_100).mail()
    );
    let text = report(
        ("complaints@mailbox.example", "Abuse report", "arf"),
        time,
        &fields,
        &original,
    );
    Piece::new(
        "mail/complaint.eml",
        text,
        "a complaint about the practice's own newsletter (ARF)",
    )
    .holds("mail", 1)
    .holds("mail_feedback", 1)
}

/// One message that failed DMARC (RFC 6591).
fn failure(clinic: &Clinic) -> Piece {
    let time = ago(clinic, 5, (19, 0));
    let fields = format!(
        "Feedback-Type: auth-failure\nUser-Agent: Failures/2.0\nVersion: 1\nAuth-Failure: dmarc\nAuthentication-Results: mx.mailbox.example; dmarc=fail header.from={DOMAIN}; spf=fail smtp.mailfrom={DOMAIN}\n\
         Identity-Alignment: none\nDelivery-Result: reject\nOriginal-Mail-From: <billing@{DOMAIN}>\nArrival-Date: {}\nSource-IP: 192.0.2.66\nReported-Domain: {DOMAIN}\n",
        time.mail()
    );
    let original = format!(
        "From: Billing <billing@{DOMAIN}>\nTo: someone@mailbox.example\nSubject: Your bill\nMessage-ID: <x.1@invoice-portal.example>\n\n"
    );
    let text = report(
        ("dmarc@mailbox.example", "Report of a failure", "ruf"),
        time,
        &fields,
        &original,
    );
    Piece::new(
        "mail/dmarc-failure.eml",
        text,
        "a report of one message that failed DMARC (ruf)",
    )
    .holds("mail", 1)
    .holds("mail_feedback", 1)
}

/// The SIEM interface of Targeted Attack Protection: `/v2/siem/all`.
fn proofpoint(clinic: &Clinic) -> Piece {
    let message = |place: i64, blocked: bool| {
        let time = ago(clinic, 4, (16, place)).iso_millis();
        json!({
            "GUID": clinic.random(&format!("tap {place}")).guid(), "QID": format!("r2FNwRHF00412{place}"), "ccAddresses": [], "cluster": "practice_hosted", "completelyRewritten": true, "fromAddress": ["billing@invoice-portal.example"],
            "headerFrom": "\"Billing\" <billing@invoice-portal.example>", "headerReplyTo": null, "id": clinic.random(&format!("tap id {place}")).guid(), "impostorScore": 0, "malwareScore": if blocked { 100 } else { 0 },
            "messageID": format!("<{place}.tap@invoice-portal.example>"), "messageParts": [{"contentType": "text/html", "disposition": "inline", "filename": "text.html", "sandboxStatus": null, "md5": "x"}, {"contentType": "application/pdf", "disposition": "attached", "filename": "invoice.pdf", "sandboxStatus": "THREAT", "md5": "y"}],
            "messageSize": 41_022, "messageTime": time, "modulesRun": ["av", "spf", "dkimv", "pdr", "urldefense"], "phishScore": 90, "policyRoutes": ["default_inbound"], "quarantineFolder": if blocked { json!("Phish") } else { Value::Null },
            "quarantineRule": if blocked { json!("module.spam.threat") } else { Value::Null }, "recipient": [format!("rchen@{DOMAIN}")], "replyToAddress": [], "sender": "bounce@invoice-portal.example", "senderIP": "192.0.2.66", "spamScore": 71,
            "subject": "Invoice 4411", "threatsInfoMap": [{"classification": "PHISH", "threat": "invoice-portal.example/Login", "threatID": clinic.random("threat").hex(64), "threatStatus": "active", "threatTime": time, "threatType": "URL", "threatUrl": "https://threatinsight.example/x"}],
            "toAddresses": [format!("rchen@{DOMAIN}")], "xmailer": null
        })
    };
    let click = json!({"GUID": clinic.random("tap click").guid(), "campaignId": null, "classification": "phish", "clickIP": "198.51.100.61", "clickTime": ago(clinic, 4, (17, 0)).iso_millis(), "id": clinic.random("tap click id").guid(), "messageID": "<9.tap@invoice-portal.example>",
        "recipient": format!("rchen@{DOMAIN}"), "sender": "bounce@invoice-portal.example", "senderIP": "192.0.2.66", "threatID": clinic.random("threat").hex(64), "threatStatus": "active", "threatTime": ago(clinic, 4, (16, 0)).iso_millis(), "threatURL": "https://threatinsight.example/x", "url": "https://invoice-portal.example/Login", "userAgent": "Mozilla/5.0"});
    let text = json::text(
        &json!({"queryEndTime": ago(clinic, 4, (18, 0)).iso(), "messagesBlocked": [message(1, true), message(2, true)], "messagesDelivered": [message(3, false)], "clicksBlocked": [click], "clicksPermitted": []}),
    );
    Piece::new("mail/proofpoint-tap.json", text + "\n", "Proofpoint's threats: messages stopped and delivered, and a click")
        .holds("proofpoint_message", 3)
        .holds("proofpoint_click", 1)
        .gives("mail_message", 3)
        .tells("mail_message", 3, "from_domain = 'invoice-portal.example' and size_bytes = 41022 and malware_scanned and attachment_names like '%invoice.pdf%'")
}

/// A message on its way: number, sender, recipient, subject, size.
const SENT: [(u32, &str, &str, &str, u32); 3] = [
    (
        1,
        "referrals@county-hospital.example",
        "rchen@alder-creek.example",
        "Referral",
        20_411,
    ),
    (
        2,
        "rchen@alder-creek.example",
        "lab@county-lab.example",
        "Order",
        8_120,
    ),
    (
        3,
        "lab@county-lab.example",
        "treyes@alder-creek.example",
        "Result, signed",
        61_002,
    ),
];

/// Exchange Server's own log, which names its fields above them.
fn tracking_log(clinic: &Clinic) -> Piece {
    let fields = "date-time,client-ip,client-hostname,server-ip,server-hostname,source-context,connector-id,source,event-id,internal-message-id,message-id,network-message-id,recipient-address,recipient-status,total-bytes,recipient-count,related-recipient-address,reference,message-subject,sender-address,return-path,message-info,directionality,tenant-id,original-client-ip,original-server-ip,custom-data,transport-traffic-type,log-id,schema-version";
    let mut text = format!(
        "\u{feff}#Software: Microsoft Exchange Server\r\n#Version: 15.02.1544.011\r\n#Log-type: Message Tracking Log\r\n#Date: {}\r\n#Fields: {fields}\r\n",
        ago(clinic, 3, (0, 0)).iso_millis()
    );
    let mut lines = 0;
    for (number, from, to, subject, size) in &SENT {
        let incoming = to.ends_with(DOMAIN);
        let direction = if incoming { "Incoming" } else { "Originating" };
        for (step, (source, event)) in [
            ("SMTP", "RECEIVE"),
            if incoming {
                ("STOREDRIVER", "DELIVER")
            } else {
                ("SMTP", "SENDEXTERNAL")
            },
        ]
        .iter()
        .enumerate()
        {
            let time =
                ago(clinic, 3, (14, i64::from(*number))).plus_seconds(i64::from(step as u32));
            let subject = if subject.contains(',') {
                format!("\"{subject}\"")
            } else {
                (*subject).to_owned()
            };
            text.push_str(&format!(
                "{},10.20.20.25,mx.alder-creek.example,10.20.20.10,AC-SRV01,,AC-SRV01\\Default,{source},{event},{},<{number}.exch@county.example>,{},{to},,{size},1,,,{subject},{from},{from},0I: NTS:,{direction},,10.20.20.25,10.20.20.10,S:DeliveryPriority=Normal,Email,{},15.02.1544.011\r\n",
                time.iso_millis(), 8_000 + number, clinic.random(&format!("exchange {number}")).guid(), clinic.random(&format!("log {number} {step}")).guid()
            ));
            lines += 1;
        }
    }
    Piece::new(
        "mail/MSGTRK2026102914-1.LOG",
        text,
        "Exchange Server's tracking log: three messages in two steps each",
    )
    .holds("w3c_exchange", lines)
    .gives("mail_message", SENT.len())
    .tells(
        "mail_message",
        1,
        "subject = 'Result, signed' and direction = 'inbound' and size_bytes = 61002",
    )
    .tells(
        "mail_message",
        1,
        "direction = 'outbound' and from_domain = 'alder-creek.example'",
    )
}

/// `Get-MessageTrackingLog | Export-Csv`; other messages than in the log.
fn tracking_list(clinic: &Clinic) -> Piece {
    let mut table = Table::new(
        "mail/get-messagetrackinglog.csv",
        "Timestamp,ClientIp,ClientHostname,ServerIp,ServerHostname,SourceContext,ConnectorId,Source,EventId,InternalMessageId,MessageId,NetworkMessageId,Recipients,RecipientStatus,TotalBytes,RecipientCount,RelatedRecipientAddress,Reference,MessageSubject,Sender,ReturnPath,Directionality,TenantId,OriginalClientIp,MessageInfo,MessageLatency,MessageLatencyType,EventData",
    );
    for (number, from, to, subject, size) in &SENT {
        let incoming = to.ends_with(DOMAIN);
        table.line(&format!(
            "{}|10.20.20.25|mx|10.20.20.10|AC-SRV01||Default|SMTP|RECEIVE|{}|<{number}.list@county.example>|{}|{to}||{size}|1|||{subject}|{from}|{from}|{}||10.20.20.25|0I:||None|",
            ago(clinic, 3, (15, i64::from(*number))).format("%-m/%-d/%Y %-I:%M:%S %p"),
            9_000 + number,
            clinic.random(&format!("list {number}")).guid(),
            if incoming { "Incoming" } else { "Originating" },
        ));
    }
    Piece::of_table(
        &table,
        "the same tracking through Export-Csv",
        "message_tracking_csv",
    )
    .gives("mail_message", SENT.len())
    .tells(
        "mail_message",
        2,
        "direction = 'inbound' and time is not null",
    )
}

/// Google Workspace: Reporting, Email log search, Download.
fn google_log(clinic: &Clinic) -> Piece {
    let mut table = Table::new(
        "mail/google-email-log.csv",
        "Message ID,Start date,End date,Sender,Message size,Subject,Direction,Attachments,Recipient address,Event target,Event date,Event status,Event target IP address,Has encryption,Event SMTP reply code,Event description,Client Type,Device User Session ID",
    );
    for (number, from, to, subject, size) in &SENT {
        let time = ago(clinic, 3, (16, i64::from(*number))).format("%Y/%m/%d %H:%M:%S UTC");
        let direction = if to.ends_with(DOMAIN) {
            "Received"
        } else {
            "Sent"
        };
        table.line(&format!("<{number}.glog@county.example>|{time}|{time}|{from}|{size}|{subject}|{direction}|0|{to}|Gmail mailbox|{time}|Inserted|192.0.2.25|Encrypted|250|Delivered to Gmail mailbox||"));
    }
    Piece::of_table(&table, "Google's log of mail", "message_trace_csv")
        .gives("mail_message", SENT.len())
        .tells(
            "mail_message",
            2,
            "direction = 'inbound' and time is not null and size_bytes is not null",
        )
        .tells("mail_message", 1, "direction = 'outbound'")
}

/// Mimecast: Message Center, Message Tracking, exported.
fn mimecast(clinic: &Clinic) -> Piece {
    let mut table = Table::new(
        "mail/mimecast-tracking.csv",
        "From (Envelope),From (Header),To,Subject,Sent Date/Time,Received Date/Time,Route,Status,Attachment,Sender IP Address,Spam Score,Spam Detection,Message ID",
    );
    for (number, from, to, subject, _) in &SENT {
        let time = ago(clinic, 3, (17, i64::from(*number))).format("%Y-%m-%d %H:%M:%S");
        let route = if to.ends_with(DOMAIN) {
            "Inbound"
        } else {
            "Outbound"
        };
        table.line(&format!("{from}|{from}|{to}|{subject}|{time}|{time}|{route}|Archived|No|192.0.2.25|1|low|<{number}.mime@county.example>"));
    }
    Piece::of_table(&table, "Mimecast's tracking", "message_trace_csv")
        .gives("mail_message", SENT.len())
        .tells(
            "mail_message",
            3,
            "malware_scanned and return_path_domain is not null",
        )
}

/// A message somebody dragged out of Outlook.
fn outlook(clinic: &Clinic) -> Piece {
    let time = ago(clinic, 4, (16, 30));
    let (from, to) = ("billing@invoice-portal.example", format!("rchen@{DOMAIN}"));
    let headers = format!(
        "Received: from invoice-portal.example (192.0.2.66) by mx.{DOMAIN}; {0}\r\nAuthentication-Results: mx.{DOMAIN}; spf=pass smtp.mailfrom=invoice-portal.example; dkim=none; dmarc=none\r\n\
         From: Billing <{from}>\r\nTo: {to}\r\nSubject: Invoice 4412\r\nDate: {0}\r\nMessage-ID: <4412@invoice-portal.example>\r\n",
        time.mail()
    );
    let message = Properties::default()
        .text(0x001a, "IPM.Note")
        .text(0x0037, "Invoice 4412")
        .text(0x0042, "Billing")
        .text(0x0065, from)
        .text(0x007d, &headers)
        .text(0x0c1a, "Billing")
        .text(0x0c1e, "SMTP")
        .text(0x0c1f, from)
        .text(0x0e04, &to)
        .text(
            0x1000,
            "See https://invoice-portal.example/Login and pay today.",
        )
        .text(0x1035, "<4412@invoice-portal.example>")
        .text(0x5d01, from)
        .time(0x0039, time)
        .time(0x0e06, time.plus_seconds(3))
        .number(0x0017, 1)
        .number(0x340d, 0x0004_0000)
        .number(0x3fde, 65_001);
    let receiver = Properties::default()
        .text(0x3001, "Rosalind Chen")
        .text(0x3002, "SMTP")
        .text(0x3003, &to)
        .text(0x39fe, &to)
        .number(0x0c15, 1);
    let attached = Properties::default()
        .text(0x3703, ".pdf")
        .text(0x3704, "invoice.pdf")
        .text(0x3707, "invoice.pdf")
        .text(0x370e, "application/pdf")
        .bytes(0x3701, b"%PDF-1.4\n%%EOF\n")
        .number(0x3705, 1);
    let bytes = outlook::file(message, receiver, attached);
    Piece::new("mail/invoice.msg", bytes, "a message saved from Outlook, with an attachment")
        .holds("mail", 1)
        .gives("mail_message", 1)
        .tells("mail_message", 1, "subject = 'Invoice 4412' and from_domain = 'invoice-portal.example' and direction = 'inbound' and spf = 'pass' and attachment_names like '%invoice.pdf%'")
}
