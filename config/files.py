"""Files that are whole or are not there, readable by their owner only, and what an interruption left swept away.

Whatever Assidu writes is first a draft beside its place, then takes its name at once: a power cut, a full disk or a
killed program leaves the old file or the new one, never half of one. Nobody can guess the name of a draft, nor have
another file written through it. In a folder shared with a group (``share``) what is private is the group's too.
"""

import errno
import hashlib
import os
import platform
import re
import shutil
import stat
import sys
import time
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

MACHINE = f"{zlib.crc32(platform.node().encode(errors='replace')):08x}"  # a folder may be shared by several
DRAFT = re.compile(r"\.assidu-(?P<machine>[0-9a-f]{8})-(?P<process>\d+)-[0-9a-f]+\.tmp(-journal|-wal|-shm)?")
EARLIER = re.compile(r"\.assidu-(\d+-\d+\.tmp|\w{8}\.toml)")  # what earlier versions called theirs
LONGEST = 200  # bytes of a name made from a code: a system allows 255
FORGOTTEN = 24 * 3600  # seconds after which a draft is nobody's, whatever machine it comes from
NEW = os.O_CREAT | os.O_EXCL | os.O_RDWR | getattr(os, "O_NOFOLLOW", 0)


def named(text: str) -> str:
    """A part of a file's name that says ``text`` and nothing else: what a name may not hold is written ~ and its code,
    so that two texts never have one name; what is too long for a name ends with its seal."""
    said = re.sub(r"[^\w.-]", lambda found: f"~{ord(found[0]):X}~", text)
    if len(said.encode()) <= LONGEST:
        return said
    return f"{said[:40]}~{hashlib.sha256(text.encode()).hexdigest()[:32]}"


def free(path: Path) -> Path:
    """``path``, else the first of ``name_2``, ``name_3``… that nothing has: no file is replaced unasked."""
    tried, rank = path, 2
    while os.path.lexists(tried):
        tried, rank = path.with_name(f"{path.stem}_{rank}{path.suffix}"), rank + 1
    return tried


@contextmanager
def draft(path: Path, private: bool = False) -> Iterator[Path]:
    """A name to write ``path`` under: it takes its own at the end, on disk, or leaves nothing when that fails.

    ``private`` makes it readable by its owner only, from its first byte; else it keeps the rights of the file it takes
    the place of. Raises OSError, and nothing is replaced, when what has the name is a pipe or a device.
    """
    if path.exists() and not path.is_file() and not path.is_dir():
        raise OSError(errno.EINVAL, "no ordinary file", str(path))
    temporary = _temporary(path.parent)
    handle = create(temporary, _rights(path, private))
    try:
        with _held(handle) as made:
            yield temporary
            if not os.path.samestat(os.lstat(temporary), made):
                raise OSError(errno.ELOOP, "another file took the place of the draft", str(path))
        settle(temporary)
        temporary.replace(path)
        settle(path.parent)
    finally:
        with suppress(OSError):
            temporary.unlink()


@contextmanager
def _held(handle: int) -> Iterator[os.stat_result]:
    """What a file that was just made is told by; held open, so that no other file is given its number meanwhile."""
    try:
        yield os.fstat(handle)
    finally:
        os.close(handle)


def create(path: Path, rights: int | None = None) -> int:
    """Makes an empty file that was not there, with these rights, the system's usual ones without any, and opens it.

    Raises OSError: FileExistsError when anything has that name, be it a link that leads nowhere.
    """
    handle = os.open(path, NEW, 0o666 if rights is None else rights & 0o700)
    if rights is not None and sys.platform != "win32":
        os.fchmod(handle, rights)  # whatever the mask is
    return handle


def private_in(folder: Path) -> int:
    """The rights of a file that is nobody else's: of its owner, and of the group the folder is shared with."""
    return 0o660 if shared(folder) else 0o600


def shared(folder: Path) -> bool:
    """Whether a folder is shared with its group: what is made in it is the group's, who may write there."""
    try:
        found = folder.stat().st_mode
    except OSError:
        return False
    return bool(found & stat.S_ISGID) and found & 0o070 == 0o070


def share(places: Iterable[Path], group: int | None) -> None:
    """Shares folders and files with a group, by its number; None: with nobody any more. Raises OSError."""
    for place in places:
        if place.is_symlink():
            continue
        rights = stat.S_IMODE(place.stat().st_mode)
        if group is not None:
            os.chown(place, -1, group)
        if place.is_dir():
            place.chmod((rights | 0o2770 if group is not None else rights & ~0o2077) & ~0o007)
        elif place.is_file():
            place.chmod((rights | 0o060 if group is not None else rights & ~0o077) & ~0o007)


@contextmanager
def scratch(folder: Path) -> Iterator[str]:
    """A folder of its own in ``folder`` for what is being worked out, closed to others, removed at the end.

    Raises OSError.
    """
    temporary = _temporary(folder)
    temporary.mkdir(mode=0o700)
    try:
        yield str(temporary)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def settle(path: Path) -> None:
    """Waits until a file, or the names in a folder where the system knows how, are on disk. Raises OSError."""
    if path.is_dir():
        if sys.platform != "win32":  # which opens no folder
            with suppress(OSError):  # nor do some disks settle one
                _settle(path, os.O_RDONLY)
    else:
        _settle(path, os.O_RDWR)


def _settle(path: Path, way: int) -> None:
    handle = os.open(path, way)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def make_folder(path: Path) -> None:
    """Makes a folder that only its owner can look into, and the group the one around it is shared with; leaves one that
    is there as it is. Raises OSError."""
    if not path.is_dir():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.mkdir(mode=0o700, exist_ok=True)
        if shared(path.parent):
            path.chmod(0o2770)


def close_to_others(*paths: Path) -> None:
    """Takes from others the right to read these files and folders, where we may; those that are not there are left, and
    the group a folder is shared with keeps its own."""
    if sys.platform == "win32":  # the user's own folders are closed already
        return
    for path in paths:
        with suppress(OSError):
            found = path.lstat()
            ours = 0o2770 if shared(path if stat.S_ISDIR(found.st_mode) else path.parent) else 0o700
            if found.st_mode & 0o077 & ~ours and found.st_uid == os.geteuid() and not path.is_symlink():
                path.chmod(found.st_mode & ours)


def sweep(*folders: Path) -> None:
    """Removes from these folders the drafts of programs that are no longer there to finish them."""
    for folder in folders:
        with suppress(OSError):
            for entry in os.scandir(folder):
                if entry.name.startswith(".assidu-") and _left_over(entry):
                    _remove(Path(entry.path))


def _temporary(folder: Path) -> Path:
    return folder / f".assidu-{MACHINE}-{os.getpid()}-{os.urandom(12).hex()}.tmp"


def _rights(path: Path, private: bool) -> int | None:
    """The rights of what takes the place of ``path``; None for the system's usual ones."""
    if private:
        return private_in(path.parent)
    with suppress(OSError):
        found = path.lstat().st_mode
        if stat.S_ISREG(found):
            return stat.S_IMODE(found) & 0o777
    return None


def _left_over(entry: os.DirEntry[str]) -> bool:
    named = DRAFT.fullmatch(entry.name)
    if not named and not EARLIER.fullmatch(entry.name):
        return False
    if named and named["machine"] == MACHINE and not _runs(int(named["process"])):
        return True
    return time.time() - entry.stat(follow_symlinks=False).st_mtime > FORGOTTEN


def _runs(process: int) -> bool:
    """Whether a program of that number runs on this machine."""
    if sys.platform == "win32":  # where os.kill would end it
        import psutil

        return bool(psutil.pid_exists(process))
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OverflowError:
        return False
    except PermissionError:
        pass
    return True


def _remove(path: Path) -> None:
    with suppress(OSError):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink()
