"""`assetry demo` on a database of its own: written once for the module, removed last."""

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.db import connection, transaction
from django.test import Client

from assetry.cli import demo
from assetry.cli.support.demo.identity import demo_id
from assetry.cli.support.demo.organization import LABS
from assetry.cli.support.owner import as_owner
from assetry.cli.support.sign_in import kept_sign_in
from assetry.domain.assets.counts import recount_differences
from assetry.domain.assets.models import Asset
from assetry.domain.assets.tags import allocate_tags
from assetry.domain.catalog.models import AssetModel
from assetry.domain.organization.models import Company, Department, Location, Person
from assetry.platform.accounts.models import User
from assetry.platform.audit.signed import signed
from assetry.platform.faults import ConfigurationError
from assetry.platform.permissions.actor import Actor
from tests.factories import make_asset, make_company
from tests.platform.attachments.files import attach
from tests.support import database

pytestmark = pytest.mark.untrailed


def run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    demo.register(parser.add_subparsers())
    return demo.run(parser.parse_args(["demo", *words]))


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("demo")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ASSETRY_DATA_DIR", str(folder))
        yield folder


@pytest.fixture(scope="module", autouse=True)
def written(django_db_setup: None, django_db_blocker: Any, data_dir: Path) -> Iterator[None]:
    with django_db_blocker.unblock():
        database.restore()
        run()
        yield
        database.restore()


def one(query: str, *params: int) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(query, params)
        return cursor.fetchone()[0]


def test_everything_is_there() -> None:
    counts = [model.objects.count() for model in (Company, Location, Person, AssetModel, Asset)]
    assert counts == [3, 12, 150, 40, 670]


def test_mirrors_are_equal_to_the_open_periods() -> None:
    differences = one("""
        SELECT count(*) FROM assets_asset a
        LEFT JOIN assets_custody c ON c.asset_id = a.id AND upper_inf(c.period)
        LEFT JOIN assets_statusperiod s ON s.asset_id = a.id AND upper_inf(s.period)
        WHERE (c.holder_person_id, c.holder_department_id, c.location_id, s.status_id)
              IS DISTINCT FROM (a.holder_person_id, a.holder_department_id, a.location_id, a.status_id)
    """)
    assert differences == 0


def test_counters_are_right() -> None:
    assert set(recount_differences().values()) == {0}


def test_the_search_finds_a_device_by_its_holder() -> None:
    asset = Asset.objects.get(asset_tag="LT-1043")
    found = one("SELECT text FROM search_searchdocument WHERE entity = 'asset' AND object_id = %s", asset.pk)
    assert "ana petrov" in found


def test_the_trail_reaches_back_two_years_and_each_event_has_its_time() -> None:
    of_assets = "FROM audit_event WHERE intent LIKE 'assets.%%'"
    assert one(f"SELECT max(recorded_at) - min(recorded_at) > interval '720 days' {of_assets}")
    assert one(f"SELECT count(*) {of_assets} AND recorded_at <> effective_at") == 0


def test_a_timeline_tells_who_handed_it_to_whom() -> None:
    holder = Person.objects.get(name="Ana Petrov")
    actor = User.objects.get(name="Sam Idris")
    events = one(
        """
        SELECT count(*) FROM audit_event e JOIN audit_change c ON c.event_id = e.id AND c.recorded_at = e.recorded_at
        WHERE e.intent = 'assets.asset.check_out' AND e.actor_id = %s AND c.table_name = 'assets_custody'
          AND (c.after ->> 'holder_person_id')::int = %s
        """,
        actor.pk,
        holder.pk,
    )
    assert events >= 1


def test_the_next_tag_goes_on_where_the_demo_ends() -> None:
    asset = Asset.objects.get(asset_tag="LT-1043")
    assert allocate_tags(asset.company_id, asset.category_id, 2) == ["LT-1091", "LT-1092"]


def test_the_kept_password_opens_the_administrator_and_is_nobody_elses_to_read(data_dir: Path) -> None:
    sign_in = kept_sign_in(data_dir)
    assert sign_in is not None
    assert authenticate(email=sign_in.email, password=sign_in.password) == User.objects.get(name="Priya Nair")
    assert (data_dir / "demo-sign-in").stat().st_mode & 0o777 == 0o600


def test_a_second_run_changes_nothing(data_dir: Path) -> None:
    before = (kept_sign_in(data_dir), one("SELECT count(*) FROM audit_event"))
    assert run() == 0
    assert (kept_sign_in(data_dir), one("SELECT count(*) FROM audit_event")) == before


def test_a_lost_password_is_made_anew(data_dir: Path) -> None:
    (data_dir / "demo-sign-in").unlink()
    run()
    sign_in = kept_sign_in(data_dir)
    assert sign_in is not None
    assert authenticate(email=sign_in.email, password=sign_in.password) is not None


@pytest.fixture
def undone(data_dir: Path) -> Iterator[None]:
    """A transaction that is rolled back, and the sign-in put back: the demo stays for the other tests."""
    kept = (data_dir / "demo-sign-in").read_text()
    with as_owner(), transaction.atomic():
        yield
        transaction.set_rollback(True)
    (data_dir / "demo-sign-in").write_text(kept)
    (data_dir / "demo-sign-in").chmod(0o600)


def test_it_is_removed_whole_and_leaves_own_data_alone(undone: None, data_dir: Path) -> None:
    with signed("test"):
        own = make_asset(make_company("Own Ltd"), asset_tag="OWN-1")
    Client().force_login(User.objects.get(name="Priya Nair"))
    assert run("--remove") == 0
    assert list(Asset.objects.all()) == [own]
    assert [model.objects.count() for model in (Company, Location, Department, Person)] == [1, 0, 0, 0]
    assert not User.objects.exists()
    assert kept_sign_in(data_dir) is None
    assert set(recount_differences().values()) == {0}
    assert one("SELECT count(*) FROM search_searchdocument WHERE entity = 'asset'") == 1


def test_what_own_data_refers_to_is_kept_and_named(undone: None, capsys: pytest.CaptureFixture[str]) -> None:
    company = Company.objects.get(name=LABS)
    model = AssetModel.objects.get(name="Latitude 5450")
    with signed("test"):
        make_asset(
            company, asset_tag="OWN-1", model=model, manufacturer=model.manufacturer, category=model.category,
            holder_person=Person.objects.get(name="Ana Petrov"),
        )  # fmt: skip
    run("--remove")
    kept = {
        Company: ["company", LABS],
        Person: ["person", "Ana Petrov"],
        AssetModel: ["model", "Latitude 5450"],
    }
    found = {model: list(model._default_manager.values_list("public_id", flat=True)) for model in kept}
    assert found == {model: [demo_id(*key)] for model, key in kept.items()}
    assert "Kept, as your own data refers to it: person Ana Petrov." in capsys.readouterr().out
    with pytest.raises(ConfigurationError, match="cannot be made anew"):
        run()


def test_what_somebody_attached_a_file_to_is_kept(undone: None, settings: Any, tmp_path: Path) -> None:
    settings.FILES_DIR = tmp_path
    user, asset = User.objects.get(name="Priya Nair"), Asset.objects.filter(holder_person=None)[0]
    attach(Actor(user_id=user.pk, name=user.name, person_id=user.person_id), asset)
    run("--remove")
    assert list(Asset.objects.all()) == [asset]


def test_removing_what_is_not_there_says_so(undone: None, capsys: pytest.CaptureFixture[str]) -> None:
    run("--remove")
    run("--remove")
    assert "There is no demo organization." in capsys.readouterr().out
