"""Join the stylesheet and the script of the pages into `static/vendor/app.css` and `static/vendor/app.js`.

Both are listed file by file in an `order.txt` beside them; nothing is guessed, nothing is rewritten but white
space. The scripts are ES modules that import each other by relative path: joined in their order they share one
scope, so the import lines and the word `export` are left out.
"""

import re
from pathlib import Path

COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
IMPORT = re.compile(r"^import\b.*?;\n", re.MULTILINE | re.DOTALL)
EXPORT = re.compile(r"^export (?=(async |)(function|class|const|let)\b)", re.MULTILINE)
LINE_COMMENT = re.compile(r"^\s*//.*\n", re.MULTILINE)


def listed_files(folder: Path) -> list[Path]:
    """The files that `order.txt` names, in its order."""
    return [folder / line.strip() for line in (folder / "order.txt").read_text().splitlines() if line.strip()]


def build_css(folder: Path) -> str:
    """One stylesheet without comments and superfluous white space."""
    text = COMMENT.sub("", "\n".join(path.read_text() for path in listed_files(folder)))
    text = re.sub(r"\s+", " ", text)
    text = re.sub(r"\s*([{};,>])\s*", r"\1", text)
    return text.replace(";}", "}").strip() + "\n"


def build_js(folder: Path) -> str:
    """One module: the files one after the other, comments of whole lines and imports left out."""
    parts = [EXPORT.sub("", IMPORT.sub("", path.read_text())) for path in listed_files(folder)]
    text = LINE_COMMENT.sub("", COMMENT.sub("", "\n".join(parts)))
    return re.sub(r"^\s+", "", text, flags=re.MULTILINE)


def write_bundles(static: Path) -> None:
    """Write both bundles into `static/vendor`."""
    vendor = static / "vendor"
    vendor.mkdir(exist_ok=True)
    (vendor / "app.css").write_text(build_css(static / "css"))
    (vendor / "app.js").write_text(build_js(static / "js"))


if __name__ == "__main__":
    write_bundles(Path(__file__).resolve().parent.parent / "src" / "assetry" / "web" / "static")
