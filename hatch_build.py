"""Puts the files from npm into the wheel, so that who installs it needs no Node."""

import runpy
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

VENDOR = "src/assetry/web/static/vendor"


class StaticFilesHook(BuildHookInterface[Any]):
    """Builds the vendor folder and names it: git ignores it, so hatch would too. A source archive holds it built."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """An editable install builds nothing: `make run` does."""
        if version == "editable":
            return
        root = Path(self.root)
        if (root / "node_modules").is_dir() or not (root / VENDOR).is_dir():
            tool = runpy.run_path(str(root / "tools" / "build_static.py"))
            tool["install_npm_files"](root)
            tool["build"](root)
        build_data["artifacts"].append(f"{VENDOR}/**")
