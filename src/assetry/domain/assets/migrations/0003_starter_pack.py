"""Three kinds, the statuses of the field and the moves between states, as every new register starts."""

from typing import Any

from django.db import migrations

from assetry.domain.assets.starter import DEFAULTS, KINDS, MOVES, STATUSES, StarterKind
from assetry.kernel.text import name_sort
from assetry.platform.audit.signed import signed


class _Starter:
    """The historical models on the connection that migrates."""

    def __init__(self, apps: Any, using: str) -> None:
        self.apps, self.using = apps, using

    def insert(self, app: str, model: str, **values: Any) -> Any:
        return self.apps.get_model(app, model).objects.using(self.using).create(**values)

    def statuses(self) -> dict[str, Any]:
        return {
            s.name: self.insert(
                "assets",
                "Status",
                name=s.name,
                name_sort=name_sort(s.name),
                state=s.state,
                hue=s.hue,
                icon=s.icon,
                position=position * 10,
                is_assignable=s.assignable,
                is_counted=s.counted,
                is_depreciating=s.depreciates,
                is_frozen=s.frozen,
            )
            for position, s in enumerate(STATUSES, start=1)
        }

    def kind(self, starter: StarterKind, position: int, statuses: dict[str, Any]) -> None:
        kind = self.insert(
            "catalog",
            "AssetKind",
            code=starter.code,
            name=starter.name,
            name_sort=name_sort(starter.name),
            name_plural=starter.plural,
            icon=starter.icon,
            facet=starter.code,
            is_built_in=True,
            is_custodied=starter.custodied,
            is_located=starter.custodied,
            is_serialized=starter.custodied,
            is_depreciating=starter.code == "hardware",
            is_data_bearing=starter.code == "hardware",
            position=position * 10,
        )
        own = [statuses[name] for name in starter.statuses]
        for status in own:
            self.insert("assets", "StatusKind", status=status, kind=kind)
        states = {status.state for status in own}
        for source, target in MOVES:
            if {source, target} <= states:
                self.insert("assets", "StateTransition", kind=kind, source=source, target=target)
        for operation, name in DEFAULTS[starter.code].items():
            self.insert("assets", "DefaultStatus", kind=kind, operation=operation, status=statuses[name])


def make(apps: Any, schema_editor: Any) -> None:
    """Insert the starter pack under a system event."""
    using = schema_editor.connection.alias
    starter = _Starter(apps, using)
    with signed("migration:assets.starter_pack", using=using):
        statuses = starter.statuses()
        for position, kind in enumerate(KINDS, start=1):
            starter.kind(kind, position, statuses)


class Migration(migrations.Migration):
    """Data only."""

    dependencies = [("assets", "0002_composite_keys"), ("audit", "0001_initial")]
    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
