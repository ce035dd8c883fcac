"""Ruff's banned imports: what import contracts cannot say about names inside a package."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def banned(file: str, text: str) -> bool:
    """Whether ruff refuses a text as the content of this file."""
    command = [
        str(Path(sys.executable).parent / "ruff"),
        "check",
        "--select",
        "TID251",
        "--stdin-filename",
        file,
        "-",
    ]
    return (
        subprocess.run(command, cwd=ROOT, input=text, capture_output=True, text=True, check=False).returncode
        == 1
    )


@pytest.mark.parametrize(
    "line",
    [
        "from django.http import HttpRequest",
        "from django.shortcuts import redirect",
        "from django import forms\nforms.Form",
        "from django.db.models.signals import post_save",
        "from django.utils.timezone import now",
        "from datetime import datetime\ndatetime.now()",
    ],
)
def test_the_domain_knows_no_interface_and_no_clock(line: str) -> None:
    assert banned("src/assetry/domain/assets/planted.py", line)


@pytest.mark.parametrize("folder", ["web", "api"])
def test_interfaces_open_no_transaction(folder: str) -> None:
    assert banned(f"src/assetry/{folder}/planted.py", "from django.db import transaction\ntransaction.atomic")


def test_what_is_banned_in_the_domain_is_not_banned_in_pages() -> None:
    assert not banned("src/assetry/web/planted.py", "from django.http import HttpRequest")
