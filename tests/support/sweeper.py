"""`python -m tests.support.sweeper DATABASE FOLDER SMTP_URL`: a scheduler and a worker in one, until it is killed.

It sweeps reminders at the moment that the file `clock` of the folder tells, and sends what waits. What it has swept
it writes to the file `swept`: its process number and the moment, one line each.
"""

import os
import sys
import time
from datetime import datetime
from pathlib import Path

import django

SECONDS_OF_PATIENCE = 1
BREATH = 0.05


def main() -> None:
    """As the application role, on a database of the tests."""
    django.setup()
    from django.conf import settings

    from assetry.platform.jobs.worker import run_worker
    from assetry.platform.notifications.mailers import mailers_of
    from assetry.platform.reminders.running import sweep_all

    database, folder, url = sys.argv[1:]
    settings.DATABASES["default"]["NAME"] = database
    mailers = mailers_of(url)
    mailers["default"]["OPTIONS"]["timeout"] = SECONDS_OF_PATIENCE
    settings.MAILERS = mailers
    while True:
        moment = Path(folder, "clock").read_text()
        sweep_all(at=datetime.fromisoformat(moment))
        with Path(folder, "swept").open("a") as lines:
            lines.write(f"{os.getpid()} {moment}\n")
        run_worker(wait=False)
        time.sleep(BREATH)


if __name__ == "__main__":
    main()
