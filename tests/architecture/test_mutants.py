"""A control that is removed makes a test fail: pytest runs once more, on an application that lacks it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SURVIVED, FAILED = 0, 1

# What is removed → the tests that have to notice.
QUICK = {
    "visible_to": ["tests/domain/assets/test_visibility.py", "-k", "a1 or place or category"],
    "scope": ["tests/domain/assets/test_moves.py", "-k", "others_move_nothing or limited_to_a_site"],
    "company_wall": ["tests/platform/audit/test_walls.py", "-k", "elsewhere"],
}
LONG = {
    "require": ["tests/attack/test_r3_tags.py", "-k", "others_change_no_scheme"],
    "throttle": ["tests/attack/test_c5_throttles.py"],
    "attachment_scope": ["tests/attack/test_a3_scope_matrix.py", "-k", "one_corner and own"],
    "token_scope": ["tests/attack/test_a7_tokens.py", "-k", "permits_what_was_chosen"],
    "row_locks": ["tests/attack/test_r1_one_winner.py", "-k", "the_loser_waits"],
    "tree_locks": ["tests/attack/test_r1_one_winner.py", "-k", "go_into_each_other or rings"],
    "access_lock": ["tests/attack/test_c5b_last_administrator.py"],
    "contents_moving_along": ["tests/domain/assets/test_containment.py", "-k", "move_along"],
    "asking_for_taken_tags": ["tests/attack/test_r3_tags.py", "-k", "typed_tags or replaced"],
}


def run_without(control: str, tests: list[str]) -> "subprocess.CompletedProcess[str]":
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    own = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-x",
        "-q",
        "-n0",
        "-p",
        "no:randomly",
        "-p",
        "tests.support.mutants",
    ]
    return subprocess.run(
        [*command, *tests],
        cwd=ROOT,
        env={**own, "ASSETRY_MUTANT": control, "PYTEST_XDIST_WORKER": f"{worker}mutant"},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


def assert_noticed(control: str, tests: list[str]) -> None:
    run = run_without(control, tests)
    assert run.returncode == FAILED, run.stdout + run.stderr
    assert "1 failed" in run.stdout, run.stdout


@pytest.mark.parametrize("control", QUICK)
def test_a_missing_control_is_noticed(control: str) -> None:
    assert_noticed(control, QUICK[control])


@pytest.mark.soak
@pytest.mark.parametrize("control", LONG)
def test_a_missing_lock_or_limit_is_noticed(control: str) -> None:
    assert_noticed(control, LONG[control])
