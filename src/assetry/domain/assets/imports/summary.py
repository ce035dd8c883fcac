"""What pages and commands say about a plan: counts, what is made, samples. Plain JSON."""

from typing import Any

from assetry.domain.assets.imports.applying import count_warnings
from assetry.domain.assets.imports.plan import Action, Plan

SAMPLES = 50


def summarize(plan: Plan) -> dict[str, Any]:
    """The figures of a plan and its first refused rows, warnings, changes and things to make."""
    refused = plan.of(Action.REFUSE)
    updates = plan.of(Action.UPDATE)
    accepted = plan.of(Action.CREATE, Action.UPDATE, Action.UNCHANGED)
    changes = [[row.label, *change] for row in updates[:SAMPLES] for change in row.changes]
    names: dict[str, list[str]] = {}
    for pending in plan.made:
        names.setdefault(pending.entity, []).append(pending.name)
    return {
        "counts": plan.counts,
        "made": plan.made_counts,
        "made_names": {entity: found[:SAMPLES] for entity, found in names.items()},
        "unmapped": list(plan.unmapped),
        "values": sum(len(row.changes) for row in updates),
        "warning_count": count_warnings(plan),
        "warnings": [[row.number, row.label, row.warnings] for row in accepted if row.warnings][:SAMPLES],
        "refused": [[row.number, row.label, row.reasons] for row in refused[:SAMPLES]],
        "changes": changes[:SAMPLES],
        "handed_out": sum(1 for row in plan.of(Action.CREATE) if row.asset["holder_person_id"] is not None),
    }
