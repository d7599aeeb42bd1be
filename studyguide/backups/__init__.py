"""Copies of the database that can be trusted: checked when they are made, and again before they are restored.

A backup is a folder with the database in one file and a manifest beside it. It appears whole or not at all.
"""

from studyguide.backups.engines import engine_of
from studyguide.backups.making import backups, make
from studyguide.backups.manifest import BackupError
from studyguide.backups.restoring import check, restore

__all__ = ["BackupError", "backups", "check", "engine_of", "make", "restore"]
