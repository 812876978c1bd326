"""Gives the same messages to Salus and to rspamd and counts what each does in a second; called by `mail`."""

import http.client
import json
import os
import pathlib
import socket
import subprocess
import sys
import time

PORT = 11399
# What asks the network, or needs a store beside it.
OFF = """antivirus arc asn aws_s3 bimi clickhouse clustering dcc dkim dkim_signing dmarc elastic external_relay external_services
fuzzy_check greylist history_redis http_headers ip_score known_senders maillist metadata_exporter metric_exporter milter_headers
multimap neural p0f ratelimit rbl replies reputation rspamd_update spf spamtrap url_redirector whitelist surbl settings emails""".split()


def gather(work, count, folders):
    messages = []
    for folder in folders:
        for path in sorted(pathlib.Path(folder).rglob("*")):
            if path.is_file():
                raw = path.read_bytes()
                messages.append(raw.replace(b"\r\n", b"\n"))
    assert messages, "no messages"
    mbox = b""
    with open(work / "all.mbox", "wb") as out:
        for at in range(count):
            raw = messages[at % len(messages)]
            if raw.startswith(b"From "):
                raw = raw.split(b"\n", 1)[1]
            quoted = raw.replace(b"\nFrom ", b"\n>From ")
            out.write(b"From bench@example Thu Jan  1 00:00:00 1970\n" + quoted.rstrip(b"\n") + b"\n\n")
    sizes = [len(raw) for raw in messages]
    print(f"{count} messages from {len(messages)}, {sum(sizes) // len(sizes)} bytes on average", file=sys.stderr)


def messages_of(work):
    parts = (b"\n" + (work / "all.mbox").read_bytes()).split(b"\nFrom bench@example Thu Jan  1 00:00:00 1970\n")[1:]
    return parts


def ours(work, program):
    wanted = len(messages_of(work))
    empty = work / "empty.mbox"
    empty.write_bytes(b"From bench@example Thu Jan  1 00:00:00 1970\nFrom: a@b.example\nTo: c@d.example\nSubject: x\n\nx\n\n")

    def run(path):
        began = time.monotonic()
        # A child of this process would be counted with the memory of this process.
        counted = ["/usr/bin/time", "-o", work / "time", "-f", "%M"]
        done = subprocess.run([*counted, "taskset", "-c", "0", program, "mail", "check", path, "--json"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        memory = int((work / "time").read_text().split()[-1]) // 1024
        return time.monotonic() - began, memory, done.stdout.splitlines()

    start, _, _ = run(empty)
    seconds, memory, lines = run(work / "all.mbox")
    assert len(lines) == wanted, f"{len(lines)} verdicts of {wanted}"
    assert all(0 <= json.loads(line)["probability"] <= 1 for line in lines[:1000])
    print(f"| Salus, whole program (start: {start:.2f} s, taken off) | {wanted / (seconds - start):,.0f} | {memory} MiB |")


def settings(folder):
    """A configuration of its own: one scanning worker, no store, nothing that asks the network."""
    off = "\n".join(f"{name} {{ enabled = false; }}" for name in OFF)
    text = f"""
.include "/etc/rspamd/common.conf"
options {{ pidfile = "{folder}/pid"; filters = "chartable,regexp"; dns {{ nameserver = ["127.0.0.1:1"]; retransmits = 0; timeout = 0.01s; }} tempdir = "{folder}"; }}
logging {{ type = "file"; filename = "{folder}/log"; level = "error"; }}
worker "normal" {{ enabled = true; bind_socket = "127.0.0.1:{PORT}"; count = 1; task_timeout = 60s; }}
worker "controller" {{ enabled = false; }}
worker "fuzzy" {{ enabled = false; }}
{off}
"""
    (folder / "rspamd.conf").write_text(text)


def peer(work, pid):
    messages = messages_of(work)
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", PORT), 1).close()
            break
        except OSError:
            time.sleep(0.1)
    connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)

    def ask(raw):
        connection.request("POST", "/checkv2", raw, {"Connection": "keep-alive"})
        answer = connection.getresponse()
        body = answer.read()
        assert answer.status == 200, body[:200]
        return json.loads(body)

    for raw in messages[:100]:
        assert "score" in ask(raw)
    began, spent = time.monotonic(), cpu_of(pid)
    answers = [ask(raw)["score"] for raw in messages]
    seconds, used = time.monotonic() - began, cpu_of(pid) - spent
    assert len(answers) == len(messages)
    memory = sum(rss_of(one) for one in family(pid)) // 1024
    print(f"| rspamd, network tests off (by its own processor time) | {len(messages) / max(used, 0.01):,.0f} | {memory} MiB |")
    print(f"| the same, by the clock with this client beside it | {len(messages) / seconds:,.0f} | |")


def family(pid):
    children = subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True).stdout.split()
    return [pid] + [int(child) for child in children]


def cpu_of(pid):
    ticks = os.sysconf("SC_CLK_TCK")
    total = 0
    for one in family(pid):
        fields = pathlib.Path(f"/proc/{one}/stat").read_text().rsplit(")", 1)[1].split()
        total += int(fields[11]) + int(fields[12])
    return total / ticks


def rss_of(pid):
    for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1])
    return 0


if __name__ == "__main__":
    what, work = sys.argv[1], pathlib.Path(sys.argv[2])
    if what == "gather":
        gather(work, int(sys.argv[3]), sys.argv[4:])
    elif what == "ours":
        ours(work, sys.argv[3])
    elif what == "settings":
        settings(work)
    else:
        peer(work, int(sys.argv[3]))
