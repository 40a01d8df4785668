"""Where a database may live: never on a network share, never in a folder that a program copies elsewhere.

SQLite's locks and its shared memory hold between the programs of one machine only, and a synchronising program copies
the file and its log at different moments: both lose or mix up what is recorded.
"""

import os
import sys
from pathlib import Path, PurePath

_NETWORK = """
nfs nfs4 cifs smb smb2 smb3 smbfs 9p afs afpfs webdav davfs davfs2 ncpfs ncp coda ceph gfs gfs2 glusterfs lustre ocfs2
beegfs gpfs orangefs pvfs2 vboxsf prl_fs vmhgfs
"""
_LOCAL_FUSE = """
fuseblk fuse.fuse-overlayfs fuse.overlayfs fuse.unionfs fuse.unionfs-fuse fuse.mergerfs fuse.lxcfs fuse.zfs
fuse.zfs-fuse fuse.ntfs fuse.ntfs-3g fuse.exfat fuse.encfs fuse.gocryptfs fuse.cryfs fuse.securefs fuse.veracrypt
fuse.bindfs fuse.apfs-fuse fuse.grpcfuse fuse.osxfs
"""
NETWORK, LOCAL_FUSE = frozenset(_NETWORK.split()), frozenset(_LOCAL_FUSE.split())  # as systems call them
SYNCHRONISED = {  # the name of a folder, or what it begins with when a star follows, and who copies it
    "OneDrive": "OneDrive",
    "OneDrive - *": "OneDrive",
    "OneDrive-*": "OneDrive",
    "SharePoint": "SharePoint",
    "Dropbox": "Dropbox",
    "Dropbox (*": "Dropbox",
    "Dropbox-*": "Dropbox",
    "Google Drive": "Google Drive",
    "GoogleDrive": "Google Drive",
    "GoogleDrive-*": "Google Drive",
    "Mon Drive": "Google Drive",
    "My Drive": "Google Drive",
    "iCloudDrive": "iCloud",
    "iCloud Drive": "iCloud",
    "Mobile Documents": "iCloud",
    "com~apple~CloudDocs": "iCloud",
    "CloudStorage": "un service en ligne",
    "Nextcloud": "Nextcloud",
    "ownCloud": "ownCloud",
    "kDrive*": "kDrive",
    "pCloudDrive": "pCloud",
    "pCloud Drive": "pCloud",
    "pCloudSync": "pCloud",
    "pCloud Sync": "pCloud",
    "MEGA": "MEGA",
    "MEGAsync": "MEGA",
    "MEGAsync Downloads": "MEGA",
    "Box": "Box",
    "Box Sync": "Box",
    "Box-*": "Box",
    "Syncthing": "Syncthing",
    "SynologyDrive": "Synology Drive",
    "Proton Drive": "Proton Drive",
}
MARKERS = {  # what the program that copies a folder keeps in it
    ".stfolder": "Syncthing",
    ".dropbox": "Dropbox",
    ".dropbox.cache": "Dropbox",
    ".owncloudsync.log": "ownCloud",
    ".nextcloudsync.log": "Nextcloud",
    ".tmp.driveupload": "Google Drive",
    ".megaignore": "MEGA",
    ".SynologyWorkingDirectory": "Synology Drive",
}
ONE_DRIVE = ("OneDrive", "OneDriveCommercial", "OneDriveConsumer")  # where Windows says it is


def unsafe(path: Path) -> str:
    """Why the database ``path`` cannot be kept (or made) where it is, and where to put it, in one French sentence; ''
    when it can."""
    kind = network(path)
    if kind:
        return f"{path} : ce dossier est sur le réseau ({kind}), où une base en fichier s'abîme ; {_elsewhere(path)}"
    service = synchronised(path)
    if service:
        return f"{path} : ce dossier est copié par {service}, et une base ouverte s'y abîme ; {_elsewhere(path)}"
    return ""


def _elsewhere(path: Path) -> str:
    from platformdirs import user_data_path

    usual = user_data_path("assidu", appauthor=False)
    if network(usual) or synchronised(usual):
        usual = Path(path.anchor or os.sep) / "assidu"
    return (
        f"déplacez-le sur le disque de cette machine (par exemple {usual}) et indiquez-le par ASSIDU_HOME, ou "
        "prenez une base PostgreSQL pour travailler à plusieurs."
    )


def network(path: Path) -> str:
    """What the share is called by the system when the file is, or would be, on one; else ''."""
    folder = _existing(path)
    if sys.platform == "win32":
        if str(folder).startswith(("\\\\", "//")) and not str(folder).startswith(("\\\\?\\", "\\\\.\\")):
            return "partage Windows"
    elif sys.platform == "linux" and os.major(folder.stat().st_dev):
        return ""  # a disk of this machine: nothing to look up
    import psutil

    return kind_of(folder, [(part.mountpoint, part.fstype, part.opts) for part in psutil.disk_partitions(all=True)])


def kind_of(folder: PurePath, mounts: list[tuple[str, str, str]]) -> str:
    """The kind of share ``folder`` is on, of the ``mounts`` (place, kind, options) of a machine; '' for a local one."""
    held = [(len(type(folder)(place).parts), rank) for rank, (place, *_) in enumerate(mounts) if _holds(place, folder)]
    if not held:
        return ""
    place, kind, options = mounts[max(held)[1]]  # the innermost, and of several the last mounted
    if place == "/":  # a container's own disk, whatever it is called
        return ""
    kind = kind.lower()
    if "remote" in options.split(","):
        return kind or "lecteur réseau"
    if kind in NETWORK or (kind.split(".")[0] in ("fuse", "macfuse", "osxfuse") and kind not in LOCAL_FUSE):
        return kind
    return ""


def _holds(place: str, folder: PurePath) -> bool:
    return folder.is_relative_to(type(folder)(place))


def synchronised(path: Path) -> str:
    """Who copies the folder of the file elsewhere, when somebody does; else ''."""
    folder = _existing(path)
    for name in ONE_DRIVE:
        if (root := os.environ.get(name)) and folder.is_relative_to(Path(root).resolve()):
            return "OneDrive"
    return named_after(folder, Path.home()) or marked(folder)


def named_after(folder: PurePath, home: PurePath) -> str:
    """Who copies a folder, as the names on its way tell; those that lead to the user's own folder tell nothing."""
    names = folder.relative_to(home).parts if folder.is_relative_to(home) else folder.parts[1:]
    for name in names:
        for known, service in SYNCHRONISED.items():
            if name == known or (known.endswith("*") and name.startswith(known[:-1])):
                return service
    return ""


def marked(folder: Path) -> str:
    """Who copies a folder, as what is kept in it or in one around it tells."""
    for place in (folder, *folder.parents):
        for marker, service in MARKERS.items():
            if (place / marker).exists() and (marker, place) != (".dropbox", Path.home()):  # its settings are there
                return service
    return ""


def _existing(path: Path) -> Path:
    """The folder of the file, or the nearest that is there, without its links."""
    folder = path.absolute().parent
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return folder.resolve()
