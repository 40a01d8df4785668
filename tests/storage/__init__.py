"""Files that survive: backups, restores, full and forbidden disks, kills, two programs at once."""
