//! Firewall messages: `name=value` pairs of several makers, and the lines of values that pfSense and PAN-OS write.
//!
//! Each maker has a table of its own, under the maker's own field names.

mod pairs;
mod values;

use salus_record::{Local, Moment, ReadError, Sink};

use crate::About;
use crate::body::{Body, Entry, Files};
use pairs::pairs;

pub(crate) struct Firewall;

pub(crate) const READER: Files<'static> = Files {
    about: About {
        name: "firewall",
        title: "Firewall logs (FortiGate, SonicWall, Sophos, Palo Alto, pfSense, OPNsense, iptables, UFW)",
        tables: &[
            "fortigate",
            "iptables",
            "paloalto_*",
            "pf_filterlog",
            "sonicwall",
            "sophos",
            "syslog",
        ],
        export: "the syslog server that the firewall sends to; FortiGate: Log & Report, Download; Linux: /var/log/kern.log or ufw.log",
    },
    body: &Firewall,
};

/// Who wrote a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Maker {
    FortiGate,
    Iptables,
    PaloAlto,
    Pf,
    SonicWall,
    Sophos,
}

impl Maker {
    fn of(entry: &Entry<'_>) -> Option<Self> {
        let text = entry.text;
        if entry
            .program()
            .is_some_and(|program| program == "filterlog")
            && values::is_filterlog(entry.message())
        {
            return Some(Self::Pf);
        }
        if values::is_panos(text) {
            return Some(Self::PaloAlto);
        }
        if !text.contains('=') {
            return None; // the others write pairs
        }
        let has = |part: &str| text.contains(part);
        if has("devid=") && has("logid=") && has("type=") && has("devname=") {
            return Some(Self::FortiGate);
        }
        if has("IN=") && has(" OUT=") && has(" SRC=") && has(" DST=") && has(" PROTO=") {
            return Some(Self::Iptables);
        }
        let first = text.trim_start();
        if first.starts_with("id=") && has(" sn=") && has(" fw=") && has(" pri=") {
            return Some(Self::SonicWall);
        }
        // The second is what the makers' central console gets.
        let is_xg =
            (has("device_id=") || has("device_serial_id=")) && has("log_id=") && has("log_type=");
        let is_utm = has("sys=\"SecureNet\"") && has(" sub=") && has("id=");
        (is_xg || is_utm).then_some(Self::Sophos)
    }

    fn table(self) -> &'static str {
        match self {
            Self::FortiGate => "fortigate",
            Self::Iptables => "iptables",
            Self::PaloAlto => "paloalto",
            Self::Pf => "pf_filterlog",
            Self::SonicWall => "sonicwall",
            Self::Sophos => "sophos",
        }
    }

    /// The fields that tell the time, the first that is there.
    fn written(self, fields: &[(&str, String)]) -> Option<String> {
        let of = |name: &str| {
            let found = fields.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| value.clone())
        };
        let joined = |zone: &str| {
            let (date, time) = (of("date")?, of("time")?);
            // An offset or a name; one that no clock knows says nothing.
            let zoned = of(zone).map(|zone| format!("{date} {time} {zone}"));
            let zoned = zoned.filter(|written| Local::parse(written).is_some());
            Some(zoned.unwrap_or_else(|| format!("{date} {time}")))
        };
        match self {
            Self::FortiGate => of("eventtime").or_else(|| joined("tz")),
            Self::SonicWall => of("time"),
            Self::Sophos => of("timestamp").or_else(|| joined("timezone")),
            Self::Iptables | Self::PaloAlto | Self::Pf => None,
        }
    }

    /// The field that names the firewall itself.
    fn device(self) -> &'static [&'static str] {
        match self {
            Self::FortiGate => &["devname", "devid"],
            Self::SonicWall => &["fw"],
            Self::Sophos => &["device_name", "device_id", "device_serial_id"],
            Self::Iptables | Self::PaloAlto | Self::Pf => &[],
        }
    }
}

impl Body for Firewall {
    fn fits(&self, entry: &Entry<'_>) -> bool {
        Maker::of(entry).is_some()
    }

    fn put(&self, entry: &Entry<'_>, sink: &mut Sink<'_>) -> Result<bool, ReadError> {
        match Maker::of(entry) {
            Some(Maker::Pf) => values::put_filterlog(entry, sink),
            Some(Maker::PaloAlto) => values::put_panos(entry, sink),
            Some(Maker::Iptables) => put_iptables(entry, sink),
            Some(maker) => put_pairs(maker, entry, sink),
            None => Ok(false),
        }
    }
}

fn put_pairs(maker: Maker, entry: &Entry<'_>, sink: &mut Sink<'_>) -> Result<bool, ReadError> {
    let (fields, words) = pairs(entry.text);
    let written = maker.written(&fields);
    let moment = |written: &str| -> Moment { entry.clock.read(written) };
    let own = written.as_deref().map(|written| (moment(written), written));
    let own = own.filter(|(moment, _)| moment.instant.is_some());
    let mut row = entry.row_at(sink, maker.table(), own);
    let device = maker.device().iter().find_map(|name| {
        let found = fields.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value)
    });
    if let Some(device) = device {
        row = row.host(device);
    }
    for (name, value) in &fields {
        row.set(name, value);
    }
    if !words.is_empty() {
        row.set("text", &words.join(" "));
    }
    entry.end(row)
}

/// `[UFW BLOCK] IN=eth0 OUT= MAC=… SRC=… DST=… PROTO=TCP SPT=1 DPT=2 SYN URGP=0`
fn put_iptables(entry: &Entry<'_>, sink: &mut Sink<'_>) -> Result<bool, ReadError> {
    let message = entry.message();
    let Some(at) = message.find("IN=") else {
        return Ok(false);
    };
    let (prefix, rest) = message.split_at(at);
    let prefix = prefix.trim();
    let prefix = match prefix
        .strip_prefix('[')
        .and_then(|inner| inner.split_once(']'))
    {
        // The kernel's own clock.
        Some((clock, behind)) if clock.trim().parse::<f64>().is_ok() => behind.trim(),
        _ => prefix,
    };
    let mut row = entry.row(sink, Maker::Iptables.table());
    if !prefix.is_empty() {
        row = row.text("prefix", prefix);
    }
    let (fields, flags) = pairs(rest);
    for (name, value) in &fields {
        row.set(name, value);
    }
    if !flags.is_empty() {
        row.set("flags", &flags.join(" "));
    }
    entry.end(row)
}

#[cfg(test)]
mod tests;
