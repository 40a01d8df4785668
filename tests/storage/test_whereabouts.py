"""Where a database is refused: on the network, in a folder that is copied elsewhere; and nowhere else."""

import os
from pathlib import Path, PurePosixPath, PureWindowsPath
from types import SimpleNamespace

import psutil
import pytest

from models.storage import whereabouts
from models.storage.file import CannotOpen
from models.storage.opening import open_database
from tests import engines

pytestmark = engines.on_file

LINUX = [
    ("/", "overlay", "rw"),
    ("/home", "btrfs", "rw"),
    ("/tmp", "tmpfs", "rw"),
    ("/tank", "zfs", "rw"),
    ("/data", "fuse.mergerfs", "rw"),
    ("/disk", "fuseblk", "rw"),
    ("/podman", "fuse.fuse-overlayfs", "rw"),
    ("/host", "virtiofs", "rw"),
    ("/mnt/nfs", "nfs4", "rw"),
    ("/mnt/nas", "cifs", "rw"),
    ("/mnt/nas3", "smb3", "rw"),
    ("/mnt/c", "9p", "rw"),
    ("/mnt/ssh", "fuse.sshfs", "rw"),
    ("/mnt/cloud", "fuse.rclone", "rw"),
    ("/mnt/dav", "fuse", "rw"),
    ("/mnt/nfs/local", "ext4", "rw"),
]


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("/home/nadia/assidu", ""),
        ("/tmp/assidu", ""),
        ("/tank/a", ""),
        ("/data/a", ""),
        ("/disk/a", ""),
        ("/podman/a", ""),
        ("/host/a", ""),
        ("/mnt/nfsx", ""),
        ("/mnt/nfs/local/a", ""),
        ("/mnt/nfs/a", "nfs4"),
        ("/mnt/nas/assidu", "cifs"),
        ("/mnt/nas3", "smb3"),
        ("/mnt/c/Users", "9p"),
        ("/mnt/ssh/a", "fuse.sshfs"),
        ("/mnt/cloud", "fuse.rclone"),
        ("/mnt/dav/x/y", "fuse"),
    ],
)
def test_what_a_disk_of_linux_is(folder, kind):
    assert whereabouts.kind_of(PurePosixPath(folder), LINUX) == kind


def test_the_own_disk_of_a_container_is_local_whatever_it_is_called():
    assert whereabouts.kind_of(PurePosixPath("/home/claire/assidu"), [("/", "9p", "rw"), ("/proc", "proc", "rw")]) == ""


def test_what_a_drive_of_windows_is():
    drives = [("C:\\", "NTFS", "rw,fixed"), ("E:\\", "FAT32", "rw,removable"), ("Z:\\", "NTFS", "rw,remote")]
    assert whereabouts.kind_of(PureWindowsPath("C:\\Users\\Nadia"), drives) == ""
    assert whereabouts.kind_of(PureWindowsPath("e:\\assidu"), drives) == ""
    assert whereabouts.kind_of(PureWindowsPath("Z:\\assidu"), drives) == "ntfs"


@pytest.mark.parametrize(
    ("folder", "service"),
    [
        ("/home/nadia/OneDrive/assidu", "OneDrive"),
        ("/home/nadia/OneDrive - La Passerelle/Documents", "OneDrive"),
        ("/home/nadia/Dropbox (Passerelle)/a", "Dropbox"),
        ("/home/nadia/Google Drive/a", "Google Drive"),
        ("/Users/nadia/Library/CloudStorage/GoogleDrive-n@x.fr/Mon Drive", "un service en ligne"),
        ("/Users/nadia/Library/Mobile Documents/com~apple~CloudDocs/a", "iCloud"),
        ("/home/nadia/Nextcloud/a", "Nextcloud"),
        ("/home/nadia/kDrive/a", "kDrive"),
        ("/home/nadia/kDrive2/a", "kDrive"),
        ("/home/nadia/pCloudDrive/a", "pCloud"),
        ("/home/nadia/MEGA/a", "MEGA"),
        ("/home/nadia/Box/a", "Box"),
        ("/srv/Nextcloud/a", "Nextcloud"),
        ("/home/nadia/assidu", ""),
        ("/home/nadia/boxes/a", ""),
        ("/home/nadia/OneDriveless/a", ""),
        ("/home/nadia/.local/share/assidu", ""),
    ],
)
def test_folders_known_by_their_name(folder, service):
    assert whereabouts.named_after(PurePosixPath(folder), PurePosixPath("/home/nadia")) == service


def test_a_user_called_like_a_service_is_no_service():
    assert whereabouts.named_after(PurePosixPath("/home/Dropbox/assidu"), PurePosixPath("/home/Dropbox")) == ""


@pytest.mark.parametrize("marker", whereabouts.MARKERS)
def test_folders_known_by_what_is_kept_in_them(tmp_path, marker):
    (tmp_path / "commun" / marker).mkdir(parents=True)
    with pytest.raises(CannotOpen) as refused:
        open_database(f"sqlite:///{tmp_path}/commun/insertion/assidu/assidu.db")
    assert f"copié par {whereabouts.MARKERS[marker]}" in str(refused.value)
    assert "PostgreSQL" in str(refused.value)
    assert "ASSIDU_HOME" in str(refused.value)
    assert not (tmp_path / "commun" / "insertion").exists()


def test_where_windows_says_its_own_folder_is(tmp_path, monkeypatch):
    monkeypatch.setenv("OneDriveCommercial", str(tmp_path / "Passerelle"))
    (tmp_path / "Passerelle").mkdir()
    assert whereabouts.synchronised(tmp_path / "Passerelle" / "assidu.db") == "OneDrive"
    assert whereabouts.synchronised(tmp_path / "ailleurs" / "assidu.db") == ""


def test_a_link_into_a_synchronised_folder(tmp_path):
    (tmp_path / "Dropbox").mkdir()
    (tmp_path / "assidu").symlink_to(tmp_path / "Dropbox")
    assert whereabouts.synchronised(tmp_path / "assidu" / "assidu.db") == "Dropbox"


def test_a_share_is_refused_in_one_sentence_and_nothing_is_made(assidu, home, disk, monkeypatch):
    place = disk(64)
    share = SimpleNamespace(device="//nas/commun", mountpoint=str(place), fstype="cifs", opts="rw")
    monkeypatch.setattr(psutil, "disk_partitions", lambda all: [share])
    monkeypatch.setenv("ASSIDU_DATABASE", f"sqlite:///{place}/insertion/assidu.db")
    answer = assidu("check")
    assert (answer.status, len(answer.errors)) == (2, 1)
    assert answer.errors[0].startswith(f"{place}/insertion/assidu.db : ce dossier est sur le réseau (cifs)")
    assert "PostgreSQL" in answer.errors[0]
    assert list(place.iterdir()) == []


def test_a_disk_in_memory_is_no_share(disk):
    open_database(f"sqlite:///{disk(1024)}/assidu.db").close()


def test_a_usual_home_is_told_without_looking_at_the_disks(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "major", lambda device: 8)
    monkeypatch.setattr(psutil, "disk_partitions", lambda all: pytest.fail("asked"))
    assert whereabouts.unsafe(Path(tmp_path) / "assidu.db") == ""
