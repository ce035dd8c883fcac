"""Work on the jobs that wait in the database.

`assetry up` starts one; more can run on any number of hosts with the same DATABASE_URL.
"""

import argparse

from procrastinate.exceptions import ConnectorException

from assetry.platform.faults import DatabaseDown
from assetry.platform.jobs.worker import run_worker


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `assetry worker`."""
    parser = commands.add_parser("worker", description=__doc__)
    parser.add_argument("--once", action="store_true", help="end when nothing is left to do")
    parser.add_argument("--concurrency", type=int, default=1, help="jobs worked on at the same time")


def run(arguments: argparse.Namespace) -> int:
    """Work until a signal asks to stop, or nothing is left."""
    try:
        run_worker(arguments.concurrency, wait=not arguments.once)
    except ConnectorException as error:
        raise DatabaseDown("The worker lost the database.") from error
    return 0
