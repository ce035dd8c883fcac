"""Ask the public advisories about every locked package, Python's and npm's.

Fails on what is known to be open, and as well on whatever could not be asked: silence is no answer.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tools"))

from build_static import npm_commands  # noqa: E402

# Every package by its hash as locked, and an error for each that cannot be asked about.
OPTIONS = ("--strict", "--disable-pip", "--require-hashes", "--format", "json", "--progress-spinner", "off")


def main() -> int:
    """Ask both; returns the exit code."""
    open_matters = [*python_matters(), *npm_matters()]
    for matter in open_matters:
        print(matter)
    print(
        "Nothing is known against what is locked."
        if not open_matters
        else f"{len(open_matters)} open matters."
    )
    return 1 if open_matters else 0


def python_matters() -> list[str]:
    """Advisories against uv.lock's packages, tools of development included, and what was not asked."""
    with tempfile.TemporaryDirectory() as folder:
        locked = Path(folder) / "requirements.txt"
        export = [
            "uv",
            "export",
            "--all-groups",
            "--locked",
            "--no-emit-project",
            "--quiet",
            "-o",
            str(locked),
        ]
        subprocess.run(export, cwd=ROOT, check=True, capture_output=True)
        asked = subprocess.run(
            ["uv", "tool", "run", "pip-audit", *OPTIONS, "-r", str(locked)],
            check=False,
            capture_output=True,
            text=True,
        )
    return judge_python(asked.stdout, asked.stderr)


def judge_python(stdout: str, stderr: str) -> list[str]:
    """What pip-audit's answer means: each advisory, each package that it skipped, or that it had no answer."""
    try:
        answer: dict[str, Any] = json.loads(stdout)
    except ValueError:
        return [f"Python: the advisories could not be asked: {_last_line(stderr)}"]
    return [
        f"Python: {package['name']} {_reason(package)}"
        for package in answer["dependencies"]
        if package.get("vulns") or "skip_reason" in package
    ]


def _reason(package: dict[str, Any]) -> str:
    if "skip_reason" in package:
        return f"was not asked about: {package['skip_reason']}"
    return f"{package['version']} has {', '.join(found['id'] for found in package['vulns'])}"


def npm_matters() -> list[str]:
    """Advisories against package-lock.json."""
    npm = next(iter(npm_commands()), None)
    if npm is None:
        return ["npm: it is missing, so nothing was asked. Run `uv sync`, which brings one."]
    asked = subprocess.run([*npm, "audit", "--json"], cwd=ROOT, check=False, capture_output=True, text=True)
    return judge_npm(asked.stdout, asked.stderr)


def judge_npm(stdout: str, stderr: str) -> list[str]:
    """What npm's answer means: each package with an advisory, or that there was no answer."""
    try:
        answer: dict[str, Any] = json.loads(stdout)
    except ValueError:
        return [f"npm: the advisories could not be asked: {_last_line(stderr)}"]
    if "vulnerabilities" not in answer:
        error = (
            answer.get("message") or answer.get("error", {}).get("summary") or "no list of vulnerabilities"
        )
        return [f"npm: the advisories could not be asked: {_last_line(error)}"]
    return [f"npm: {name} ({found['severity']})" for name, found in answer["vulnerabilities"].items()]


def _last_line(text: str) -> str:
    return (text.strip().splitlines() or ["no answer"])[-1]


if __name__ == "__main__":
    sys.exit(main())
