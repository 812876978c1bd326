//! Everything that happened, before it is written down: ordinary days and planted stories add to the same lists.

use serde_json::Value;

use crate::background::windows::event::Event;
use crate::mail::Message;
use crate::moment::Moment;
use crate::random::Random;

/// A network connection as the sensor saw it.
pub(crate) struct Flow {
    pub(crate) time: Moment,
    pub(crate) uid: String,
    pub(crate) from: String,
    pub(crate) from_port: u16,
    pub(crate) to: String,
    pub(crate) to_port: u16,
    pub(crate) transport: &'static str,
    pub(crate) service: &'static str,
    pub(crate) seconds: Option<f64>,
    pub(crate) sent: u64,
    pub(crate) received: u64,
    pub(crate) state: &'static str,
}

/// What one connection carries: service name, bytes out, bytes in, seconds.
pub(crate) struct Load(
    pub(crate) &'static str,
    pub(crate) u64,
    pub(crate) u64,
    pub(crate) f64,
);

/// A row of one of Zeek's other logs: time, then the cells after `ts`.
pub(crate) type Row = (Moment, Vec<String>);

/// One look at one patient's record.
pub(crate) struct Access {
    pub(crate) time: Moment,
    pub(crate) user: &'static str,
    pub(crate) patient: usize,
    /// FHIR interaction: read, search, create, update.
    pub(crate) interaction: &'static str,
    pub(crate) resource: &'static str,
    pub(crate) from: String,
    pub(crate) story: Story,
}

/// Why an access happened, known only to the generator.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Story {
    Care,
    Billing,
    NoRecordOfReason,
    Snooping,
    Leaver,
}

/// A sign-in at the identity provider.
pub(crate) struct SignIn<'a> {
    pub(crate) time: Moment,
    pub(crate) user: &'a str,
    pub(crate) app: &'static str,
    pub(crate) client: &'static str,
    pub(crate) ip: String,
    pub(crate) country: &'static str,
    pub(crate) city: &'static str,
    pub(crate) second_factor: bool,
    /// 0 is success.
    pub(crate) error: u32,
}

/// The lists.
pub(crate) struct Evidence {
    random: Random,
    pub(crate) windows: Vec<Event>,
    pub(crate) flows: Vec<Flow>,
    pub(crate) dns: Vec<Row>,
    pub(crate) http: Vec<Row>,
    pub(crate) tls: Vec<Row>,
    pub(crate) sign_ins: Vec<SignIn<'static>>,
    /// Microsoft 365 audit records.
    pub(crate) office: Vec<(Moment, Value)>,
    /// CloudTrail records.
    pub(crate) storage: Vec<(Moment, Value)>,
    pub(crate) accesses: Vec<Access>,
    pub(crate) mail: Vec<Message>,
}

impl Evidence {
    pub(crate) fn new(random: Random) -> Self {
        Self {
            random,
            windows: Vec::new(),
            flows: Vec::new(),
            dns: Vec::new(),
            http: Vec::new(),
            tls: Vec::new(),
            sign_ins: Vec::new(),
            office: Vec::new(),
            storage: Vec::new(),
            accesses: Vec::new(),
            mail: Vec::new(),
        }
    }

    /// A completed TCP connection; gives back where to hang protocol rows.
    pub(crate) fn tcp(&mut self, time: Moment, from: &str, to: (&str, u16), load: Load) -> &Flow {
        self.flow((time, from), to, load, ("tcp", "SF"))
    }

    /// A connection in another transport or state.
    pub(crate) fn flow(
        &mut self,
        (time, from): (Moment, &str),
        to: (&str, u16),
        Load(service, sent, received, seconds): Load,
        (transport, state): (&'static str, &'static str),
    ) -> &Flow {
        let flow = Flow {
            time,
            uid: format!("C{}", self.random.hex(16)),
            from: from.to_owned(),
            from_port: u16::try_from(self.random.between(49_152, 65_535)).expect("a port"),
            to: to.0.to_owned(),
            to_port: to.1,
            transport,
            service,
            seconds: (state == "SF").then_some(seconds),
            sent,
            received,
            state,
        };
        self.flows.push(flow);
        self.flows.last().expect("just added")
    }

    /// A question to the clinic's resolver and its answer.
    pub(crate) fn lookup(&mut self, time: Moment, from: &str, name: &str, answer: Option<&str>) {
        let sent = 30 + name.len() as u64;
        let load = Load("dns", sent, sent + 16, 0.004_2);
        let flow = self.flow((time, from), ("10.20.20.10", 53), load, ("udp", "SF"));
        let (uid, port) = (flow.uid.clone(), flow.from_port.to_string());
        let transaction = self.random.between(1, 65_535).to_string();
        let (code, text) = if answer.is_some() {
            ("0", "NOERROR")
        } else {
            ("3", "NXDOMAIN")
        };
        let cells = [
            uid.as_str(),
            from,
            &port,
            "10.20.20.10",
            "53",
            "udp",
            &transaction,
            "0.004200",
            name,
            "1",
            "C_INTERNET",
            "1",
            "A",
            code,
            text,
            "F",
            "F",
            "T",
            if answer.is_some() { "T" } else { "F" },
            "0",
            answer.unwrap_or("-"),
            if answer.is_some() { "300.000000" } else { "-" },
            "F",
        ];
        self.dns.push((time, cells.map(str::to_owned).to_vec()));
    }

    /// An encrypted web session with a server of this name.
    pub(crate) fn https(
        &mut self,
        time: Moment,
        from: &str,
        server: (&str, &str),
        bytes: (u64, u64),
    ) {
        let load = Load("ssl", bytes.0, bytes.1, 4.25);
        let flow = self.tcp(time, from, (server.0, 443), load);
        let (uid, port) = (flow.uid.clone(), flow.from_port.to_string());
        let cells = [
            uid.as_str(),
            from,
            &port,
            server.0,
            "443",
            "TLSv13",
            "TLS_AES_256_GCM_SHA384",
            "x25519",
            server.1,
            "F",
            "-",
            "h2",
            "T",
            "CsiI",
            "-",
            "-",
            "-",
            "-",
        ];
        self.tls
            .push((time.plus_micros(21_500), cells.map(str::to_owned).to_vec()));
    }

    /// An unencrypted web request.
    pub(crate) fn web(
        &mut self,
        time: Moment,
        from: &str,
        server: (&str, &str),
        request: (&str, &str),
    ) {
        let flow = self.tcp(time, from, (server.0, 80), Load("http", 640, 5_210, 0.42));
        let (uid, port) = (flow.uid.clone(), flow.from_port.to_string());
        let body = if request.0 == "POST" { "118" } else { "0" };
        let cells = [
            uid.as_str(),
            from,
            &port,
            server.0,
            "80",
            "1",
            request.0,
            server.1,
            request.1,
            "-",
            "1.1",
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/141.0.0.0 Safari/537.36",
            "-",
            body,
            "4821",
            "200",
            "OK",
            "-",
            "-",
            "(empty)",
            "-",
            "-",
            "-",
            "-",
            "-",
            "-",
            "-",
            "text/html",
        ];
        self.http
            .push((time.plus_micros(31_000), cells.map(str::to_owned).to_vec()));
    }

    /// Puts every list in the order of time.
    pub(crate) fn sort(&mut self) {
        self.windows.sort_by_key(|event| event.time);
        self.flows.sort_by_key(|flow| flow.time);
        for rows in [&mut self.dns, &mut self.http, &mut self.tls] {
            rows.sort_by_key(|(time, _)| *time);
        }
        self.sign_ins.sort_by_key(|sign_in| sign_in.time);
        self.office.sort_by_key(|(time, _)| *time);
        self.storage.sort_by_key(|(time, _)| *time);
        self.accesses.sort_by_key(|access| access.time);
        self.mail.sort_by_key(|message| message.time);
    }
}
