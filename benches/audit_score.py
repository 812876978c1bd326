#!/usr/bin/env python3
"""How much of what was planted in a simulated hospital the audit finds: benches/audit_score.py TRUTH AUDIT.jsonl

TRUTH is the `-truth.yaml` beside the evidence of `salus-simulate --size hospital`, AUDIT.jsonl what `salus access audit --json` says of it
with the days of the truth's test set. A planted pair is found when it is among the alerts or breaks a hard rule. Needs python3-yaml.
"""

import collections
import datetime
import json
import sys

import yaml

SNOOPS = ["self", "household", "vip", "co_worker", "surname", "neighbour", "random"]


def told(path):
    """Alerts and broken rules: (employee, patient) to their moments."""
    found = collections.defaultdict(list)
    for line in open(path):
        if not line.startswith(('{"kind":"story"', '{"kind":"hard_rule"')):
            continue
        one = json.loads(line)
        if one["kind"] == "hard_rule" or one["queue"] == "alert":
            first, last = (datetime.datetime.fromisoformat(one[key].replace("Z", "+00:00")).date() for key in ("first", "last"))
            found[one["user"], one["patient_id"]].append((first, last))
    return found


def main():
    truth = yaml.load(open(sys.argv[1]), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    found = told(sys.argv[2])
    days = truth["sets"]["test"]
    planted, met = collections.Counter(), collections.Counter()
    for one in truth["planted"]:
        if not days["from"] <= one["day"] <= days["until"]:
            continue
        planted[one["kind"]] += 1
        # A local day may lie in two days of UTC.
        near = lambda span: span[0] - datetime.timedelta(days=1) <= one["day"] <= span[1] + datetime.timedelta(days=1)
        met[one["kind"]] += any(near(span) for span in found[one["employee"], one["patient"]])
    assert all(planted[kind] for kind in SNOOPS), "no snoops of some kind were planted"
    share = {kind: met[kind] / planted[kind] for kind in planted}
    print(f"{truth['scenario']}, {truth['missing_percent']} %: ", end="")
    print(" | ".join(f"{kind} {share[kind]:.2f}" for kind in SNOOPS), f"| mean {sum(share[kind] for kind in SNOOPS) / len(SNOOPS):.3f}")
    others = [kind for kind in sorted(planted) if kind not in SNOOPS]
    print("beside them:", ", ".join(f"{kind} {met[kind]} of {planted[kind]}" for kind in others))


main()
