//! What is plugged in or carried about: computers, telephones, printers, network equipment and medical devices.

/// One machine.
pub(crate) struct Machine {
    pub(crate) tag: &'static str,
    pub(crate) host: &'static str,
    pub(crate) kind: Kind,
    pub(crate) maker: &'static str,
    pub(crate) os: &'static str,
    pub(crate) ip: &'static str,
    /// The person or department it belongs to.
    pub(crate) owner: &'static str,
    pub(crate) location: &'static str,
    pub(crate) bought: &'static str,
}

/// What sort of machine it is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Workstation,
    Laptop,
    Server,
    Phone,
    Tablet,
    Printer,
    Network,
    Medical,
}

impl Kind {
    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::Workstation => "Workstation",
            Self::Laptop => "Laptop",
            Self::Server => "Server",
            Self::Phone => "Phone",
            Self::Tablet => "Tablet",
            Self::Printer => "Printer",
            Self::Network => "Network",
            Self::Medical => "Medical device",
        }
    }

    /// Able to run endpoint protection.
    pub(crate) fn is_endpoint(self) -> bool {
        matches!(self, Self::Workstation | Self::Laptop | Self::Server)
    }

    /// Carried about.
    pub(crate) fn is_portable(self) -> bool {
        matches!(self, Self::Laptop | Self::Phone | Self::Tablet)
    }
}

impl Machine {
    /// A hardware address that follows from the last part of the IP address; the first part is a private one.
    pub(crate) fn mac(&self) -> String {
        let parts: Vec<u8> = self
            .ip
            .split('.')
            .map(|part| part.parse().expect("an address"))
            .collect();
        format!(
            "02:ac:{:02x}:{:02x}:{:02x}:{:02x}",
            parts[0], parts[1], parts[2], parts[3]
        )
    }

    pub(crate) fn serial(&self) -> String {
        format!(
            "SN{:010}",
            crate::random::fingerprint(self.tag) % 10_000_000_000
        )
    }
}

macro_rules! machine {
    ($tag:literal, $host:literal, $kind:ident, $maker:literal, $os:literal, $ip:literal, $owner:literal, $location:literal, $bought:literal) => {
        Machine {
            tag: $tag,
            host: $host,
            kind: Kind::$kind,
            maker: $maker,
            os: $os,
            ip: $ip,
            owner: $owner,
            location: $location,
            bought: $bought,
        }
    };
}

#[rustfmt::skip]
pub(crate) const ALL: &[Machine] = &[
    machine!("A-0101", "AC-WS01", Workstation, "Corvid OptiDesk 5", "Windows 11 Pro 24H2", "10.20.10.11", "dpruitt", "Front desk 1", "2023-02-14"),
    machine!("A-0102", "AC-WS02", Workstation, "Corvid OptiDesk 5", "Windows 11 Pro 24H2", "10.20.10.12", "lortega", "Front desk 2", "2023-02-14"),
    machine!("A-0103", "AC-WS03", Workstation, "Corvid OptiDesk 5", "Windows 11 Pro 24H2", "10.20.10.13", "mlindqvist", "Billing office", "2023-02-14"),
    machine!("A-0104", "AC-WS04", Workstation, "Corvid OptiDesk 5", "Windows 11 Pro 23H2", "10.20.10.14", "cdunning", "Nurse station", "2023-02-14"),
    machine!("A-0105", "AC-WS05", Workstation, "Corvid OptiDesk 5", "Windows 11 Pro 24H2", "10.20.10.15", "jwhitaker", "Exam hall A", "2023-02-14"),
    machine!("A-0106", "AC-WS06", Workstation, "Corvid OptiDesk 3", "Windows 10 Pro 22H2", "10.20.10.16", "abello", "Exam hall B", "2018-07-30"),
    machine!("A-0107", "AC-WS07", Workstation, "Corvid OptiDesk 5", "Windows 11 Pro 24H2", "10.20.10.17", "rchen", "Manager's office", "2023-02-14"),
    machine!("A-0201", "AC-LT01", Laptop, "Corvid Featherbook 13", "Windows 11 Pro 24H2", "10.20.10.31", "hmarsh", "With owner", "2024-05-06"),
    machine!("A-0202", "AC-LT02", Laptop, "Corvid Featherbook 13", "Windows 11 Pro 24H2", "10.20.10.32", "treyes", "With owner", "2024-05-06"),
    machine!("A-0203", "AC-LT03", Laptop, "Corvid Featherbook 13", "Windows 11 Pro 24H2", "10.20.10.33", "pnair", "With owner", "2024-05-06"),
    machine!("A-0204", "AC-LT04", Laptop, "Corvid Featherbook 13", "Windows 11 Pro 24H2", "10.20.10.34", "ohaddad", "With owner", "2025-01-20"),
    machine!("A-0205", "AC-LT05", Laptop, "Corvid Featherbook 11", "Windows 11 Pro 23H2", "10.20.10.35", "nfarouk", "With owner", "2021-03-03"),
    machine!("A-0301", "AC-SRV01", Server, "Corvid RackOne", "Windows Server 2022", "10.20.20.10", "ohaddad", "Server closet", "2022-11-08"),
    machine!("A-0401", "AC-PH01", Phone, "Solis One", "iOS 26.0", "10.20.40.21", "hmarsh", "With owner", "2025-02-02"),
    machine!("A-0402", "AC-PH02", Phone, "Solis One", "iOS 26.0", "10.20.40.22", "treyes", "With owner", "2025-02-02"),
    machine!("A-0403", "AC-TB01", Tablet, "Solis Pad", "iPadOS 26.0", "10.20.40.31", "Front office", "Check-in", "2024-09-12"),
    machine!("A-0404", "AC-TB02", Tablet, "Solis Pad", "iPadOS 25.4", "10.20.40.32", "Front office", "Check-in", "2024-09-12"),
    machine!("A-0501", "AC-PR01", Printer, "Inkwell 420", "Firmware 3.1", "10.20.10.81", "Front office", "Front desk", "2021-10-01"),
    machine!("A-0502", "AC-PR02", Printer, "Inkwell 420", "Firmware 3.1", "10.20.10.82", "Clinical", "Nurse station", "2021-10-01"),
    machine!("A-0601", "AC-FW01", Network, "Palisade 60", "PalisadeOS 7.2", "10.20.1.1", "ohaddad", "Server closet", "2023-06-15"),
    machine!("A-0602", "AC-SW01", Network, "Palisade Switch 24", "PalisadeOS 7.2", "10.20.1.2", "ohaddad", "Server closet", "2023-06-15"),
    machine!("A-0603", "AC-AP01", Network, "Palisade Air", "PalisadeOS 7.1", "10.20.1.3", "ohaddad", "Hallway", "2023-06-15"),
    machine!("M-0001", "MD-US01", Medical, "Sonaris View 7", "Windows 7 Embedded", "10.20.30.11", "Clinical", "Ultrasound room", "2016-04-20"),
    machine!("M-0002", "MD-ECG01", Medical, "Cardiant E12", "Embedded Linux 4.9", "10.20.30.12", "Clinical", "Exam hall A", "2019-09-09"),
    machine!("M-0003", "MD-VS01", Medical, "Vitalune S4", "Embedded Linux 5.10", "10.20.30.13", "Clinical", "Exam hall A", "2023-03-15"),
    machine!("M-0004", "MD-VS02", Medical, "Vitalune S4", "Embedded Linux 5.10", "10.20.30.14", "Clinical", "Exam hall B", "2023-03-15"),
    machine!("M-0005", "MD-IP01", Medical, "Rivulet Flow 3", "VxWorks 6.9", "10.20.30.15", "Clinical", "Infusion chair", "2020-12-01"),
    machine!("M-0006", "MD-XR01", Medical, "Radiance DR 2", "Windows 10 IoT LTSC 2021", "10.20.30.16", "Clinical", "X-ray room", "2022-02-18"),
];
