"""A file of what is recorded, written whole or not at all."""

import errno
import os
from collections.abc import Callable
from pathlib import Path

from xlsxwriter.exceptions import XlsxFileError

from config.files import draft, scratch, sweep
from config.settings import home
from models.acts import rights
from models.acts.refusals import Refused
from models.export.book import CannotWrite
from models.storage.connection import snapshot


def write_whole(path: Path, fill: Callable[[Path, str], object]) -> None:
    """Has ``fill`` write a draft (with a folder for what is being written) and gives it the name ``path``, or nothing.

    Raises CannotWrite, with a French sentence, when the folder or the file does not let itself be written; Refused when
    the account may not export.
    """
    if sentence := rights.refusal_to_export():
        raise Refused(sentence)

    def with_scratch(file: Path) -> None:
        with scratch(_private(path.parent)) as folder, snapshot():
            fill(file, folder)

    write_file(path, with_scratch)


def write_file(path: Path, fill: Callable[[Path], object]) -> None:
    """The same of a file that any account may take out, without a folder to work in.

    Raises CannotWrite, with a French sentence.
    """
    if path.is_dir():
        raise CannotWrite(f"{path} : c'est un dossier ; donnez un nom de fichier.")
    sweep(path.parent)
    try:
        with draft(path) as file:
            fill(file)
    except (OSError, XlsxFileError) as fault:
        raise CannotWrite(_in_french(path, fault)) from None


def _private(folder: Path) -> Path:
    """Where to work on what holds names: the installation's own folder, closed to others and swept at each start."""
    own = home()
    return own if os.access(own, os.W_OK) else folder


def _in_french(path: Path, fault: Exception) -> str:
    if not path.parent.is_dir():
        return f"{path} : le dossier n'existe pas ; créez-le ou choisissez-en un autre."
    if isinstance(fault, PermissionError):
        return (
            f"{path} : écriture refusée ; fermez ce fichier s'il est ouvert ailleurs, ou choisissez un autre dossier."
        )
    reason = fault.args[0] if isinstance(fault, XlsxFileError) and fault.args else fault
    if isinstance(reason, OSError) and reason.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"{path} : le disque est plein ; libérez de la place."
    return f"{path} : le fichier ne peut pas être écrit ; vérifiez la place sur le disque et vos droits sur le dossier."
