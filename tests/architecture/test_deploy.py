"""What we hand out for serving Assetry: a plain user, closed doors, settings that exist."""

import configparser
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
UNITS = sorted(DEPLOY.glob("*.service"))


def container() -> list[str]:
    """The instructions, continued lines joined, without remarks."""
    text = (DEPLOY / "Containerfile").read_text().replace("\\\n", " ")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def test_the_image_is_built_from_what_the_builder_names() -> None:
    assert [line for line in container() if line.startswith("FROM ")] == ["FROM ${BASE}"]
    assert "ARG BASE" in container()


def test_the_container_runs_as_a_plain_user_with_its_data_in_a_volume() -> None:
    lines = container()
    assert lines.index("USER assetry") < next(n for n, line in enumerate(lines) if line.startswith("CMD"))
    assert not any(line.startswith("RUN") for line in lines[lines.index("USER assetry") :])
    assert "VOLUME /data" in lines
    assert any(line.startswith("HEALTHCHECK") and "/health" in line for line in lines)


@pytest.mark.parametrize("unit", UNITS, ids=lambda file: file.name)
def test_a_unit_is_no_root_and_may_write_to_its_data_alone(unit: Path) -> None:
    parser = configparser.ConfigParser(strict=False, interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read(unit)
    service = parser["Service"]
    wanted = {
        "User": "assetry",
        "NoNewPrivileges": "yes",
        "ProtectSystem": "strict",
        "ProtectHome": "yes",
        "PrivateDevices": "yes",
        "CapabilityBoundingSet": "",
        "UMask": "0077",
    }
    assert {name: service.get(name) for name in wanted} == wanted


def test_every_setting_that_is_named_exists() -> None:
    told = set(re.findall(r"^\| `([A-Z_]+)`", (ROOT / "docs/admin/configure.md").read_text(), re.MULTILINE))
    named = {name for file in DEPLOY.iterdir() for name in re.findall(r"ASSETRY_[A-Z_]+", file.read_text())}
    assert named - told == set()


def test_no_proxy_passes_on_what_a_visitor_claims() -> None:
    nginx = (DEPLOY / "nginx.conf").read_text()
    assert "proxy_set_header X-Forwarded-For $remote_addr;" in nginx
    assert "$proxy_add_x_forwarded_for" not in nginx
    assert "trusted_proxies" not in (DEPLOY / "Caddyfile").read_text()
