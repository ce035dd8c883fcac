"""Every change is an operation, and every operation has the same shape; reads go through `visible_to`."""

import ast
import importlib
import inspect
import pkgutil
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import assetry.domain
from assetry.kernel.registry import entities, permissions
from assetry.platform.audit.refusals import TrailRefusal

SOURCE = Path(assetry.domain.__file__).parents[1]
# One asset is the set of one: these only name their operation on many.
ON_ONE = {"check_out_asset", "check_in_asset", "transfer_asset", "change_status"}
# Reads that an interface needs beside the operations of an import.
READS = {"sheet_of", "check_import", "read_import", "suggest_import"}
# Where managers may stand: the rooms that make, keep and scope rows.
KEEPERS = re.compile(
    r"domain/.*(operations|querysets|queries|counts|compile|receivers|accounts|authority|bootstrap|trees|named|"
    r"entities|moves|bulk|undoing|statuses|tags|holders|values|imports|labels|letters|exports|as_of|migrations|_store)|platform/|"
    r"cli/support/(demo|access)"
)


# Interfaces that read past a scope, each for a reason of its own.
KNOWN = {
    "api/v1/idempotency.py": "keys of the token's own user",
    "cli/support/acting.py": "who runs the command",
    "jobs/bulk.py": "who asked for the job",
    "jobs/imports.py": "who asked for the job",
    "web/context.py": "companies out of the actor's own scope",
    "web/kit/history.py": "the names of who did it",
}


def operation_modules() -> Iterator[str]:
    for module in pkgutil.walk_packages(assetry.domain.__path__, "assetry.domain."):
        if re.search(r"\.operations(\.|$)", module.name):
            yield module.name


def public_functions() -> Iterator[tuple[str, Callable[..., Any]]]:
    for name in operation_modules():
        module = importlib.import_module(name)
        for function_name, function in inspect.getmembers(module, inspect.isfunction):
            if function.__module__ == name and not function_name.startswith("_"):
                yield f"{name}.{function_name}", function


FUNCTIONS = dict(public_functions())
OPERATIONS = {
    name: function
    for name, function in FUNCTIONS.items()
    if hasattr(function, "__wrapped__") and name.rsplit(".", 1)[1] not in ON_ONE | READS
}


def test_there_are_operations() -> None:
    assert len(OPERATIONS) > 40


@pytest.mark.parametrize("name", sorted(FUNCTIONS))
def test_what_stands_in_an_operations_module_is_an_operation(name: str) -> None:
    short = name.rsplit(".", 1)[1]
    assert hasattr(FUNCTIONS[name], "__wrapped__") or short in ON_ONE | READS


@pytest.mark.parametrize("name", sorted(OPERATIONS))
def test_an_operation_has_the_shape(name: str) -> None:
    signature = inspect.signature(OPERATIONS[name])
    parameters = list(signature.parameters.values())
    assert [parameters[0].name, parameters[-1].name] == ["actor", "at"]
    assert all(parameter.kind is inspect.Parameter.KEYWORD_ONLY for parameter in parameters)
    assert all(parameter.annotation is not inspect.Parameter.empty for parameter in parameters)
    assert signature.return_annotation is not inspect.Signature.empty
    assert re.match(r"[a-z]+_[a-z_]+$", name.rsplit(".", 1)[1]), "verb_noun"


@pytest.mark.parametrize("name", sorted(OPERATIONS))
def test_an_operation_says_what_it_does_and_refuses(name: str) -> None:
    text = inspect.getdoc(OPERATIONS[name]) or ""
    assert re.match(r"[A-Z].+[.:]", text)


def calls(path: Path, wanted: Callable[[ast.Attribute], bool]) -> list[int]:
    tree = ast.parse(path.read_text())
    return [node.lineno for node in ast.walk(tree) if isinstance(node, ast.Attribute) and wanted(node)]


def bare_manager(node: ast.Attribute) -> bool:
    """`Model.objects.…` or `Model._default_manager.…` that is not `.visible_to`."""
    inner = node.value
    is_manager = isinstance(inner, ast.Attribute) and inner.attr in {"objects", "_default_manager"}
    return is_manager and node.attr != "visible_to"


OUTSIDE = sorted(
    path.relative_to(SOURCE).as_posix()
    for path in SOURCE.rglob("*.py")
    if not KEEPERS.search(path.relative_to(SOURCE).as_posix())
)


@pytest.mark.parametrize(
    "path", [path for path in OUTSIDE if path.startswith(("web/", "api/", "jobs/", "cli/"))]
)
def test_a1_interfaces_read_by_visible_to(path: str) -> None:
    assert calls(SOURCE / path, bare_manager) == [] or path in KNOWN


@pytest.mark.parametrize("path", [p.relative_to(SOURCE).as_posix() for p in SOURCE.rglob("*.py")])
def test_b5_no_text_of_a_user_becomes_a_query(path: str) -> None:
    banned = {"extra", "raw", "RawSQL"}
    tree = ast.parse((SOURCE / path).read_text())
    found = [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in banned
    ]
    assert found == []


@pytest.mark.parametrize(
    "path", [p.relative_to(SOURCE).as_posix() for p in (SOURCE / "domain").rglob("*.py")]
)
def test_the_domain_never_asks_the_clock(path: str) -> None:
    def asks(node: ast.Attribute) -> bool:
        return node.attr in {"now", "today", "utcnow"} and isinstance(node.value, ast.Name | ast.Attribute)

    assert calls(SOURCE / path, asks) == []


@pytest.mark.parametrize("entity", entities(), ids=lambda entity: entity.name)
def test_an_entity_is_described_whole(entity: Any) -> None:
    model = entity.visible_to(NOBODY).model
    known = {info.code for info in permissions()}
    assert entity.table == model._meta.db_table
    assert entity.view_permission in {"", *known}
    assert str(entity.label)
    assert str(entity.label_plural)
    names = [described.name for described in entity.fields]
    assert len(names) == len(set(names))


class Nobody:
    """An actor without any box."""

    person_id = None
    own_company_ids: tuple[int, ...] = ()

    def scope(self, permission: str) -> Any:
        from assetry.platform.permissions.scope import Scope

        return Scope(())

    def may(self, permission: str, *, company_id: int | None = None) -> bool:
        return False


NOBODY = Nobody()
FIELDS = [(entity, described) for entity in entities() for described in entity.fields]
TEXTS = [
    (entity, described) for entity, described in FIELDS if described.edited_by and described.format != "uuid"
]


@pytest.mark.parametrize(("entity", "described"), FIELDS, ids=lambda x: getattr(x, "name", ""))
def test_a_described_field_leads_to_a_column(entity: Any, described: Any) -> None:
    model: Any = entity.visible_to(NOBODY).model
    for step in described.orm_path.split("__"):
        model = model._meta.get_field(step).related_model or model
    names = {known.name for known in entities()}
    assert described.reference in {None, *names}


@pytest.mark.parametrize(("entity", "described"), TEXTS, ids=lambda x: getattr(x, "name", ""))
def test_a_described_text_is_no_longer_than_its_column(entity: Any, described: Any) -> None:
    column = _column(entity, described)
    longest = getattr(column, "max_length", None)
    limit = described.max_length or {"text": 200, "code": 200, "long_text": 5000}.get(described.type.value)
    assert longest is None or limit is None or limit <= longest


def _column(entity: Any, described: Any) -> Any:
    model: Any = entity.visible_to(NOBODY).model
    *steps, last = described.orm_path.split("__")
    for step in steps:
        model = model._meta.get_field(step).related_model
    return model._meta.get_field(last)


def test_refusals_have_codes_of_their_own() -> None:
    from assetry.kernel.refusals import Refusal

    for name in operation_modules():
        importlib.import_module(name)
    found: list[type[Refusal]] = []
    waiting = list(Refusal.__subclasses__())
    while waiting:
        refusal = waiting.pop()
        waiting += refusal.__subclasses__()
        found.append(refusal)
    codes = [refusal.code for refusal in found if refusal.__module__.startswith("assetry")]
    assert sorted(codes) == sorted(set(codes))
    assert not issubclass(TrailRefusal, Refusal)


@pytest.mark.parametrize("name", sorted(OPERATIONS))
def test_a_built_in_permission_opens_every_operation(name: str) -> None:
    """The intent of an operation is a permission that roles can hold, or one's own business."""
    source = inspect.getsource(inspect.unwrap(OPERATIONS[name]))
    assert re.search(r"@operation\((P\.\w+|None)", source)
