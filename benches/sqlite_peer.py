"""Sigma as SQL over SQLite, with published packages alone: sqlite_peer.py RULES FILE.evtx

This is the way of Zircolite, which is in no registry itself: `evtx` reads, `zargunlite` flattens and loads, pySigma turns the
rules into SQL. Prints a JSON line for each rule and event. It is slower than Zircolite, and its row is named after zargunlite.
"""

import json
import sys

from evtx import PyEvtxParser
from sigma.backends.sqlite import sqliteBackend
from sigma.collection import SigmaCollection
from sigma.pipelines.sysmon import sysmon_pipeline
from sigma.pipelines.windows import windows_logsource_pipeline
from zargunlite.core import ZargunCore


def flattened(event, names):
    """System and EventData side by side; a name that differs in case alone is the one met first, as SQLite has it."""
    flat, todo = {}, list(event["Event"].items())
    while todo:
        name, value = todo.pop()
        if isinstance(value, dict):
            todo += [(name if inner == "#text" else inner, deeper) for inner, deeper in value.items()]
        elif value is not None and name != "xmlns":
            flat.setdefault(names.setdefault(name.lower(), name), value if isinstance(value, (int, str)) else json.dumps(value))
    return flat


def statements(folder):
    backend = sqliteBackend(sysmon_pipeline() + windows_logsource_pipeline(), collect_errors=True)
    for rule in SigmaCollection.load_ruleset([folder], collect_errors=True):
        if str(rule.logsource.product) != "windows":
            continue
        try:
            yield str(rule.id), rule.title, backend.convert_rule(rule)
        except Exception as error:  # a rule that pySigma cannot say in SQL is left out and counted
            print(f"left out: {rule.title}: {error}", file=sys.stderr)


def main(folder, path):
    core, names = ZargunCore(), {}
    core.load_data([flattened(json.loads(record["data"]), names) for record in PyEvtxParser(path).records_json()])
    for identity, title, queries in statements(folder):
        for query in queries:
            for match in core.execute_sqlite_query(query):
                print(json.dumps({"rule_id": identity, "rule_title": title, "record": match.get("EventRecordID")}))


main(*sys.argv[1:])
