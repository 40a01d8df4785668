"""``python -m tests.benchmark [MEASURE…] [--small]``: every measure, or those named."""

import argparse
import importlib
from pathlib import Path
from tempfile import TemporaryDirectory

MEASURES = {
    "start": "tests.benchmark.start",
    "marks": "tests.benchmark.marks",
    "encrypted": "tests.benchmark.encrypted",
    "indicators": "tests.benchmark.figures",
    "departement": "tests.benchmark.departement",
    "import": "tests.benchmark.takeover",
    "export": "tests.benchmark.workbook",
    "rolls": "tests.benchmark.rolls",
    "deviations": "tests.benchmark.deviations",
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmark", description=__doc__)
    parser.add_argument("measures", nargs="*", metavar="measure", help=f"among {', '.join(MEASURES)}; all by default")
    parser.add_argument("--small", action="store_true", help="a tenth of the rows: to try the benchmark itself")
    asked = parser.parse_args()
    if unknown := set(asked.measures) - set(MEASURES):
        parser.error(f"unknown: {', '.join(sorted(unknown))}")
    scale = 10 if asked.small else 1
    with TemporaryDirectory(prefix="assidu-benchmark-") as folder:
        for name in asked.measures or MEASURES:
            home = Path(folder) / name
            home.mkdir()
            importlib.import_module(MEASURES[name]).run(home, scale)


if __name__ == "__main__":
    main()
