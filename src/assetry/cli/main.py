"""The command `assetry`: finds the subcommand, readies Django and the database for it, and turns faults into words.

To add a subcommand, add a module to this package: the first line of its docstring is its help; `register(commands)`
adds its parser (`commands.add_parser("user", help=…)`) and arguments; `run(arguments)` does the work and returns
the exit code. Modules in `BARE` do without Django; the others may import models at the top.
"""

import argparse
import ast
import errno
import importlib
import keyword
import os
import pkgutil
import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

import django
import psycopg
from django.db.utils import DatabaseError

from assetry.cli.support.database import OWNER_URL, database_urls, running_database
from assetry.kernel.refusals import InvalidInput, Refusal
from assetry.platform.database.embedded.folder import DataFolder
from assetry.platform.database.outages import outage_of
from assetry.platform.environment import read_environment
from assetry.platform.faults import DatabaseDown, DiskFull, Fault

# These start before there is a database, and import no model.
BARE = frozenset({"up", "restore"})
# All others see the database as the application role alone.
OWNERS = frozenset({"audit", "migrate", "demo", "user", "worker"})
# `migrate` and `doctor` look by themselves; the worker is started by `up`, which has looked.
UNCHECKED = frozenset({"migrate", "worker", "doctor"})
INTERRUPTED = 130


def main(words: Sequence[str] | None = None) -> int:
    """Run one command. Exit codes: 0 done, 1 refused, 2 wrong usage, 10 and above a fault (platform/faults)."""
    try:
        return _run(list(sys.argv[1:] if words is None else words))
    except Fault as fault:
        print(f"assetry: {fault}", file=sys.stderr)
        return fault.exit_code
    except DatabaseError as error:
        return _outage(error)
    except Refusal as refusal:
        print(f"assetry: {refusal_words(refusal)}", file=sys.stderr)
        return 1
    except OSError as error:
        return _disk_full(error)
    except KeyboardInterrupt:
        return INTERRUPTED


def command_names() -> list[str]:
    """Every module of this package but this one."""
    found = pkgutil.iter_modules([str(Path(__file__).parent)])
    return sorted(module.name.rstrip("_") for module in found if not module.ispkg and module.name != "main")


def _module_name(command: str) -> str:
    """The module of a command: one that Python keeps for itself has an underscore after it."""
    return f"{command}_" if keyword.iskeyword(command) else command


def _run(words: list[str]) -> int:
    name = words[0] if words else "--help"
    if name not in command_names():
        _overview().parse_args(words or [name])
    environment = read_environment()
    DataFolder(environment.data_dir).require_ours()
    if name in BARE:
        module = importlib.import_module(f"assetry.cli.{_module_name(name)}")
        return int(module.run(_parse(module, words)))
    os.environ.update(database_urls(environment))
    if name not in OWNERS:
        os.environ.pop(OWNER_URL, None)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "assetry.config.settings")
    django.setup()
    module = importlib.import_module(f"assetry.cli.{_module_name(name)}")
    arguments = _parse(module, words)
    with running_database(environment):
        if name not in UNCHECKED:
            _require_known_migrations()
        return int(module.run(arguments))


def _require_known_migrations() -> None:
    """Raises UnknownMigrations: nothing is written to a schema that a newer version made."""
    from assetry.platform.database.migrating import missing_migrations  # noqa: PLC0415 (needs Django)

    missing_migrations("default")


def refusal_words(refusal: Refusal) -> str:
    """The refusal, with what is wrong about each input."""
    if not isinstance(refusal, InvalidInput):
        return str(refusal)
    return " ".join([str(refusal), *(f"{name}: {message}" for name, message in refusal.errors.items())])


def _outage(error: Exception) -> int:
    """A full disk or a lost connection is a fault; anything else that the database says is a bug of ours."""
    outage = outage_of(error)
    if outage is None:
        raise error
    print(f"assetry: The database gave up: {' '.join(str(outage).split())}.", file=sys.stderr)
    return (DiskFull if isinstance(outage, psycopg.errors.DiskFull) else DatabaseDown).exit_code


def _disk_full(error: OSError) -> int:
    """A file of ours has no room; whoever read our output left; anything else is a bug of ours."""
    if isinstance(error, BrokenPipeError):
        return INTERRUPTED
    if error.errno not in {errno.ENOSPC, errno.EDQUOT}:
        raise error
    where = f" ({error.filename})" if error.filename else ""
    print(f"assetry: The disk is full{where}. Make room, then try again.", file=sys.stderr)
    return DiskFull.exit_code


def _parse(module: ModuleType, words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="assetry")
    module.register(parser.add_subparsers(required=True))
    return parser.parse_args(words)


def _overview() -> argparse.ArgumentParser:
    """The parser that lists the commands, without importing any of them."""
    parser = argparse.ArgumentParser(prog="assetry", description="The register of your IT assets.")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for name in command_names():
        commands.add_parser(name, help=_help_line(name))
    return parser


def _help_line(name: str) -> str:
    tree = ast.parse((Path(__file__).parent / f"{_module_name(name)}.py").read_text())
    return (ast.get_docstring(tree) or "").partition("\n")[0].rstrip(".")


if __name__ == "__main__":
    sys.exit(main())
