#!/bin/sh
# Run a command with a data folder of its own, removed afterwards.
set -eu
ASSETRY_DATA_DIR=$(mktemp -d "${TMPDIR:-/tmp}/assetry.XXXXXX")
export ASSETRY_DATA_DIR
trap 'rm -rf "$ASSETRY_DATA_DIR"' EXIT
"$@"
