"""What is set from outside: every wrong setting is named, with its mend."""

import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest
from pytest_django import Settings

from assetry.platform.doctor import installation
from assetry.platform.doctor.checks import Level
from assetry.platform.secret_files import read_or_make_secret
from tests.cast import NOW

KEY = "a random enough key: 8f3kQz_pW1vN7xTb"


@pytest.fixture
def data_dir(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("ASSETRY_SECRET_KEY", raising=False)
    settings.DATA_DIR = tmp_path
    settings.SECRET_KEY = read_or_make_secret(tmp_path / "secret_key")
    return tmp_path


def test_a_kept_key_is_fine(data_dir: Path) -> None:
    assert installation.check_secret_key(NOW).level is Level.OK


def test_a_key_that_others_can_read_is_a_problem(data_dir: Path) -> None:
    (data_dir / "secret_key").chmod(0o640)
    finding = installation.check_secret_key(NOW)
    assert (finding.level, "0640" in str(finding.detail)) == (Level.PROBLEM, True)
    assert "chmod 600" in str(finding.mend)


def test_a_key_that_is_kept_nowhere_is_a_problem(data_dir: Path) -> None:
    (data_dir / "secret_key").unlink()
    assert "No secret key" in str(installation.check_secret_key(NOW).detail)


def test_a_weak_key_is_a_problem(settings: Settings, data_dir: Path) -> None:
    settings.SECRET_KEY = "short"
    assert "5 characters" in str(installation.check_secret_key(NOW).detail)


def test_a_key_of_the_environment_needs_no_file(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (data_dir / "secret_key").unlink()
    monkeypatch.setenv("ASSETRY_SECRET_KEY", KEY)
    assert installation.check_secret_key(NOW).level is Level.OK


@pytest.mark.parametrize(("debug", "level"), [(True, Level.PROBLEM), (False, Level.OK)])
def test_debug_mode_is_a_problem(settings: Settings, debug: bool, level: Level) -> None:
    settings.DEBUG = debug
    assert installation.check_debug(NOW).level is level


@pytest.mark.parametrize(
    ("url", "level"),
    [
        ("https://assets.example.com", Level.OK),
        ("http://assets.example.com", Level.PROBLEM),
        ("ftp://assets.example.com", Level.PROBLEM),
        ("assets.example.com", Level.PROBLEM),
        ("http://127.0.0.1:8000", Level.WARNING),
        ("http://localhost", Level.WARNING),
        ("http://[::1]:8000", Level.WARNING),
    ],
)
def test_the_base_address_is_one_that_others_reach_safely(settings: Settings, url: str, level: Level) -> None:
    settings.BASE_URL = url
    assert installation.check_base_url(NOW).level is level


@pytest.mark.parametrize(
    ("hosts", "level"),
    [
        (["assets.example.com"], Level.OK),
        (["other.example.com"], Level.PROBLEM),
        (["assets.example.com", "*"], Level.PROBLEM),
        ([".example.com"], Level.PROBLEM),
    ],
)
def test_hosts_are_listed_and_hold_the_base_address(
    settings: Settings, hosts: list[str], level: Level
) -> None:
    settings.BASE_URL = "https://assets.example.com"
    settings.ALLOWED_HOSTS = hosts
    assert installation.check_hosts(NOW).level is level


@pytest.mark.parametrize(
    ("free_mb", "level"), [(100, Level.PROBLEM), (1000, Level.WARNING), (50_000, Level.OK)]
)
def test_little_room_is_named(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch, free_mb: int, level: Level
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: SimpleNamespace(free=free_mb * 2**20))
    finding = installation.check_disk(NOW)
    assert (finding.level, str(free_mb) in str(finding.detail)) == (level, True)


@pytest.mark.parametrize(
    ("url", "proxies", "level"),
    [
        ("http://127.0.0.1:8000", (), Level.OK),
        ("https://assets.example.com", (), Level.WARNING),
        ("https://assets.example.com", ("10.0.0.5/32",), Level.OK),
        ("https://assets.example.com", ("10.0.0.5/32", "0.0.0.0/0"), Level.PROBLEM),
        ("https://assets.example.com", ("::/0",), Level.PROBLEM),
    ],
)
def test_proxies_are_listed_one_by_one(
    settings: Settings, url: str, proxies: tuple[str, ...], level: Level
) -> None:
    settings.BASE_URL = url
    settings.TRUSTED_PROXIES = proxies
    assert installation.check_proxies(NOW).level is level
