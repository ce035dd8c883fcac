"""`python -m bench.fetch PORT PATH SESSION COUNT`: ask so often on one connection, then print the last answer.

A process of its own, so that the client's work is in nobody's account.
"""

import http.client
import sys


def main() -> None:
    """Raises AssertionError for any other answer than 200."""
    port, path, session, count = sys.argv[1:]
    connection = http.client.HTTPConnection("127.0.0.1", int(port), timeout=60)
    body = b""
    for _ in range(int(count)):
        connection.request("GET", path, headers={"Cookie": f"sessionid={session}"})
        answered = connection.getresponse()
        body = answered.read()
        assert answered.status == 200, answered.status
    sys.stdout.buffer.write(body)


if __name__ == "__main__":
    main()
