"""Files of one kind each, read by Salus and by an obvious peer; called by benches/readers."""

import csv
import email
import email.policy
import json
import math
import os
import re
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ET

import reader_kinds
from reader_kinds import address, by_pattern, mac

PROGRAM, SPEED, MIB = sys.argv[1], sys.argv[2], int(sys.argv[3])
WANTED = sys.argv[4:]
RUNS = 3  # the quickest of them counts, for both


def repeated(head, one, tail=""):
    """A writer of `head`, then `one(n)` until the file is large enough, then `tail`."""

    def write(path):
        with open(path, "w") as out:
            out.write(head)
            number = 0
            while out.tell() < MIB << 20:
                for _ in range(1000):
                    number += 1
                    out.write(one(number))
            out.write(tail)

    return write


# --- what is written ---------------------------------------------------------------------------------------------------


def inventory(n):
    return f"A-{n:07},pc{n:06},Windows 11,{n % 4}.{n % 9},{mac(n)},{address(n)},room {n % 90}\n"


def syslog(n):
    return f"2026-03-{n % 28 + 1:02}T08:{n % 60:02}:{n // 60 % 60:02}.{n % 1000:03}Z srv{n % 40:02} sshd[{n % 30000 + 1}]: Failed password for user{n % 500} from 10.20.{n % 200}.{n % 250} port {n % 60000 + 1} ssh2\n"


def audit(n):
    return (
        f'type=SYSCALL msg=audit({1772352000 + n}.{n % 1000:03}:{n}): arch=c000003e syscall=59 success=yes exit=0 a0=55d a1=55e a2=0 a3=8 items=2 '
        f'ppid={n % 3000} pid={n % 30000} auid=1000 uid=0 gid=0 euid=0 suid=0 fsuid=0 egid=0 sgid=0 fsgid=0 tty=pts0 ses={n % 90} comm="ls" exe="/usr/bin/ls" key="exec"\n'
    )


def entry(n):
    return (
        f"dn: CN=user{n},OU=Staff,DC=clinic,DC=example\nobjectClass: top\nobjectClass: user\ncn: user{n}\nsAMAccountName: user{n}\n"
        f"userAccountControl: 512\nmail: user{n}@clinic.example\nwhenCreated: 20260301080000.0Z\nmemberOf: CN=Nurses,DC=clinic,DC=example\n\n"
    )


def message(n):
    return (
        f"MSH|^~\\&|EHR|CLINIC|LAB|HOSP|20260301{n // 3600 % 24:02}{n // 60 % 60:02}{n % 60:02}+0000||ADT^A01^ADT_A01|{n}|P|2.5.1\r"
        f"EVN|A01|20260301080000+0000\rPID|1||{n}^^^CLINIC^MR||Doe^Jane||19700101|F\rPV1|1|I|WARD^{n % 40}^1||||1234^House^Greg|||MED||||||||V{n}\r"
    )


def host(n):
    return (
        f'<host starttime="1772352000" endtime="1772352009"><status state="up" reason="arp-response" reason_ttl="0"/><address addr="10.{n // 65536 % 256}.{n // 256 % 256}.{n % 256}" addrtype="ipv4"/>'
        f'<hostnames><hostname name="pc{n}" type="PTR"/></hostnames><ports><port protocol="tcp" portid="443"><state state="open" reason="syn-ack" reason_ttl="64"/><service name="https" product="nginx" method="probed" conf="10"/></port></ports></host>\n'
    )


def item(n):
    return (
        f'<ReportHost name="pc{n}"><HostProperties><tag name="host-ip">10.1.{n // 256 % 256}.{n % 256}</tag></HostProperties><ReportItem port="443" svc_name="https" protocol="tcp" severity="3" pluginID="{n}" '
        f'pluginName="old library" pluginFamily="General"><cve>CVE-2026-{n % 9000 + 1000}</cve><cvss3_base_score>7.5</cvss3_base_score><risk_factor>High</risk_factor><solution>Update.</solution></ReportItem></ReportHost>\n'
    )


def report(n):
    return (
        f"<record><row><source_ip>192.0.{n // 256 % 256}.{n % 256}</source_ip><count>{n % 90 + 1}</count><policy_evaluated><disposition>none</disposition><dkim>pass</dkim><spf>fail</spf></policy_evaluated></row>"
        "<identifiers><header_from>clinic.example</header_from></identifiers><auth_results><spf><domain>clinic.example</domain><result>fail</result></spf></auth_results></record>\n"
    )


def component(n):
    comma = "" if n == 1 else ","
    return comma + json.dumps({"type": "library", "bom-ref": f"c{n}", "name": f"lib{n}", "version": "1.2.3", "purl": f"pkg:npm/lib{n}@1.2.3", "licenses": [{"license": {"id": "MIT"}}]}) + "\n"


def web(n):
    return f'10.20.{n % 200}.{n % 250} - user{n % 90} [01/Mar/2026:08:{n // 60 % 60:02}:{n % 60:02} +0000] "GET /page/{n} HTTP/1.1" 200 {n % 9000} "https://clinic.example/" "Mozilla/5.0"\n'


def forti(n):
    return (
        f'date=2026-03-01 time=08:{n // 60 % 60:02}:{n % 60:02} devname="fw1" devid="FG100" logid="0000000013" type="traffic" subtype="forward" level="notice" vd="root" srcip=10.20.{n % 200}.{n % 250} '
        f'srcport={n % 60000} srcintf="lan" dstip=198.51.100.{n % 250} dstport=443 dstintf="wan" proto=6 action="accept" policyid=7 service="HTTPS" duration=12 sentbyte={n} rcvdbyte=900\n'
    )


def event(n):
    return json.dumps({"eventVersion": "1.08", "eventTime": f"2026-03-01T08:{n // 60 % 60:02}:{n % 60:02}Z", "eventSource": "s3.amazonaws.com", "eventName": "GetObject", "awsRegion": "us-east-1", "sourceIPAddress": f"10.1.{n % 200}.9", "userIdentity": {"type": "IAMUser", "arn": f"arn:aws:iam::1:user/u{n % 900}"}, "requestParameters": {"key": f"k{n}"}, "eventID": str(n)}) + "\n"


def conn(n):
    return (
        f"{1772352000 + n / 7:.6f}\tC{n * 2654435761 % 2**40:x}\t10.20.{n % 200}.{n % 250}\t{n % 60000 + 1}\t192.0.2.{n % 99}\t443\ttcp\tssl\t{n % 900 / 100}\t{n % 5000}\t{n % 90000}\t"
        f"SF\tT\tF\t0\tShADadFf\t{n % 30}\t{n % 9000}\t{n % 40}\t{n % 99999}\n"
    )


def letter(n):
    return (
        f"From sender@a.example Sun Mar  1 08:00:00 2026\nReceived: from mx.a.example by mail.clinic.example; Sun, 1 Mar 2026 08:00:00 +0000\nFrom: Sender {n} <s{n}@a.example>\nTo: ann@clinic.example\n"
        f"Subject: Appointment {n}\nDate: Sun, 1 Mar 2026 08:00:00 +0000\nMessage-ID: <{n}@a.example>\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/html\n\n"
        f'<p>Dear Ann, see <a href="https://a.example/{n}">the page</a>.</p>\n--b\nContent-Type: application/pdf; name=a.pdf\nContent-Disposition: attachment; filename=a.pdf\nContent-Transfer-Encoding: base64\n\n{"JVBERi0xLjQK" * 60}\n--b--\n\n'
    )


# --- the peers: rows, and the summed length of one column ---------------------------------------------------------------


def by_csv(path):
    with open(path, newline="") as file:
        rows = list(csv.DictReader(file))
    return len(rows), sum(len(row["Host Name"]) for row in rows)


def by_pairs(key):
    pair = re.compile(r'(\w+)=("[^"]*"|\S+)')

    def read(path):
        rows, total = 0, 0
        with open(path) as file:
            for line in file:
                rows += 1
                total += len(dict(pair.findall(line))[key].strip('"'))
        return rows, total

    return read


def by_ldif3(path):
    import ldif3

    rows, total = 0, 0
    with open(path, "rb") as file:
        for _, attributes in ldif3.LDIFParser(file).parse():
            if attributes:  # the line with the version is none
                rows += 1
                total += len(attributes["sAMAccountName"][0])
    return rows, total


def by_hl7(path):
    import hl7

    rows, total = 0, 0
    for text in open(path, newline="").read().split("MSH|")[1:]:
        parsed = hl7.parse("MSH|" + text)
        rows += 1
        total += len(str(parsed.segment("MSH")[10]))
    return rows, total


def by_etree(tag, value):
    def read(path):
        rows, total = 0, 0
        for _, element in ET.iterparse(path):
            if element.tag == tag:
                rows += 1
                total += len(value(element))
                element.clear()
        return rows, total

    return read


def by_json(path):
    with open(path) as file:
        components = json.load(file)["components"]
    return len(components), sum(len(one["name"]) for one in components)


def by_duckdb(source, column):
    def read(path):
        import duckdb

        base = duckdb.connect(config={"threads": 1})
        out = path + ".copy"
        base.execute(f"copy (select * from {source.replace('{}', path)}) to '{out}' (format parquet, compression zstd)")
        return base.execute(f"select count(*), sum(length(cast({column} as varchar))) from read_parquet('{out}')").fetchone()

    return read


def by_openpyxl(path):
    import openpyxl

    rows = openpyxl.load_workbook(path, read_only=True).active.iter_rows(values_only=True)
    next(rows)
    rows = list(rows)
    return len(rows), sum(len(row[1]) for row in rows)


def by_email(path):
    rows, total = 0, 0
    for raw in open(path, "rb").read().split(b"From sender@a.example ")[1:]:
        message = email.message_from_bytes(raw.split(b"\n", 1)[1], policy=email.policy.default)
        [(part.get_content_type(), part.get_filename()) for part in message.walk()]
        rows += 1
        total += len(message["subject"]) if message["date"].datetime else 0
    return rows, total


def workbook(path):
    import openpyxl

    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Devices")
    sheet.append(["Asset Tag", "Host Name", "Operating System", "Version", "MAC Address", "IP Address", "Location"])
    for n in range(MIB * 2000):
        sheet.append(inventory(n).rstrip("\n").split(","))
    book.save(path)


def parquet(path):
    import pyarrow
    import pyarrow.parquet

    count = MIB * 8000
    columns = {"ward": [f"w{n % 90}" for n in range(count)], "bed": list(range(count)), "note": [f"n{n}" for n in range(count)]}
    pyarrow.parquet.write_table(pyarrow.table(columns), path, compression="zstd")


LOG = r"(?P<time>\S+) (?P<host>\S+) (?P<program>[^\[]+)\[(?P<pid>\d+)\]: (?P<message>.*)"
WEB = r'(?P<client>\S+) \S+ (?P<user>\S+) \[(?P<time>[^\]]+)\] "(?P<request>[^"]*)" (?P<status>\d+) (?P<size>\S+) "(?P<referer>[^"]*)" "(?P<agent>[^"]*)"'
HEADER = "Asset Tag,Host Name,Operating System,Version,MAC Address,IP Address,Location\n"
NMAP = '<?xml version="1.0"?>\n<nmaprun scanner="nmap" args="nmap -sV" start="1772352000" version="7.94" xmloutputversion="1.05">\n'
BOM = '{"bomFormat":"CycloneDX","specVersion":"1.5","version":1,"components":['
ZEEK = (
    "#separator \\x09\n#set_separator\t,\n#empty_field\t(empty)\n#unset_field\t-\n#path\tconn\n"
    "#fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto\tservice\tduration\torig_bytes\tresp_bytes\tconn_state\tlocal_orig\tlocal_resp\tmissed_bytes\thistory\torig_pkts\torig_ip_bytes\tresp_pkts\tresp_ip_bytes\n"
    "#types\ttime\tstring\taddr\tport\taddr\tport\tenum\tstring\tinterval\tcount\tcount\tstring\tbool\tbool\tcount\tstring\tcount\tcount\tcount\tcount\n"
)
DMARC = "<feedback><report_metadata><org_name>a</org_name><report_id>1</report_id><date_range><begin>1772352000</begin><end>1772438400</end></date_range></report_metadata><policy_published><domain>clinic.example</domain><p>none</p></policy_published>\n"

# kind: file name, writer, table, column of Salus, name of the peer, peer
KINDS = {
    "csv": ("a.csv", repeated(HEADER, inventory), "inventory_csv", '"Host Name"', "Python csv", by_csv),
    "csv to Parquet": ("b.csv", repeated(HEADER, inventory), "inventory_csv", '"Host Name"', "DuckDB", by_duckdb("read_csv('{}', all_varchar=true)", '"Host Name"')),
    "JSON lines to Parquet": ("a.jsonl", repeated("", event), "aws_cloudtrail", '"eventID"', "DuckDB", by_duckdb("read_json('{}')", "eventID")),
    "Parquet to Parquet": ("a.parquet", parquet, "parquet_bed_note_ward", '"note"', "DuckDB", by_duckdb("read_parquet('{}')", "note")),
    "Zeek to Parquet": ("conn.log", repeated(ZEEK, conn), "zeek_conn", '"uid"', "DuckDB", by_duckdb("read_csv('{}', delim='\t', header=false, skip=7, quote='', escape='', nullstr='-', all_varchar=true, auto_detect=false, columns=" + repr({f"column{n:02}": "VARCHAR" for n in range(20)}) + ")", "column01")),
    "mail": ("a.mbox", repeated("", letter), "mail", '"subject"', "Python email", by_email),
    "syslog": ("a.log", repeated("", syslog), "syslog", '"message"', "Python re", by_pattern(LOG, "message")),
    "auditd": ("audit.log", repeated("", audit), "linux_auditd", '"exe"', "Python re", by_pairs("exe")),
    "access_log": ("access.log", repeated("", web), "web_access", '"cs-user-agent"', "Python re", by_pattern(WEB, "agent")),
    "firewall": ("forti.log", repeated("", forti), "fortigate", '"dstip"', "Python re", by_pairs("dstip")),
    "ldif": ("a.ldf", repeated("version: 1\n\n", entry), "ldif_entry", '"sAMAccountName"', "ldif3", by_ldif3),
    "hl7v2": ("a.hl7", repeated("", message), "hl7v2_message", '"MSH-10"', "python-hl7", by_hl7),
    "nmap": ("nmap.xml", repeated(NMAP, host, "</nmaprun>"), "nmap_host", '"place"', "ElementTree", by_etree("host", lambda _: "")),
    "nessus": ("a.nessus", repeated("<NessusClientData_v2><Report name='r'>\n", item, "</Report></NessusClientData_v2>"), "nessus_item", '"pluginID"', "ElementTree", by_etree("ReportItem", lambda one: one.get("pluginID"))),
    "dmarc": ("dmarc.xml", repeated(DMARC, report, "</feedback>"), "dmarc_aggregate", '"row.source_ip"', "ElementTree", by_etree("record", lambda one: one.findtext("row/source_ip"))),
    "cyclonedx": ("bom.json", repeated(BOM, component, "]}"), "cyclonedx_component", '"name"', "Python json", by_json),
    "workbook": ("a.xlsx", workbook, "inventory_csv", '"Host Name"', "openpyxl", by_openpyxl),
}

KINDS.update(
    (kind, (name, repeated(head, one), table, column, peer, read))
    for kind, (name, head, one, table, column, peer, read) in reader_kinds.KINDS.items()
)


def lake_of(folder, path):
    lake = os.path.join(folder, "lake")
    subprocess.run(["rm", "-rf", lake])
    begun = time.monotonic()
    done = subprocess.run([PROGRAM, "read", path, "--lake", lake, "--json"], capture_output=True, text=True)
    seconds = time.monotonic() - begun
    if done.returncode not in (0, 3):
        raise SystemExit(done.stderr)
    return lake, seconds


def ours(lake, table, column):
    asked = f'select count(*) as n, sum(length({column})) as total from "{table}"'
    done = subprocess.run([PROGRAM, "query", asked, "--lake", lake, "--json"], capture_output=True, text=True)
    if done.returncode:
        return done.stderr.strip()[-200:]
    row = json.loads(done.stdout)
    return row["n"], row["total"]


def main():
    print("| kind | MB | rows | Salus, reading | Salus, into a lake | peer | |\n|---|---|---|---|---|---|---|", flush=True)
    for kind, (name, write, table, column, peer, read) in KINDS.items():
        if WANTED and kind not in WANTED:
            continue
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, name)
            write(path)
            megabytes = os.path.getsize(path) / 1e6
            into_lake = seconds = math.inf
            for _ in range(RUNS):
                lake, needed = lake_of(folder, path)
                into_lake = min(into_lake, needed)
                begun = time.monotonic()
                theirs = tuple(read(path))
                seconds = min(seconds, time.monotonic() - begun)
            found = ours(lake, table, column)
            if kind == "nmap":  # its peer keeps nothing of the host
                found, theirs = found[0], theirs[0]
            if found != theirs:
                print(f"| {kind} | {megabytes:.0f} | not equal: {found} here, {theirs} by {peer} | | | | |", flush=True)
                continue
            rows = found if isinstance(found, int) else found[0]
            reading = subprocess.run([SPEED, path], capture_output=True, text=True).stdout
            rate = re.search(r"([\d.]+) MB/s", reading)
            alone = float(rate[1]) if rate else 0.0
            # A peer that writes Parquet is held against the way into a lake, a parser against reading.
            speed = megabytes / into_lake if peer in ("DuckDB", "openpyxl") else alone
            shown = f"{alone:.0f} MB/s" if alone else "–"
            print(
                f"| {kind} | {megabytes:.0f} | {rows:,} | {shown} | {megabytes / into_lake:.0f} MB/s | {peer}: {megabytes / seconds:.0f} MB/s | {speed * seconds / megabytes:.1f} × |",
                flush=True,
            )


main()
