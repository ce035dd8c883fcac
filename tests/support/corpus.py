"""Where the real data lies that some tests read: `$ASSETRY_CORPUS`, else `../shared/corpus` beside the checkout."""

import os
from pathlib import Path

SKIPPED = "no corpus here"


def corpus_folder() -> Path | None:
    """The folder, or None where there is none."""
    beside = Path(__file__).resolve().parents[3] / "shared" / "corpus"
    folder = Path(os.environ.get("ASSETRY_CORPUS") or beside)
    return folder if folder.is_dir() else None
