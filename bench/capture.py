"""`python -m bench.capture PATH SESSION`: the SQL of a page's second request, in order, as a JSON list."""

import json
import os
import sys


def main() -> None:
    """Ask twice, so that what is read once per process is read already."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "assetry.config.settings")
    django.setup()
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    path, session = sys.argv[1:]
    client = Client(headers={"host": "127.0.0.1"})
    client.cookies[settings.SESSION_COOKIE_NAME] = session
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        answered = client.get(path)
    assert answered.status_code == 200, answered
    print(json.dumps([query["sql"] for query in captured.captured_queries]))


if __name__ == "__main__":
    main()
