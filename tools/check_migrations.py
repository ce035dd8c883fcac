"""Fail when the models say something that no migration does; needs no database."""

import os
import sys
import warnings

import django
from django.core.management import call_command

# Django would look whether the database's history is consistent; there is none, and it warns.
warnings.filterwarnings("ignore", category=RuntimeWarning)

if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "assetry.config.settings"
    django.setup()
    try:
        call_command("makemigrations", check=True, dry_run=True)
    except SystemExit as ended:
        sys.exit(ended.code)
