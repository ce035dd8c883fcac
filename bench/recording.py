"""`python -m bench.recording TOKEN FILE`: every statement of each request of the file, as a JSON list of lists.

The file is a JSON list of (path, body), sent to the API in this process one after the other.
"""

import json
import os
import sys
from pathlib import Path


def main() -> None:
    """BEGIN and COMMIT are among the statements."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "assetry.config.settings")
    django.setup()
    from django.db import connection, reset_queries
    from django.test import Client

    token, file = sys.argv[1:]
    client = Client(headers={"host": "127.0.0.1", "authorization": f"Bearer {token}"})
    recorded = []
    connection.force_debug_cursor = True
    for path, body in json.loads(Path(file).read_text()):
        reset_queries()
        answered = client.post(path, body, content_type="application/json")
        assert answered.status_code == 200, answered.content
        recorded.append([query["sql"] for query in connection.queries])
    print(json.dumps(recorded))


if __name__ == "__main__":
    main()
