"""Serve Assetry: database, migrations, web server and worker in one tree of processes.

Stop it by Ctrl+C or SIGTERM. Settings come from the environment: ASSETRY_PORT, ASSETRY_BIND, ASSETRY_DATA_DIR,
ASSETRY_BASE_URL, DATABASE_URL and ASSETRY_OWNER_DATABASE_URL (docs/admin).
"""

import argparse
import http
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from assetry.cli.support.database import OWNER_URL, database_urls, require_answer
from assetry.cli.support.restores import finish_restore_of, finish_restore_outside
from assetry.cli.support.sign_in import kept_sign_in
from assetry.cli.support.tree import Tree, assetry, environment_of_children, stop_left_behind
from assetry.cli.support.web_server import answers, require_free_port, web_server
from assetry.platform.database.embedded.cluster import embedded_cluster
from assetry.platform.database.embedded.folder import DataFolder, Holder
from assetry.platform.environment import Environment, read_environment
from assetry.platform.faults import DataFolderInUse, StartFailed
from assetry.platform.processes.child import Child
from assetry.platform.processes.orphans import Pause
from assetry.platform.processes.signals import Signals, StopRequested, adopt_orphans
from assetry.platform.secret_files import read_or_make_secret

PATIENCE_SECONDS = 10.0
# How long a command that holds the data folder may take to finish before a start is refused.
COMMAND_SECONDS = 20.0


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `assetry up`."""
    parser = commands.add_parser("up", description=__doc__)
    parser.add_argument("--demo", action="store_true", help="with a demo organization; prints its sign-in")
    parser.add_argument("--workers", type=int, default=1, help="processes of the web server (default: 1)")


def run(arguments: argparse.Namespace) -> int:
    """Serve until a signal asks to stop; returns the exit code of a migration that failed."""
    environment = read_environment()
    adopt_orphans()
    with Signals() as signals:
        try:
            with owned(DataFolder(environment.data_dir), signals.pause):
                return _serve(environment, arguments, signals)
        except StopRequested:
            return 0


@contextmanager
def owned(folder: DataFolder, pause: Pause) -> Iterator[None]:
    """Own the data folder; a command that works on it may finish first. Raises `DataFolderInUse`."""
    deadline = 0.0
    with ExitStack() as stack:
        while True:
            try:
                stack.enter_context(folder.locked(Holder.UP))
                break
            except DataFolderInUse as fault:
                if not fault.ends_by_itself or 0.0 < deadline < time.monotonic():
                    raise
            if not deadline:
                deadline = time.monotonic() + COMMAND_SECONDS
                say(f"A command still works on {folder.path}; waiting for its end.")
            pause(0.1)
        yield


def _serve(environment: Environment, arguments: argparse.Namespace, signals: Signals) -> int:
    """Start, keep running, stop; the data folder is ours."""
    stop_left_behind(environment.data_dir)
    require_free_port(environment)
    tree = Tree(signals, say)
    try:
        code = _start(tree, environment, arguments)
        if code == 0:
            tree.keep_running()
    except StopRequested:
        say("Stopping.")
        return 0
    finally:
        tree.stop()
    return code


def say(sentence: str) -> None:
    """One line for the person at the terminal, at once."""
    print(sentence, flush=True)


def _start(tree: Tree, environment: Environment, arguments: argparse.Namespace) -> int:
    """Bring everything up, in order, and say where it is; the exit code of the migrations if they failed."""
    if environment.database_url:
        finish_restore_outside(environment, say)
        require_answer(environment.database_url)
    else:
        tree.cluster = embedded_cluster(environment.data_dir)
        tree.cluster.take_over()
        tree.cluster.start(pause=tree.signals.pause, say=say)
        finish_restore_of(tree.cluster, say)
        tree.cluster.prepare()
    read_or_make_secret(environment.data_dir / "secret_key")
    variables = environment_of_children(environment.data_dir, database_urls(environment))
    code = tree.run_once(assetry("migrate", "--quiet"), variables)
    if code:
        return code
    if arguments.demo and kept_sign_in(environment.data_dir) is None:
        tree.run_once(assetry("demo"), variables)
    # The worker builds the indexes of custom fields as the owner; what the outside talks to has no such connection.
    outside = {name: value for name, value in variables.items() if name != OWNER_URL}
    tree.children.append(web_server(environment, outside, arguments.workers))
    tree.children.append(Child(name="worker", command=assetry("worker"), environment=variables))
    for child in tree.children:
        child.start()
    _wait_until_served(tree, environment)
    _announce(environment, with_demo=arguments.demo)
    return 0


def _wait_until_served(tree: Tree, environment: Environment) -> None:
    """Raises `StartFailed` when the web server ends instead, or answers with errors alone."""
    server = tree.children[0]
    deadline = time.monotonic() + PATIENCE_SECONDS
    while (status := answers(environment)) is None or status >= http.HTTPStatus.INTERNAL_SERVER_ERROR:
        if status and time.monotonic() > deadline:
            raise StartFailed(f"The web server answers with an error ({status}); its words stand above.")
        if (code := server.exit_code()) is not None:
            raise StartFailed(f"The web server ended while starting (code {code}); its words stand above.")
        tree.signals.pause(0.05)


def _announce(environment: Environment, *, with_demo: bool) -> None:
    say(f"Assetry is ready: {environment.base_url}")
    sign_in = kept_sign_in(environment.data_dir) if with_demo else None
    if sign_in:
        say(f"Sign in as {sign_in.email} with the password {sign_in.password}")
    say(f"The data lies in {environment.data_dir}. Stop with Ctrl+C.")
