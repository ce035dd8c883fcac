"""Every setting from outside: its default, and what is refused."""

import stat
from pathlib import Path

import pytest

from assetry.platform.environment import parse_database_url, read_environment
from assetry.platform.faults import ConfigurationError
from assetry.platform.secret_files import read_or_make_secret, write_secret


def test_nothing_need_be_set(tmp_path: Path) -> None:
    environment = read_environment({"ASSETRY_DATA_DIR": str(tmp_path)})
    assert (environment.port, environment.bind, environment.base_url) == (
        8000,
        "127.0.0.1",
        "http://127.0.0.1:8000",
    )
    assert environment.database_url == ""
    assert environment.owner_database_url is None
    assert environment.debug is False


def test_the_data_never_lies_in_the_source_tree() -> None:
    folder = read_environment({}).data_dir
    assert folder.is_absolute()
    assert Path(__file__).resolve().parents[2] not in [folder, *folder.parents]


def test_a_relative_folder_is_made_absolute(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    assert read_environment({"ASSETRY_DATA_DIR": "data"}).data_dir == tmp_path / "data"


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("ASSETRY_PORT", "0"),
        ("ASSETRY_PORT", "65536"),
        ("ASSETRY_PORT", "http"),
        ("ASSETRY_LOG_LEVEL", "loud"),
        ("DATABASE_URL", "mysql://localhost/register"),
        ("DATABASE_URL", "postgresql://localhost"),
        ("ASSETRY_OWNER_DATABASE_URL", "sqlite:///register"),
    ],
)
def test_a_value_that_cannot_be_used_names_its_variable(variable: str, value: str) -> None:
    with pytest.raises(ConfigurationError, match=variable):
        read_environment({variable: value})


def test_a_url_becomes_settings() -> None:
    assert parse_database_url("postgresql://me:p%40ss@db.example:5433/register?sslmode=require") == {
        "NAME": "register",
        "USER": "me",
        "PASSWORD": "p@ss",
        "HOST": "db.example",
        "PORT": "5433",
        "OPTIONS": {"sslmode": "require"},
    }


def test_a_socket_folder_is_a_host() -> None:
    settings = parse_database_url("postgresql:///assetry?host=%2Frun%2Fassetry&user=assetry_app")
    assert (settings["HOST"], settings["USER"], settings["OPTIONS"]) == ("/run/assetry", "assetry_app", {})


def test_the_kept_key_is_used(tmp_path: Path) -> None:
    kept = read_or_make_secret(tmp_path / "secret_key")
    assert read_environment({"ASSETRY_DATA_DIR": str(tmp_path)}).secret_key == kept


def test_a_secret_is_made_once_and_closed_to_others(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    made = read_or_make_secret(file)
    assert len(made) > 60
    assert read_or_make_secret(file) == made
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_secret_that_was_open_is_closed_when_written_again(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.touch(mode=0o644)
    write_secret(file, "anew")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert file.read_text() == "anew\n"
    assert list(tmp_path.iterdir()) == [file]
