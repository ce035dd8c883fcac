#!/bin/sh
# Make .venv and the npm files what the lock files say; with `chromium`, also a browser for the tests.
# Finds Python and uv by itself; whatever cannot be had is one clear line.
set -eu
cd "$(dirname "$0")/.."

fail() {
    echo "assetry: $*" >&2
    exit 1
}

# The path of a Python >= 3.12 that really runs (a pyenv shim of an unselected version does not), or nothing.
usable_python() {
    "$1" -c 'import sys; sys.version_info >= (3, 12) or sys.exit(1); print(sys.executable)' 2>/dev/null || true
}

find_python() {
    set --
    for folder in "$HOME"/.pyenv/versions/3.1[2-9]*; do
        set -- "$folder/bin/python" "$@"
    done
    for candidate in "${UV_PYTHON:-}" "python${UV_PYTHON:-}" python3.14 python3.13 python3.12 "$@" python3; do
        found=$([ -z "$candidate" ] || usable_python "$candidate")
        [ -z "$found" ] || break
    done
    [ -n "$found" ] || fail "Python 3.12 or newer is missing: install it, or name one by UV_PYTHON=/path/to/python."
    echo "$found"
}

# The uv on PATH, else installed by pip, else (pip refuses on a managed Python) in a folder of the user's cache.
find_uv() {
    cache="${XDG_CACHE_HOME:-$HOME/.cache}/assetry/uv"
    for candidate in uv "$(dirname "$1")/uv" "$HOME/.local/bin/uv" "$cache/bin/uv"; do
        ! "$candidate" --version >/dev/null 2>&1 || { echo "$candidate"; return; }
    done
    if "$1" -m pip install --quiet uv >/dev/null 2>&1; then
        "$1" -c 'import uv; print(uv.find_uv_bin())'
    elif "$1" -m venv "$cache" >/dev/null 2>&1 && "$cache/bin/python" -m pip install --quiet uv >/dev/null 2>&1; then
        echo "$cache/bin/uv"
    else
        fail "uv is missing and pip could not install it: install uv, then run this again."
    fi
}

find_chromium() {
    ! command -v chromium >/dev/null 2>&1 || return 0
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
        echo "assetry: installing Debian's chromium for the browser tests" >&2
        { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium; } \
            >/dev/null 2>&1 || fail "apt-get could not install chromium: install it, then run this again."
    else
        .venv/bin/playwright install chromium >/dev/null 2>&1 ||
            fail "No browser for the tests: install chromium, then run this again."
    fi
}

# An environment that is there and runs is kept, whatever Python it was made with.
if [ -z "$(usable_python .venv/bin/python)" ]; then
    UV_PYTHON=$(find_python)
    export UV_PYTHON
else
    unset UV_PYTHON
fi
export UV_PYTHON_DOWNLOADS=never
uv=$(find_uv "${UV_PYTHON:-.venv/bin/python}")
[ -e .venv ] || echo "assetry: installing the packages" >&2
"$uv" sync --locked --quiet || fail "uv could not install the packages of uv.lock (its message stands above)."
# The commands of the Makefile find it first in .venv/bin.
[ "$uv" = uv ] || ln -sf "$uv" .venv/bin/uv
.venv/bin/python tools/build_static.py
[ "${1:-}" != chromium ] || find_chromium
