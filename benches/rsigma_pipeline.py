"""Our log-source routes as a pipeline of rsigma: rsigma_pipeline.py ROUTES RULES CHANNELS json|evtx > PIPELINE

Equal hits need equal routing, so rsigma gets the very routes that Salus reads (content/logsources.yaml): a rule is tied to
the channel and event numbers of its log source. CHANNELS is a file with the event channels of the input, one a line. A rule
of one channel gets it as its `service`, to which rsigma's log-source routing holds the event's `Channel`; one of several is
kept from all other channels. (A condition `Channel: …` would do too, but rsigma would choose the rules to try by it, and not
by their own rarer words: it is twenty times slower so.) A rule of another product is given a product that no event has.
In event logs (`evtx`) rsigma sees `Event.System.…` and `Event.EventData.…`, so fields are named by their place too.
"""

import re
import sys
from pathlib import Path

import yaml

KNOWN = {
    "Security": "windows_security",
    "Microsoft-Windows-Sysmon/Operational": "windows_sysmon",
    "Microsoft-Windows-PowerShell/Operational": "windows_powershell",
    "Windows PowerShell": "windows_powershell_classic",
    "System": "windows_system",
    "Application": "windows_application",
    "Microsoft-Windows-Windows Defender/Operational": "windows_defender",
    "Microsoft-Windows-TaskScheduler/Operational": "windows_taskscheduler",
}
PARTS = ("product", "category", "service")
SYSTEM = {
    "Channel": ["Event.System.Channel"],
    "Computer": ["Event.System.Computer"],
    "EventID": ["Event.System.EventID", "Event.System.EventID.#text"],
    "EventRecordID": ["Event.System.EventRecordID"],
    "Keywords": ["Event.System.Keywords"],
    "Level": ["Event.System.Level"],
    "Opcode": ["Event.System.Opcode"],
    "Provider_Name": ["Event.System.Provider.#attributes.Name"],
    "Task": ["Event.System.Task"],
}
# What NXLog calls parts of System in the JSON captures.
SHIPPED = {"Computer": ["Computer", "Hostname"], "Provider_Name": ["Provider_Name", "SourceName"]}


def table_of(channel):
    short = re.sub("^microsoft-windows-", "", channel.lower())
    return KNOWN.get(channel, "windows_" + re.sub("[^a-z0-9]+", "_", short).strip("_"))


def routes_of(sources, wanted):
    """The tables that a log source means: as `Routes::of` in crates/salus-sigma/src/routes.rs."""

    def read(fits):
        return [read for source in sources if fits([source.get(part) for part in PARTS]) for read in source["read"]]

    exact = read(lambda source: source == wanted)
    product, category, service = wanted
    if exact:
        return exact
    if category and service:
        by_service = {route["table"]: route for route in routes_of(sources, [product, None, service])}
        both = [route for route in routes_of(sources, [product, category, None]) if route["table"] in by_service]
        return [dict(route, where={**route.get("where", {}), **by_service[route["table"]].get("where", {})}) for route in both]
    if not product and (category or service):
        return read(lambda source: source[0] and source[1:] == wanted[1:])
    return []


def log_sources(folder):
    """The different log sources of the rules in a folder, the least exact first."""
    found = set()
    for path in Path(folder).rglob("*.yml"):
        for rule in yaml.load_all(path.read_text(encoding="utf-8"), getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
            source = (rule or {}).get("logsource")
            if source:
                found.add(tuple((source.get(part) or "").lower() for part in PARTS))
    return sorted(found, key=lambda source: (sum(map(bool, source)), source))


def exactly(source, known):
    """Conditions for rules of this source and of no more exact one: rsigma takes a part left out for any."""
    conditions = [{"id": "own", "type": "logsource", **{part: word for part, word in zip(PARTS, source) if word}}]
    words = ["own"] if any(source) else []
    for at, other in enumerate(known):
        if other != source and all(mine in ("", theirs) for mine, theirs in zip(source, other)):
            conditions.append({"id": f"other{at}", "type": "logsource", **{part: word for part, word in zip(PARTS, other) if word}})
            words += [f"not other{at}"]
    return {"rule_conditions": conditions, "rule_cond_expression": " and ".join(words)}


def one_or_many(value):
    return value if isinstance(value, list) else [value]


def steps(sources, rules, channels):
    tables = {}
    for channel in channels:
        tables.setdefault(table_of(channel), []).append(channel)
    known = log_sources(rules)
    for source in known:
        routes = [route for route in routes_of(sources, [part or None for part in source]) if route["table"].startswith("windows_")]
        own = exactly(source, known)
        if not routes:
            yield {"type": "change_logsource", "product": "elsewhere", **own}
            continue
        if not source[0]:
            yield {"type": "change_logsource", "product": "windows", **own}
        renames = {}
        for route in routes:
            for field, column in route.get("rename", {}).items():
                renames[field] = [field, column] if len(routes) > 1 else [column]
        if renames:
            yield {"type": "field_name_mapping", "mapping": renames, **own}
        if all("where" in route for route in routes):
            numbers = sorted({number for route in routes for number in one_or_many(route["where"]["EventID"])})
            yield {"type": "add_condition", "conditions": {"EventID": numbers}, **own}
        looked_at = {channel.lower() for route in routes for channel in tables.get(route["table"], [route["table"]])}
        if routes[0]["table"] != "windows_*" and len(looked_at) == 1:
            yield {"type": "change_logsource", "service": looked_at.pop(), **own}
        elif routes[0]["table"] != "windows_*":
            others = [channel for channel in channels if channel.lower() not in looked_at]
            yield {"type": "add_condition", "negated": True, "conditions": {"Channel": others}, **own}


def places(kind):
    """The last steps: a field's name becomes the place where this kind of input keeps it."""
    if kind == "json":
        return [{"type": "field_name_mapping", "mapping": SHIPPED}]
    named = {**SYSTEM, "Data": ["Event.EventData.Data", "Event.EventData.Data.#text"]}
    return [
        {"id": "system", "type": "field_name_mapping", "mapping": named},
        {
            "type": "field_name_prefix",
            "prefix": "Event.EventData.",
            "field_name_conditions": [{"type": "exclude_fields", "fields": ["Event\\..*"], "match_type": "regex"}],
        },
    ]


def main(routes, rules, channels, kind):
    sources = yaml.safe_load(Path(routes).read_text(encoding="utf-8"))["sources"]
    lines = Path(channels).read_text(encoding="utf-8").splitlines()
    pipeline = {"name": "salus-routes", "priority": 10, "transformations": list(steps(sources, rules, lines)) + places(kind)}
    yaml.safe_dump(pipeline, sys.stdout, sort_keys=False, allow_unicode=True)


main(*sys.argv[1:])
