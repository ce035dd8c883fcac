"""One door for each thing that is dangerous: who else opens it is found here, and each rule by a planted violation."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "assetry"


@dataclass(frozen=True, kw_only=True)
class Door:
    """Modules or names (`csv.writer`) that only files below `of` may use; `within` narrows where the rule holds."""

    what: str
    names: tuple[str, ...]
    of: tuple[str, ...]
    within: tuple[str, ...] = ("",)


DOORS = (
    Door(
        what="HTTP goes out through platform/outbound",
        names=("requests", "urllib.request", "urllib3", "http.client", "httpx", "httpcore", "aiohttp", "websockets"),
        of=("platform/outbound/", "cli/support/web_server.py"),  # which asks our own server whether it is up
    ),
    Door(
        what="sockets belong to platform/outbound and to what starts our own servers",
        names=("socket",),
        of=("platform/outbound/", "platform/database/embedded/", "cli/support/"),
    ),
    Door(
        what="mail goes out through platform/notifications",
        names=("smtplib", "django.core.mail.send_mail"),
        of=("platform/notifications/",),
    ),
    Door(
        what="what leaves as a table is written by platform/exports",
        names=("csv.writer", "csv.DictWriter", "xlsxwriter", "openpyxl"),
        of=("platform/exports/",),
    ),
    Door(
        what="markup is made safe by platform/sanitizer",
        names=("nh3", "bleach", "markdown_it", "markdown", "lxml"),
        of=("platform/sanitizer/",),
    ),
    Door(
        what="text is marked safe by components alone, which escape what they put in",
        names=("django.utils.safestring.mark_safe", "django.utils.html.mark_safe"),
        of=("web/components/", "web/kit/grid.py", "web/kit/context.py", "platform/sanitizer/"),
    ),
    Door(
        what="a raw query is no query of ours",
        names=("django.db.models.expressions.RawSQL", "django.contrib.postgres.aggregates.RawSQL"),
        of=(),
    ),
    Door(
        what="nothing is run that somebody stored",
        names=("pickle", "marshal", "shelve", "dill", "yaml", "jinja2", "code", "codeop"),
        of=(),
    ),
    Door(
        what="pictures are decoded by platform/pictures",
        names=("PIL",),
        of=("platform/pictures.py",),
    ),
)  # fmt: skip
# Calls, by the last part of their name.
WRITES = {"write_text", "write_bytes", "unlink", "rename", "mkdir", "rmtree", "touch", "symlink_to"}
QUERIES = {"extra", "raw", "RawSQL"}
# A constant text with parameters, looked at.
REVIEWED = {"domain/assets/counts.py"}
RUNS = {"eval", "exec", "compile", "__import__"}
FILELESS = ("web/", "api/", "domain/")


def imported(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """Every name that a file imports, in full, and what it reaches by attribute on an imported module."""
    modules: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                modules[alias.asname or alias.name.partition(".")[0]] = (
                    alias.name if alias.asname else alias.name.partition(".")[0]
                )
                yield alias.name, node.lineno
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            for alias in node.names:
                modules[alias.asname or alias.name] = f"{node.module}.{alias.name}"
                yield f"{node.module}.{alias.name}", node.lineno
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in modules:
            yield f"{modules[node.value.id]}.{node.attr}", node.lineno


def is_named(used: str, name: str) -> bool:
    return used == name or used.startswith(f"{name}.")


def through_other_doors(path: str, text: str) -> list[str]:
    """What a file takes that belongs to another one's door."""
    used = list(imported(ast.parse(text)))
    return [
        f"{path}:{line} {name}: {door.what}"
        for door in DOORS
        if path.startswith(door.within) and not path.startswith(door.of or ("\0",))
        for name, line in used
        if any(is_named(name, wanted) for wanted in door.names)
    ]


def called(text: str) -> Iterator[tuple[str, ast.Call]]:
    """Every call, by the last part of its name."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call):
            function = node.func
            name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
            yield name, node


def opens_to_write(call: ast.Call) -> bool:
    """`open(…, "w")` and `path.open("ab")`."""
    given = [*call.args, *(keyword.value for keyword in call.keywords if keyword.arg == "mode")]
    modes = [each.value for each in given if isinstance(each, ast.Constant) and isinstance(each.value, str)]
    return any(set(mode) <= set("rwaxbt+") and set(mode) & set("wax+") for mode in modes)


def writes_files(text: str) -> list[int]:
    """The lines that write, move or delete a file."""
    return [
        call.lineno
        for name, call in called(text)
        if name in WRITES or (name == "open" and opens_to_write(call))
    ]


def asks_raw(text: str) -> list[int]:
    """The lines that hand text to the database around the query builder."""
    return [call.lineno for name, call in called(text) if name in QUERIES]


def runs_text(text: str) -> list[int]:
    """The lines that run text as code; `re.compile` is none."""
    return [call.lineno for name, call in called(text) if name in RUNS and isinstance(call.func, ast.Name)]


FILES = {path.relative_to(SOURCE).as_posix(): path.read_text() for path in sorted(SOURCE.rglob("*.py"))}


def test_each_goes_through_its_own_door() -> None:
    assert [found for path, text in FILES.items() for found in through_other_doors(path, text)] == []


def test_b9_interfaces_and_the_domain_write_no_files() -> None:
    found = {path: writes_files(text) for path, text in FILES.items() if path.startswith(FILELESS)}
    assert {path: lines for path, lines in found.items() if lines} == {}


def test_b5_nothing_is_asked_around_the_query_builder() -> None:
    found = {path: asks_raw(text) for path, text in FILES.items() if path not in REVIEWED}
    assert {path: lines for path, lines in found.items() if lines} == {}


def test_b8_no_text_is_run() -> None:
    found = {path: runs_text(text) for path, text in FILES.items()}
    assert {path: lines for path, lines in found.items() if lines} == {}


PLANTED = [
    ("web/planted.py", "import requests"),
    ("domain/assets/planted.py", "import urllib.request"),
    ("domain/assets/planted.py", "from urllib import request"),
    ("jobs/planted.py", "from urllib.request import urlopen"),
    ("connectors/planted.py", "import httpx as web"),
    ("connectors/planted.py", "from http.client import HTTPSConnection"),
    ("platform/imports/planted.py", "import socket"),
    ("platform/imports/planted.py", "from socket import create_connection"),
    ("web/planted.py", "import smtplib"),
    ("web/planted.py", "from django.core.mail import send_mail"),
    ("web/planted.py", "import csv\ncsv.writer"),
    ("web/planted.py", "import csv as c\nc.DictWriter"),
    ("api/planted.py", "from csv import writer"),
    ("cli/planted.py", "from openpyxl import Workbook"),
    ("web/planted.py", "import nh3"),
    ("web/planted.py", "from markdown_it import MarkdownIt"),
    ("web/assets/planted.py", "from django.utils.safestring import mark_safe"),
    ("web/assets/planted.py", "from django.utils import safestring\nsafestring.mark_safe"),
    ("domain/planted.py", "from django.db.models.expressions import RawSQL"),
    ("platform/planted.py", "import pickle"),
    ("web/planted.py", "from yaml import load"),
    ("web/planted.py", "from PIL import Image"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "text"), PLANTED)
def test_a_planted_way_around_is_found(path: str, text: str) -> None:
    assert through_other_doors(path, text)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("web/planted.py", "import csv\ncsv.reader"),
        ("web/planted.py", "from urllib.parse import urlencode"),
        ("web/planted.py", "from django.utils.safestring import SafeString"),
        ("web/planted.py", "from django.http import HttpRequest as request\nrequest.get"),
        ("platform/outbound/planted.py", "import httpx"),
    ],
)
def test_what_is_harmless_is_not(path: str, text: str) -> None:
    assert through_other_doors(path, text) == []


@pytest.mark.parametrize(
    "text",
    [
        "open(x, 'w')",
        "open(x, mode='ab')",
        "path.open('r+')",
        "path.write_text(x)",
        "path.unlink()",
        "shutil.rmtree(x)",
    ],
)
def test_a_planted_write_is_found(text: str) -> None:
    assert writes_files(text) == [1]


@pytest.mark.parametrize("text", ["open(x)", "open(x, 'rb')", "file.write(x)", "path.read_text()"])
def test_reading_is_no_write(text: str) -> None:
    assert writes_files(text) == []


@pytest.mark.parametrize("text", ["rows.extra(where=[x])", "rows.raw(x)", "RawSQL(x, [])"])
def test_a_planted_raw_query_is_found(text: str) -> None:
    assert asks_raw(text) == [1]


@pytest.mark.parametrize("text", ["eval(x)", "exec(x)", "compile(x, '', 'exec')"])
def test_planted_code_is_found(text: str) -> None:
    assert runs_text(text) == [1]
