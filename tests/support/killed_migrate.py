"""`python -m tests.support.killed_migrate APP NAME noted|unnoted`: migrate, and be killed at that migration."""

import os
import signal
import sys


def main() -> None:
    """By SIGKILL, so nothing is tidied up."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "assetry.config.settings")
    django.setup()
    from assetry.platform.database.migrating import migrate
    from tests.support.released import killed_at

    app, name, noted = sys.argv[1:]
    with killed_at((app, name), noted=noted == "noted", die=lambda: os.kill(os.getpid(), signal.SIGKILL)):
        migrate()


if __name__ == "__main__":
    main()
