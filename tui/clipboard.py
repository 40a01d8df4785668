"""The clipboard of the machine, by the tool its system has for it; that of the terminal is the library's (OSC 52)."""

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from shutil import which

LONGEST = 5.0  # seconds a tool is given
TERMINAL_HOLDS = 74_000  # bytes that any terminal takes


def tool(
    environment: Mapping[str, str] = os.environ,
    platform: str = sys.platform,
    found: Callable[[str], str | None] = which,
) -> list[str]:
    """The command that takes a text to the clipboard; nothing where there is none, or no desktop to have one."""
    if platform == "darwin":
        return ["pbcopy"]
    if platform == "win32":
        return ["clip"]
    if environment.get("WAYLAND_DISPLAY") and found("wl-copy"):
        return ["wl-copy"]
    if environment.get("DISPLAY"):
        for name, *options in (("xclip", "-selection", "clipboard"), ("xsel", "--clipboard", "--input")):
            if found(name):
                return [name, *options]
    return ["clip.exe"] if environment.get("WSL_DISTRO_NAME") and found("clip.exe") else []


def copy_beside(text: str) -> None:
    """Gives the tool a text, in a thread: it may be slow, fail or never answer, and nobody waits for it."""
    command = tool()
    if command:
        threading.Thread(target=_give, args=(command, text), daemon=True).start()


def _give(command: list[str], text: str) -> None:
    known = "utf-16" if command[0].startswith("clip") else "utf-8"
    with suppress(OSError, subprocess.SubprocessError):
        subprocess.run(
            command,
            input=text.encode(known, "replace"),
            stdout=subprocess.DEVNULL,  # what it says would be drawn over the screen
            stderr=subprocess.DEVNULL,
            timeout=LONGEST,
            check=False,
        )
