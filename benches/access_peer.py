"""The joins of `benches/access` in DuckDB: for each template over care the accesses it holds for. FOLDER has the tables."""

import csv
import pathlib
import resource
import sys
import time

import duckdb

folder = pathlib.Path(sys.argv[1])
# Bit, whether the person takes part (else the department), days before and after: as in examples/explain_speed/made.rs.
TEMPLATES = [
    (0, True, 7, 30), (1, True, 2, 30), (2, True, 1, 30), (3, True, 1, 30), (4, True, 0, 0), (5, True, 0, 14),
    (6, False, 2, 14), (7, False, 1, 3), (8, False, 0, 3),
]  # fmt: skip

base = duckdb.connect()
base.execute("set threads = 2")
for name in ("accesses", "events", "members"):
    base.execute(f"create table {name} as select * from read_csv('{folder / name}.csv')")
with open(folder / "counts.csv", newline="") as counts:
    ours = {int(row["template"]): int(row["accesses"]) for row in csv.DictReader(counts)}

taken, differ = 0.0, False
for bit, by_person, before, after in TEMPLATES:
    tie = "e.actor = a.user" if by_person else "e.department = m.department"
    members = "" if by_person else "join members m on m.user = a.user"
    query = f"""
        select count(distinct a.number) from accesses a {members}
        join (select * from events where templates >> {bit} & 1 = 1) e on e.patient = a.patient and {tie}
        where a.day between e.first - {before} and e.last + {after} and (e.author <> a.user or e.begins <= a.time)
    """
    begun = time.perf_counter()
    (count,) = base.execute(query).fetchone()
    taken += time.perf_counter() - begun
    if count != ours[bit]:
        differ = True
        print(f"template {bit}: {count} accesses in DuckDB, {ours[bit]} in Salus", file=sys.stderr)
if differ:
    sys.exit("the results differ, so nothing is said of time")
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(f"DuckDB {duckdb.__version__}: the same accesses for {len(TEMPLATES)} templates in {taken:.2f} s, peak {peak:.0f} MiB")
