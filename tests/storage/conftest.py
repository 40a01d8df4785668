"""Disks that fill up, folders that refuse, and a house small enough to be copied a hundred times."""

import os
import shutil
import subprocess
import sys
from contextlib import contextmanager

import pytest

from models.tables import Action


@pytest.fixture
def action(store):
    """An action in the home's database."""
    return Action.create(code="QUARTIER", convention="cd49-adse-b", start="2026-01-05", end="2026-12-18")


def _mount(*words):
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("only root on Linux mounts a disk of its own")
    if subprocess.run(["mount", *words], capture_output=True).returncode:
        pytest.skip("this machine lets nobody mount a disk")


@pytest.fixture
def disk(tmp_path):
    """Makes a disk of so many KiB, empty."""
    places: list = []

    def make(size):
        place = tmp_path / f"disque-{len(places)}"
        place.mkdir()
        _mount("-t", "tmpfs", "-o", f"size={size}k", "tmpfs", str(place))
        places.append(place)
        return place

    yield make
    for place in places:
        subprocess.run(["umount", "-l", str(place)], check=True)


@contextmanager
def filled(place):
    """The disk of a folder with no room left."""
    ballast = place / "lest"
    with ballast.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(b"\0" * 4096)
        except OSError:
            pass
    assert shutil.disk_usage(place).free < 4096
    yield
    ballast.unlink()


@contextmanager
def read_only(place):
    """A disk that refuses to be written."""
    subprocess.run(["mount", "-o", "remount,ro", str(place)], check=True)
    yield
    subprocess.run(["mount", "-o", "remount,rw", str(place)], check=True)
