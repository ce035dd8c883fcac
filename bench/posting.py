"""`python -m bench.posting PORT TOKEN WRITERS FILE`: send the (path, body) of a JSON file, by so many writers at once.

A process of its own, so that the clients' work is in nobody's account.
"""

import http.client
import json
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path


def post(port: int, token: str, requests: list[tuple[str, object]]) -> None:
    """One writer on one connection. Raises AssertionError for any other answer than 200."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    for path, body in requests:
        connection.request("POST", path, json.dumps(body), headers)
        answered = connection.getresponse()
        said = answered.read()
        assert answered.status == 200, said


def main() -> None:
    """Deal the requests out, one to each writer in turn."""
    port, token, writers, file = sys.argv[1:]
    requests = json.loads(Path(file).read_text())
    shares = [requests[first :: int(writers)] for first in range(int(writers))]
    with ThreadPoolExecutor(int(writers)) as pool:
        list(pool.map(lambda share: post(int(port), token, share), shares))


if __name__ == "__main__":
    main()
