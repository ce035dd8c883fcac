"""The web server as a child: granian on one port, and whether it answers yet."""

import errno
import http.client
import socket
import sys
from collections.abc import Mapping

from assetry.platform.environment import Environment
from assetry.platform.faults import ConfigurationError, PortInUse
from assetry.platform.processes.child import Child
from assetry.platform.processes.threads import THREADS

APPLICATION = "assetry.config.wsgi:application"


def web_server(environment: Environment, variables: Mapping[str, str], workers: int) -> Child:
    """Granian hangs when it is told to end while its workers still import, hence the time limit for them."""
    options = {
        "--interface": "wsgi",
        "--host": environment.bind,
        "--port": str(environment.port),
        "--workers": str(workers),
        "--blocking-threads": str(THREADS),
        "--workers-kill-timeout": "2s",
        "--respawn-interval": "0.5",
        "--log-level": "warning",
    }
    words = [word for option in options.items() for word in option]
    command = [sys.executable, "-m", "granian", "--no-ws", "--respawn-failed-workers", *words, APPLICATION]
    return Child(name="web server", command=command, environment=variables)


def require_free_port(environment: Environment) -> None:
    """Raises `PortInUse`, or `ConfigurationError` for an address that is not this machine's."""
    family = socket.AF_INET6 if ":" in environment.bind else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((environment.bind, environment.port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise PortInUse(
                    f"Port {environment.port} is in use by another program. Stop that, or give another port by "
                    "ASSETRY_PORT."
                ) from error
            raise ConfigurationError(
                f"Assetry cannot listen on {environment.bind}:{environment.port}: {error.strerror}. "
                "Correct ASSETRY_BIND or ASSETRY_PORT."
            ) from error


def answers(environment: Environment) -> int | None:
    """The status of the home page, None while nobody answers."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(environment.bind, environment.bind)  # noqa: S104
    connection = http.client.HTTPConnection(host, environment.port, timeout=10)
    try:
        connection.request("GET", "/", headers={"Host": environment.allowed_hosts[0]})
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()
