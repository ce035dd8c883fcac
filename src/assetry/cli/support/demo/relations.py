"""What runs on what in the demo, what it depends on and what it stores: a small, whole picture."""

from collections.abc import Mapping
from datetime import datetime

from assetry.cli.support.demo.identity import demo_id
from assetry.domain.assets.models import AssetRelation

# From tag, type, to tags.
_LINES = """
SY-0001 runs_on VM-0001 VM-0002
SY-0001 depends_on DB-0001 CR-0002 CT-0002
SY-0001 stores IN-0006 IN-0007
SY-0002 runs_on VM-0002
SY-0002 depends_on DB-0003 SY-0001
SY-0002 stores IN-0001 IN-0002
SY-0003 depends_on DB-0004
SY-0003 stores IN-0003
SY-0004 runs_on VM-0003
DB-0001 runs_on VM-0001
DB-0002 runs_on VM-0002
DB-0002 backs_up DB-0001
DB-0003 runs_on VM-0002
DB-0004 runs_on VM-0001
VM-0001 runs_on SV-0001
VM-0002 runs_on SV-0001
VM-0003 runs_on SV-0002
CR-0001 backs_up DB-0001
CR-0003 depends_on CT-0001 DM-0001
CT-0002 depends_on DM-0001
SW-0003 depends_on SY-0001
"""


def demo_relations() -> list[tuple[str, str, str]]:
    """From tag, type, to tag."""
    lines = (line.split() for line in _LINES.strip().splitlines())
    return [(source, type_, target) for source, type_, *targets in lines for target in targets]


def write_relations(ids: Mapping[str, int], company_of: Mapping[int, int], at: datetime) -> None:
    """Under the caller's event. `ids` by tag, `company_of` by id; what an organization does not have stays out."""
    AssetRelation.objects.bulk_create(
        AssetRelation(
            public_id=demo_id("relation", f"{source} {type_} {target}"),
            source_id=ids[source],
            company_id=company_of[ids[source]],
            type=type_,
            target_id=ids[target],
            target_company_id=company_of[ids[target]],
            period=(at, None),
        )
        for source, type_, target in demo_relations()
        if {source, target} <= ids.keys()
    )
