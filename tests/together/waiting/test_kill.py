"""The program is killed while marks wait: at its next start they are sent, once, in order."""

import os
import signal
import subprocess
import sys

import pytest

from models.tables import Attendance, JournalEntry
from models.together import waiting
from tests import engines
from tests.sessions.conftest import ME
from tests.sessions.test_keys import opened
from tests.together.waiting.conftest import AssiduApp

pytestmark = [engines.on_server, pytest.mark.slow]

TYPED = """
import asyncio, os, sys
from pathlib import Path
from config import settings
from models.tables import Session
from tests.together.waiting.proxy import Proxy
from tui.app import AssiduApp

async def type_in_the_dark():
    home = settings.home()
    app = AssiduApp(settings.load(home), home)
    async with app.run_test(size=(80, 24)) as pilot:
        app.open_session(Session.get().id)
        await pilot.pause()
        print("opened", flush=True)
        sys.stdin.readline()
        await pilot.press("p", "a", "e")
        print("typed", flush=True)
        sys.stdin.readline()

asyncio.run(type_in_the_dark())
"""


async def test_marks_survive_a_kill_and_are_sent_at_the_next_start(app, twelve, network, tmp_path, until):
    with subprocess.Popen(
        [sys.executable, "-c", TYPED], env=os.environ, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as program:
        assert program.stdout.readline() == "opened\n"
        network.cut()
        program.stdin.write("\n")
        program.stdin.flush()
        assert program.stdout.readline() == "typed\n"
        program.send_signal(signal.SIGKILL)
    left = [one for path in waiting.files(tmp_path) for one in waiting.read(path).values()]
    assert [one.status for one in left] == ["présent", "absent", "excusé"]
    told = subprocess.run([sys.executable, "-m", "tui.command", "waiting"], capture_output=True, text=True, check=True)
    assert "3 marques attendent le serveur" in told.stdout
    network.mend()
    app.line.stop()
    again = AssiduApp(app.settings, tmp_path)
    async with opened(again, twelve) as pilot:
        await until(pilot, lambda: not again.line.away)
    marks = Attendance.select().order_by(Attendance.id)
    assert [(one.status, one.recorded_by) for one in marks] == [("présent", ME), ("absent", ME), ("excusé", ME)]
    assert JournalEntry.select().count() == 3
    assert not waiting.files(tmp_path)
