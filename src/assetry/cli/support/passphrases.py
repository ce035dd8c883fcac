"""Asking for the passphrase of the key in a backup."""

import getpass
import os
import sys

from assetry.platform.backups.keys import LEAST_PASSPHRASE
from assetry.platform.faults import ConfigurationError

PASSPHRASE = "ASSETRY_BACKUP_PASSPHRASE"


def asked_passphrase(*, confirm: bool) -> str:
    """From the environment, else from the terminal. Raises `ConfigurationError` without either, or when too short."""
    passphrase = os.environ.get(PASSPHRASE, "")
    if not passphrase:
        if not sys.stdin.isatty():
            raise ConfigurationError(f"Give the passphrase by {PASSPHRASE}: there is no terminal to ask at.")
        passphrase = getpass.getpass("Passphrase of the key in the backup: ")
        if confirm and getpass.getpass("The same again: ") != passphrase:
            raise ConfigurationError("The two passphrases are not the same.")
    if len(passphrase) < LEAST_PASSPHRASE:
        raise ConfigurationError(f"The passphrase has fewer than {LEAST_PASSPHRASE} characters.")
    return passphrase
