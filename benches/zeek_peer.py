"""A Zeek log to Parquet with DuckDB or pandas, every field kept: zeek_peer.py duckdb|pandas LOG OUT.parquet

For a log whose header stands at its beginning alone. Prints rows, a sum to hold against (`orig_bytes`, where there is one), seconds and MB/s, on one thread.
"""

import os
import sys
import time


def header_of(path):
    """The names of the columns, and how many lines stand before the rows."""
    names = []
    with open(path) as log:
        for number, line in enumerate(log):
            if not line.startswith("#"):
                return names, number
            if line.startswith("#fields\t"):
                names = line.rstrip("\n").split("\t")[1:]
    raise SystemExit("no rows")


def with_duckdb(path, names, skip, out):
    import duckdb

    base = duckdb.connect(config={"threads": 1})
    columns = {name: "VARCHAR" for name in names}
    base.execute(
        "copy (select * from read_csv(?, delim='\t', header=false, quote='', escape='', nullstr='-', auto_detect=false, columns="
        + repr(columns)
        + f", skip={skip})) to '{out}' (format parquet, compression zstd)",
        [path],
    )
    total = "sum(try_cast(orig_bytes as bigint))" if "orig_bytes" in names else "0"
    return base.execute(f"select count(*), {total} from '{out}'").fetchone()


def with_pandas(path, names, skip, out):
    import pandas
    import pyarrow
    import pyarrow.parquet

    rows, total, writer = 0, 0, None
    parts = pandas.read_csv(
        path, sep="\t", skiprows=skip, names=names, na_values="-", keep_default_na=False, dtype=str, quoting=3, chunksize=200_000
    )
    for part in parts:
        table = pyarrow.Table.from_pandas(part, preserve_index=False, schema=pyarrow.schema([(name, pyarrow.string()) for name in names]))
        writer = writer or pyarrow.parquet.ParquetWriter(out, table.schema, compression="zstd")
        writer.write_table(table)
        rows += len(part)
        if "orig_bytes" in names:
            total += int(pandas.to_numeric(part["orig_bytes"]).sum())
    if writer:
        writer.close()
    return rows, total


def main():
    kind, path, out = sys.argv[1:]
    begun = time.monotonic()
    rows, total = {"duckdb": with_duckdb, "pandas": with_pandas}[kind](path, *header_of(path), out)
    seconds = time.monotonic() - begun
    print(f"{kind}: {rows} rows, sum {total}, {seconds:.1f} s, {os.path.getsize(path) / seconds / 1e6:.0f} MB/s")


main()
