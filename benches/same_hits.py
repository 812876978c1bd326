"""Holds what two programs found against each other, pair by pair of rule and record.

same_hits.py INPUT SALUS PEER NAME DIFFERENCES [EVENTS]

INPUT names the input in the list. SALUS is what `salus detect --json` printed, PEER what rsigma printed with `--include-event`;
in PEER, a line {"file": …} says which file the next lines are about. With EVENTS, a file of JSON lines, a record is known by
what stands in its line; without, by its file and time. Each difference must stand in DIFFERENCES (CSV: rule, title,
input, only, records, why); one that does not is printed in that form and ends this with 1.
"""

import collections
import csv
import json
import sys
from pathlib import Path


def digest(event):
    return hash(json.dumps(event, sort_keys=True))


def millisecond(time):
    return time.rstrip("Z").removesuffix(".000000").removesuffix(".000")[:23]


def time_of(event):
    return millisecond(event["Event"]["System"]["TimeCreated"]["#attributes"]["SystemTime"])


def salus(path, events):
    """Counts the pairs in what Salus printed, and keeps the titles of rules."""
    lines = [digest(json.loads(line)) for line in open(events, encoding="utf-8")] if events else []
    pairs, titles = collections.Counter(), {}
    for line in open(path, encoding="utf-8"):
        found = json.loads(line)
        rule, about = found["finding_info"]["analytic"]["uid"], found["evidences"][0]["data"]
        titles[rule] = found["finding_info"]["title"]
        number = int(about["place"].rsplit(" ", 1)[1])
        pairs[rule, lines[number - 1] if events else (Path(about["file"]).name, millisecond(found["time"]))] += 1
    return pairs, titles


def rsigma(path, events):
    pairs, titles, file = collections.Counter(), {}, ""
    for line in open(path, encoding="utf-8"):
        found = json.loads(line)
        if "rule_title" not in found:
            file = Path(found["file"]).name
            continue
        rule, event = found["rule_id"] or found["rule_title"], found["event"]
        titles[rule] = found["rule_title"]
        pairs[rule, digest(event) if events else (file, time_of(event))] += 1
    return pairs, titles


def differences(name, ours, theirs):
    """Rule and side: on how many records, and one of them."""
    groups = {}
    for only, more in (("Salus", ours - theirs), (name, theirs - ours)):
        for (rule, record), count in more.items():
            group = groups.setdefault((rule, only), [0, record])
            group[0] += count
    return groups


def main(name_of_input, our_path, their_path, name, listed, events=None):
    ours, titles = salus(our_path, events)
    theirs, more_titles = rsigma(their_path, events)
    titles.update(more_titles)
    with open(listed, encoding="utf-8") as file:
        known = {(row["rule"], row["input"], row["only"]): int(row["records"]) for row in csv.DictReader(file)}
    both, groups = sum((ours & theirs).values()), differences(name, ours, theirs)
    out, unexplained, explained = csv.writer(sys.stdout, lineterminator="\n"), 0, 0
    for (rule, only), (count, record) in sorted(groups.items()):
        if known.get((rule, name_of_input, only)) == count:
            explained += count
        else:
            unexplained += count
            out.writerow([rule, titles[rule], name_of_input, only, count, f"unexplained; one is {record}"])
    print(f"{name_of_input}: {both} pairs equal, {explained} differ as listed, {unexplained} unexplained", file=sys.stderr)
    sys.exit(1 if unexplained else 0)


main(*sys.argv[1:])
