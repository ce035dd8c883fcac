"""Write the bill of materials of a release (CycloneDX 1.5): what uv.lock brings at run time and what npm brings.

Usage: make_sbom.py FILE
"""

import base64
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent


def main(target: Path) -> int:
    """Write the file; returns the exit code."""
    document = python_document(ROOT)
    document["components"] += npm_components(json.loads((ROOT / "package-lock.json").read_text()))
    target.write_text(json.dumps(document, indent=2) + "\n")
    print(f"{target}: {len(document['components'])} components")
    return 0


def python_document(root: Path) -> dict[str, Any]:
    """What uv says of the locked packages that an installation gets."""
    words = [
        "uv",
        "export",
        "--project",
        str(root),
        "--no-dev",
        "--locked",
        "--format",
        "cyclonedx1.5",
        "--quiet",
    ]
    said = subprocess.run(words, check=True, capture_output=True, text=True).stdout
    document: dict[str, Any] = json.loads(said)
    return document


def npm_components(lock: dict[str, Any]) -> list[dict[str, Any]]:
    """The npm packages that the wheel carries, with the hash that npm checks."""
    found = []
    for place, package in lock["packages"].items():
        if not place or package.get("dev"):
            continue
        name = place.rpartition("node_modules/")[2]
        purl = f"pkg:npm/{name.replace('@', '%40', 1)}@{package['version']}"
        component = {
            "type": "library",
            "bom-ref": purl,
            "name": name,
            "version": package["version"],
            "purl": purl,
            "hashes": [{"alg": "SHA-512", "content": _hexadecimal(package["integrity"])}],
        }
        if "license" in package:
            component["licenses"] = [{"expression": package["license"]}]
        found.append(component)
    return found


def _hexadecimal(integrity: str) -> str:
    return base64.b64decode(integrity.removeprefix("sha512-")).hex()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
