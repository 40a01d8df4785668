"""A command run in a process of its own, with what it took: the most memory it held and how long it lasted."""

import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HELD = 500  # MiB: no file, however it was made, makes a command hold more
REFUSED_WITHIN = 60  # seconds, far above what is aimed at, so that a busy machine fails no test
_LAST_RESORT = 3 << 30  # bytes of address space: a bomb that goes off kills its own process only

_CHILD = """
import json, re, resource, sys
limit, tell = int(sys.argv[1]), sys.argv[2]
resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
from tui.command import main
status = main(sys.argv[3:])
with open("/proc/self/status") as said:
    held = int(re.search(r"VmHWM:\\s+(\\d+)", said.read())[1]) // 1024
with open(tell, "w") as file:
    json.dump([status, held], file)
sys.exit(status)
"""


@dataclass(frozen=True)
class Run:
    """What a command answered and took: ``held`` in MiB, ``seconds`` of clock."""

    status: int
    out: str
    err: str
    held: int
    seconds: float

    @property
    def sentences(self) -> list[str]:
        return self.err.splitlines()


def run(home: Path, *words: str, **options) -> Run:
    """Runs ``assidu`` with these words in the installation ``home``; ``options`` are those of subprocess.run."""
    environment = os.environ | {"ASSIDU_HOME": str(home), "ASSIDU_TODAY": "2021-07-01", "COLUMNS": "400"}
    environment.pop("ASSIDU_DATABASE", None)
    ordinary: dict[str, Any] = {"env": environment, "capture_output": True, "timeout": 600, "check": False}
    with tempfile.TemporaryDirectory() as folder:
        tell = Path(folder) / "told.json"
        began = time.monotonic()
        done = subprocess.run(
            [sys.executable, "-c", _CHILD, str(_LAST_RESORT), str(tell), *words],
            **ordinary | options,
        )
        seconds = time.monotonic() - began
        _, held = json.loads(tell.read_text()) if tell.exists() else (done.returncode, 0)
    out, err = ((said or b"").decode("utf-8", "replace") for said in (done.stdout, done.stderr))
    return Run(done.returncode, out, err, held, seconds)
