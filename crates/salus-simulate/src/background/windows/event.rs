//! One Windows event before it is written: the system part and the event's own named values.

use crate::clinic::fully_named;
use crate::format::binxml::Value;
use crate::moment::Moment;

/// A provider and the channel it writes to.
#[derive(Clone, Copy)]
pub(crate) struct Source {
    pub(crate) name: &'static str,
    pub(crate) guid: &'static str,
    pub(crate) channel: &'static str,
    keywords: u64,
}

const EVENTLOG_GUID: &str = "{fc65ddd8-d6ef-4962-83d5-6e5cfe9ce148}";

pub(crate) const SECURITY: Source = Source {
    name: "Microsoft-Windows-Security-Auditing",
    guid: "{54849625-5478-4994-a5ba-3e3b0328c30d}",
    channel: "Security",
    keywords: 0x8020_0000_0000_0000,
};
pub(crate) const SECURITY_CLEARED: Source = Source {
    name: "Microsoft-Windows-Eventlog",
    guid: EVENTLOG_GUID,
    channel: "Security",
    keywords: 0x4020_0000_0000_0000,
};
pub(crate) const SYSTEM_CLEARED: Source = Source {
    channel: "System",
    keywords: 0x8000_0000_0000_0000,
    ..SECURITY_CLEARED
};
pub(crate) const SYSMON: Source = Source {
    name: "Microsoft-Windows-Sysmon",
    guid: "{5770385f-c22a-43e0-bf4c-06f5698ffbd9}",
    channel: "Microsoft-Windows-Sysmon/Operational",
    keywords: 0x8000_0000_0000_0000,
};
pub(crate) const SERVICES: Source = Source {
    name: "Service Control Manager",
    guid: "{555908d1-a6d7-4695-8e1e-26931d2012f4}",
    channel: "System",
    keywords: 0x8080_0000_0000_0000,
};
pub(crate) const POWERSHELL: Source = Source {
    name: "Microsoft-Windows-PowerShell",
    guid: "{a0c1853b-5c40-4b15-8766-3cf1c58f985a}",
    channel: "Microsoft-Windows-PowerShell/Operational",
    keywords: 0,
};
pub(crate) const DEFENDER: Source = Source {
    name: "Microsoft-Windows-Windows Defender",
    guid: "{11cd958a-c507-4ef3-b3f2-5fd9dfbd2c78}",
    channel: "Microsoft-Windows-Windows Defender/Operational",
    keywords: 0x8000_0000_0000_0000,
};

/// Where an event keeps its values.
#[derive(Clone, Copy)]
pub(crate) enum Body {
    EventData,
    /// The name of the element inside `UserData`.
    UserData(&'static str),
}

/// One event.
pub(crate) struct Event {
    pub(crate) source: Source,
    pub(crate) id: u16,
    pub(crate) version: u8,
    pub(crate) level: u8,
    pub(crate) task: u16,
    pub(crate) opcode: u8,
    pub(crate) keywords: u64,
    pub(crate) time: Moment,
    /// With the domain, as Windows writes `Computer`.
    pub(crate) host: String,
    pub(crate) process: u32,
    pub(crate) thread: u32,
    pub(crate) user: Option<String>,
    pub(crate) body: Body,
    pub(crate) data: Vec<(&'static str, Value)>,
}

impl Event {
    /// An informational event; `data` is given in the order Windows writes it.
    pub(crate) fn new(
        source: Source,
        (id, version, task): (u16, u8, u16),
        host: &str,
        time: Moment,
        data: Vec<(&'static str, Value)>,
    ) -> Self {
        Self {
            source,
            id,
            version,
            level: if source.channel == "Security" { 0 } else { 4 },
            task,
            opcode: 0,
            keywords: source.keywords,
            time,
            host: fully_named(host),
            process: 668,
            thread: 4_120,
            user: None,
            body: Body::EventData,
            data,
        }
    }

    pub(crate) fn level(mut self, level: u8) -> Self {
        self.level = level;
        self
    }

    pub(crate) fn keywords(mut self, keywords: u64) -> Self {
        self.keywords = keywords;
        self
    }

    pub(crate) fn by(mut self, user: &str) -> Self {
        self.user = Some(user.to_owned());
        self
    }

    pub(crate) fn user_data(mut self, name: &'static str) -> Self {
        self.body = Body::UserData(name);
        self
    }
}

/// A text value; short, because every event is full of them.
pub(crate) fn text(text: impl Into<String>) -> Value {
    Value::Text(text.into())
}

/// The identifier Sysmon gives a process: the same for the same process.
pub(crate) fn process_guid(host: &str, process: u32) -> Value {
    let digits = crate::random::fingerprint(&format!("{host}{process}"));
    Value::Guid(format!("{digits:016x}{:016x}", digits.rotate_left(21)))
}
