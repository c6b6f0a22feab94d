#!/usr/bin/env bash
# Drives `publiable lsp` with real clients (pytest-lsp, with what VS Code and Neovim say of themselves): a fault shown, hover,
# completion, a code action applied, formatting; then the time from a change to its diagnostics.
# Usage: benches/lsp/run.sh [PROGRAM]   Without a program, that of a debug build.
# Needs: python3 with venv, and PyPI for two packages, which go to a temporary environment.
set -euo pipefail
cd "$(dirname "$0")/../.."
[ -n "${1:-}" ] || cargo build --quiet --locked
PUBLIABLE=$(realpath "${1:-${CARGO_TARGET_DIR:-target}/debug/publiable}")
export PUBLIABLE
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
python3 -m venv "$out/venv"
"$out/venv/bin/pip" install --quiet pytest-lsp==1.0.1 pytest==9.2.0
"$out/venv/bin/pytest" -q -s -p no:cacheprovider --asyncio-mode=auto \
    -o asyncio_default_fixture_loop_scope=function benches/lsp/client.py
