"""B8: nothing starts with a secret key that others know or can guess (Snipe-IT CVE-2024-48987)."""

import subprocess
from pathlib import Path

import pytest

from assetry.platform.environment import read_environment
from assetry.platform.faults import ConfigurationError
from assetry.platform.secret_files import read_or_make_secret
from assetry.platform.secret_key import weakness_of
from tests.support.running import run

WEAK = [
    "",
    "short",
    "x" * 64,
    "abababababababababababababababababababab",
    "django-insecure-8f3kQz_pW1vN7xTb2mLc9RyHd4sJg6aE",
    "base64:3ilviXqB9u6DX1NRcyWGJ+sjySF+H18CPDGb3+IVwMQ=",
    "please-CHANGEME-please-changeme-please-changeme",
    "this-is-an-example-of-a-very-long-secret-key-ok",
]


@pytest.mark.parametrize("key", WEAK)
def test_b8_a_weak_key_is_named(key: str) -> None:
    assert weakness_of(key)


def test_b8_a_made_key_is_strong(tmp_path: Path) -> None:
    assert weakness_of(read_or_make_secret(tmp_path / "secret_key")) is None


@pytest.mark.parametrize("key", WEAK[1:])
def test_b8_no_process_reads_its_settings_with_one(key: str) -> None:
    with pytest.raises(ConfigurationError, match="ASSETRY_SECRET_KEY"):
        read_environment({"ASSETRY_SECRET_KEY": key})


def test_b8_a_weak_key_in_the_data_folder_is_refused_too(tmp_path: Path) -> None:
    (tmp_path / "secret_key").write_text("changeme\n")
    with pytest.raises(ConfigurationError, match="The secret key is one that was published"):
        read_environment({"ASSETRY_DATA_DIR": str(tmp_path)})


def test_b8_the_command_ends_with_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "secret_key").write_text("changeme\n")
    ended: subprocess.CompletedProcess[str] = run("up", data_dir=tmp_path)
    assert (ended.returncode, ended.stderr.count("\n")) == (2, 1)
