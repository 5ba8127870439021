"""How every file of some folders is imported: `python -m tests.gates.zoo FOLDER ...`.

Each file goes through a child as in `import_fuzz`; what is refused is listed with its sentence, and whatever
must not be (a fault, a hang, fewer rows than the file has without a word) makes the exit status 1.
"""

import argparse
import sys
import tempfile
from collections import Counter
from pathlib import Path

from tests.gates.import_fuzz import Child

_PATIENCE = 300.0
"""Seconds of processor time: one file of a zoo has 9,074 columns."""


def main() -> int:
    """Import all files and print how they ended."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path)
    given = parser.parse_args()
    files = sorted(p for folder in given.folders for p in folder.rglob("*") if p.is_file())
    ends: Counter[str] = Counter()
    bad = 0
    with tempfile.TemporaryDirectory() as name:
        child = Child(Path(name))
        for path in files:
            outcome = child.outcome(path.read_bytes(), _PATIENCE)
            ends[outcome.how] += 1
            if outcome.how not in ("read", "read and said"):
                sys.stdout.write(f"{outcome.how:<8} {path.name}: {outcome.why}\n")
            bad += outcome.how in ("died", "hang", "fewer", "fault")
        child.close()
    counted = ", ".join(f"{how} {count:,}" for how, count in ends.most_common())
    sys.stdout.write(f"{len(files):,} files: {counted}\n")
    return int(bad > 0)


if __name__ == "__main__":
    sys.exit(main())
