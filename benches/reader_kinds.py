"""Logs of address and name servers, switches, flows and audit messages: how they are written, and how a Python program reads them.

Each kind is (file name, head, one record of number n, table of Salus, its column, name of the peer, the peer).
"""

import re
import xml.etree.ElementTree as ET


def clock(n):
    return f"08:{n % 60:02}:{n // 60 % 60:02}"


def address(n):
    return f"10.{n // 65536 % 256}.{n // 256 % 256}.{n % 256}"


def mac(n):
    return f"02:ac:0a:{n % 256:02x}:{n // 256 % 256:02x}:01"


W3C = (
    "#Software: Microsoft Internet Information Services 10.0\n#Version: 1.0\n#Date: 2026-03-01 08:00:00\n"
    "#Fields: date time s-ip cs-method cs-uri-stem cs(User-Agent) sc-status\n"
)
FLOW = "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status\n"
NAMES = "DNS Server log file creation at 3/1/2026 7:00:00 AM\n\n"
LEASES = (
    "\t\tMicrosoft DHCP Service Activity Log\n\nEvent ID  Meaning\n00\tThe log was started.\n\n"
    "ID,Date,Time,Description,IP Address,Host Name,MAC Address,User Name, TransactionID\n"
)
BILL = (
    "SPDXVersion: SPDX-2.3\nDataLicense: CC0-1.0\nSPDXID: SPDXRef-DOCUMENT\nDocumentName: pump\n"
    "DocumentNamespace: https://acme.example/pump\nCreator: Tool: t\nCreated: 2026-03-01T08:00:00Z\n"
)


def w3c(n):
    return f"2026-03-{n % 28 + 1:02} {clock(n)} 10.0.0.2 GET /chart/{n % 9000}.html Mozilla/5.0+(Windows) 200\n"


def flow(n):
    return f"2 123456789010 eni-{n % 50} 10.0.{n % 200}.5 10.1.{n % 250}.9 {n % 60000 + 1} 443 6 {n % 900} {n % 90000} {1772352000 + n} {1772352060 + n} ACCEPT OK\n"


def cef(n):
    return f"CEF:0|Maker|Product|1.0|100|Sign-in failed|5|src=10.0.{n % 200}.{n % 250} suser=user{n % 500} spt={n % 60000 + 1} act=deny rt={1772352000000 + n}\n"


def cisco(n):
    return f"<189>{n}: sw{n % 40}: Feb 17 2026 {clock(n)}.673 UTC: %SYS-5-CONFIG_I: Configured from console by user{n % 500}\n"


def bind(n):
    return f"01-Mar-2026 {clock(n)}.001 queries: info: client @0x7f 10.0.{n % 200}.{n % 250}#{n % 60000 + 1} (h{n % 9000}.example.com): query: h{n % 9000}.example.com IN A +E(0)K (10.0.0.53)\n"


def names(n):
    label = f"h{n % 9000}"
    return f"3/{n % 28 + 1}/2026 8:{n % 60:02}:{n // 60 % 60:02} AM 0E3C PACKET  00000248 UDP Rcv 10.0.{n % 200}.{n % 250}  {n % 65536:04x}   Q [0001   D   NOERROR] A      (3)www({len(label)}){label}(3)com(0)\n"


def leases(n):
    return f"10,03/{n % 28 + 1:02}/26,{clock(n)},Assign,{address(n)},PC-{n:06}.clinic.example,{mac(n).replace(':', '').upper()},,{n % 90000}\n"


def lease(n):
    day = f"2026/03/{n % 28 + 1:02}"
    return (
        f"lease {address(n)} {{\n  starts 0 {day} 08:00:00;\n  ends 0 {day} 20:00:00;\n  binding state active;\n"
        f'  hardware ethernet {mac(n)};\n  client-hostname "pc{n:06}";\n}}\n'
    )


def dhcpd(n):
    return f"2026-03-{n % 28 + 1:02}T{clock(n)}Z dhcpd: DHCPACK on {address(n)} to {mac(n)}\n"


def sysmon(n):
    return (
        f"Mar  {n % 9 + 1} {clock(n)} web{n % 40} sysmon: <Event><System><Provider Name=\"Linux-Sysmon\" Guid=\"{{ff}}\"/><EventID>1</EventID>"
        f'<TimeCreated SystemTime="2026-03-01T08:{n % 60:02}:00.5Z"/><Channel>Linux-Sysmon/Operational</Channel><Computer>web{n % 40}</Computer></System>'
        f'<EventData><Data Name="Image">/bin/sh</Data><Data Name="ProcessId">{n % 30000}</Data><Data Name="CommandLine">sh -c job{n}</Data></EventData></Event>\n'
    )


def atna(n):
    return (
        f"<85>1 2026-03-01T08:{n % 60:02}:01Z pacs01 store 7 IHE+RFC-3881 - <AuditMessage><EventIdentification EventActionCode=\"R\" "
        f'EventDateTime="2026-03-01T08:{n % 60:02}:00Z" EventOutcomeIndicator="0"><EventID csd-code="110103" codeSystemName="DCM" originalText="DICOM Instances Accessed"/>'
        f'</EventIdentification><ActiveParticipant UserID="user{n % 500}" UserIsRequestor="true"/><AuditSourceIdentification AuditSourceID="PACS"/>'
        f'<ParticipantObjectIdentification ParticipantObjectID="P{n}" ParticipantObjectTypeCode="1" ParticipantObjectTypeCodeRole="1"/></AuditMessage>\n'
    )


def package(n):
    return f"\nPackageName: part{n}\nSPDXID: SPDXRef-p{n}\nPackageVersion: 1.{n % 90}\nPackageDownloadLocation: NOASSERTION\nPackageChecksum: SHA1: {n:040x}\n"


def cells(separator, names, column):
    at = names.index(column)

    def value(line):
        found = line.rstrip("\n").split(separator)
        named = dict(zip(names, found)) if len(found) == len(names) and found[0][:1].isdigit() else None
        return named and found[at]

    return value


def by_pattern(pattern, group):
    """A reader of lines by one regular expression; lines that do not fit it are passed over."""
    compiled = re.compile(pattern)

    def read(path):
        rows, total = 0, 0
        with open(path) as file:
            for line in file:
                match = compiled.match(line)
                if match:
                    found = match.groupdict()
                    rows += 1
                    total += len(found[group])
        return rows, total

    return read


def by_line(value):
    """A reader of lines: how many have a value, and how long they are together."""

    def read(path):
        rows, total = 0, 0
        with open(path) as file:
            for line in file:
                found = value(line)
                if found:
                    rows += 1
                    total += len(found)
        return rows, total

    return read


def pairs(line):
    head = line.split("|", 7)
    found = dict(re.findall(r"(\w+)=((?:[^=\\]|\\.)*?)(?=\s\w+=|$)", head[7].rstrip("\n")))
    return found["suser"]


def of_xml(take):
    def value(line):
        return take(ET.fromstring(line[line.index("<", 1) :]))

    return value


def tagged(tag, separator):
    """Lines of a name and a value, all of them kept; the one that is asked for."""
    kept = {}

    def value(line):
        name, _, said = line.strip().rstrip(";").partition(separator)
        kept[name] = said
        return said.strip('"') if name == tag else None

    return value


def command(event):
    return {one.get("Name"): one.text for one in event.find("EventData")}["CommandLine"]


KINDS = {
    "w3c": ("w3c.log", W3C, w3c, "w3c_iis", '"cs-uri-stem"', "Python split", by_line(cells(" ", W3C.splitlines()[3].split()[1:], "cs-uri-stem"))),
    "vpcflow": ("flow.log", FLOW, flow, "aws_vpcflow", '"dstaddr"', "Python split", by_line(cells(" ", FLOW.split(), "dstaddr"))),
    "cef": ("cef.log", "", cef, "cef", '"suser"', "Python re", by_line(pairs)),
    "cisco": ("cisco.log", "", cisco, "cisco_syslog", '"message"', "Python re", by_pattern(r"<(?P<priority>\d+)>(?P<sequence>\d+): (?P<device>\S+): (?P<time>.*? UTC): (?P<message>%(?P<facility>\w+)-(?P<severity>\d)-(?P<mnemonic>\w+): .*)", "message")),
    "dns_log": ("named.log", "", bind, "bind_query", '"query"', "Python re", by_pattern(r"(?P<time>\S+ \S+) queries: info: client \S+ (?P<client>[^#]+)#(?P<port>\d+) \(\S+\): query: (?P<query>\S+) (?P<class>\S+) (?P<type>\S+) (?P<flags>\S+) \((?P<server>[^)]+)\)", "query")),
    "dns_windows": ("dns.log", NAMES, names, "windows_dns_debug", '"name"', "Python re", by_pattern(r"(?P<time>\S+ \S+ [AP]M) (?P<thread>\S+) PACKET +(?P<packet>\S+) (?P<protocol>\S+) (?P<direction>\S+) (?P<ip>\S+) +(?P<xid>\S+) +(?P<opcode>\S) \[(?P<flags>[^\]]+)\] (?P<type>\S+) +(?P<name>\S+)", "name")),
    "dhcp_windows": ("DhcpSrvLog.log", LEASES, leases, "windows_dhcp_audit", '"Host Name"', "Python split", by_line(cells(",", LEASES.splitlines()[-1].split(","), "Host Name"))),
    "dhcp_leases": ("dhcpd.leases", "", lease, "dhcpd_lease", '"client-hostname"', "Python split", by_line(tagged("client-hostname", " "))),
    "dhcpd": ("dhcpd.log", "", dhcpd, "dhcpd", '"mac"', "Python re", by_pattern(r"(?P<time>\S+) dhcpd: (?P<type>\S+) on (?P<ip>\S+) to (?P<mac>\S+)", "mac")),
    "sysmon_linux": ("sysmon.log", "", sysmon, "linux_sysmon", '"CommandLine"', "ElementTree", by_line(of_xml(command))),
    "atna": ("atna.log", "", atna, "atna_audit", '"EventIdentification.EventDateTime"', "ElementTree", by_line(of_xml(lambda message: message.find("EventIdentification").get("EventDateTime")))),
    "spdx": ("bill.spdx", BILL, package, "spdx_package", '"name"', "Python split", by_line(tagged("PackageName", ": "))),
}
