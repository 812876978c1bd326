"""Windows events in JSON lines for measurements, made of the zipped captures in a folder.

windows_events.py join FOLDER OUT          every event of an event channel, as it is, once; channels go to OUT.channels
windows_events.py repeat ONCE OUT BYTES    the same again and again with changed values, until OUT has BYTES
windows_events.py distinct ONCE OUT BYTES  as `repeat`, and every text is one nobody has seen: the worst case
windows_events.py channels CATALOGUE       the event channels that a catalogue of event logs (CSV) names
windows_events.py ratios FILE              how many of the values of the main columns are distinct, as a Markdown table

What changes from round to round: times, GUIDs, numbers of processes, threads, records, ports and logons, and runs of five
to twelve digits in texts. Names, paths, users, hosts, hashes and event numbers stay, as they do in a real log.
"""

import csv
import json
import re
import sys
import zipfile
from pathlib import Path

CHANGING = re.compile(
    r"(?P<guid>\b[0-9A-Fa-f]{8}(?=-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-))"
    r"|(?P<time>(?<=\d\d\d\d-\d\d-\d\d[ T])\d\d:\d\d:\d\d)"
    r'|(?:(?<=Id":)|(?<=ID":)|(?<=Id":")|(?<=ID":")|(?<=Port":")|(?<=Port":)|(?<=Number":))(?P<number>\d{3,})(?=[",}])'
    r'|(?<=LogonId":"0x)(?P<logon>[0-9a-f]{5,})'
    r"|(?<![\w.\-])(?P<digits>\d{5,12})(?![\w.\-])"
)
EVENT_NUMBER = re.compile(r'"Event(?:ID|Id)":"?$')
# The columns an analyst would ask for first.
MAIN = ["TimeCreated", "EventID", "Hostname", "Image", "ProcessId", "ProcessGuid", "TargetObject", "TargetFilename", "User"]
MAIN += ["CommandLine", "ParentImage", "ImageLoaded", "SourcePort", "Hashes", "Message"]


def captures(folder):
    for path in sorted(Path(folder).iterdir()):
        if path.suffix.lower() == ".zip":
            with zipfile.ZipFile(path) as archive:
                for name in archive.namelist():
                    yield from archive.read(name).decode("utf-8", "replace").splitlines()


def join(folder, out):
    channels = set()
    with open(out, "w", encoding="utf-8") as file:
        for line in captures(folder):
            try:
                event = json.loads(line)
            except ValueError:
                continue
            if isinstance(event, dict) and event.get("Channel"):
                channels.add(event["Channel"])
                file.write(json.dumps(event, ensure_ascii=False, separators=(",", ":")) + "\n")
    Path(out + ".channels").write_text("\n".join(sorted(channels)) + "\n", encoding="utf-8")


def pieces(line):
    """A line, cut at what changes: texts that stay, and between them (kind, text)."""
    cut, at = [], 0
    for found in CHANGING.finditer(line):
        if not EVENT_NUMBER.search(line, max(0, found.start() - 12), found.start()):
            cut += [line[at : found.start()], (found.lastgroup, found.group(found.lastgroup))]
            at = found.end()
    return cut + [line[at:]]


def changed(kind, text, number):
    """Another text of the same kind and length; the same text in the same round gives the same."""
    if kind == "guid":
        return f"{int(text, 16) ^ (number * 2654435761 & 0xFFFFFFFF):08x}"
    if kind == "logon":
        width = len(text)
        return f"{(int(text, 16) + number * 7919) % 16**width:0{width}x}"
    if kind == "time":
        seconds = int(text[:2]) * 3600 + int(text[3:5]) * 60 + int(text[6:]) + number * 37
        return f"{seconds // 3600 % 24:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    rest = len(text) - 1
    return f"{text[0]}{(int(text[1:]) + number * 7919) % 10**rest:0{rest}}"


def repeat(once, out, size):
    lines = [pieces(line) for line in open(once, encoding="utf-8")]
    written, number = 0, 0
    with open(out, "w", encoding="utf-8", buffering=1 << 20) as file:
        while written < int(size):
            known = {}
            for line in lines:
                text = "".join([piece if type(piece) is str else of_round(known, piece, number) for piece in line])
                written += file.write(text)
            number += 1


def of_round(known, piece, number):
    text = known.get(piece)
    if text is None:
        text = known[piece] = changed(*piece, number)
    return text


def distinct(once, out, size):
    """A text with a path gets a folder more, any other a word more; what routes an event stays."""
    stays = {"Channel", "EventID", "TimeCreated", "SourceName", "EventTime", "@timestamp"}
    events = [json.loads(line) for line in open(once, encoding="utf-8")]
    written, number = 0, 0
    with open(out, "w", encoding="utf-8", buffering=1 << 20) as file:
        while written < int(size):
            for event in events:
                number += 1
                new = {name: value if name in stays or type(value) is not str else unlike(value, number) for name, value in event.items()}
                written += file.write(json.dumps(new, ensure_ascii=False, separators=(",", ":")) + "\n")
                if written >= int(size):
                    break


def unlike(value, number):
    folder, backslash, name = value.rpartition("\\")
    return f"{folder}\\d{number}\\{name}" if backslash else f"{value} d{number}"


def ratios(path):
    seen, count, events = {name: set() for name in MAIN}, dict.fromkeys(MAIN, 0), 0
    for line in open(path, encoding="utf-8"):
        event = json.loads(line)
        events += 1
        for name in MAIN:
            value = event.get(name)
            if value is not None:
                count[name] += 1
                seen[name].add(hash(value))
    print(f"{events} events; of the values in a column, distinct:", end="\n\n")
    print("| column | values | distinct | ratio |\n|---|---|---|---|")
    for name in MAIN:
        if count[name]:
            print(f"| {name} | {count[name]} | {len(seen[name])} | {len(seen[name]) / count[name]:.4f} |")


def channels(catalogue):
    with open(catalogue, encoding="utf-8") as file:
        counted = [channel for row in csv.DictReader(file) for channel in row["channels"].split(";") if channel]
    print("\n".join(sorted({channel.rpartition("=")[0] for channel in counted})))


VERBS = {"join": join, "channels": channels, "repeat": repeat, "distinct": distinct, "ratios": ratios}
VERBS[sys.argv[1]](*sys.argv[2:])
