#!/usr/bin/env bash
# Pins every Python package with its hashes. No address of an index is written: the machine's own pip settings decide.
# Extras are written out: without them the pip of Debian 12 (23.0) takes `coverage[toml]` for a package
# without a pin, and refuses the whole file as soon as a newer coverage is published.
set -euo pipefail
cd "$(dirname "$0")/.."
export CUSTOM_COMPILE_COMMAND="make locks"
options=(--quiet --generate-hashes --no-strip-extras --no-emit-index-url --no-emit-find-links --no-emit-trusted-host)

.venv/bin/pip-compile "${options[@]}" -o requirements.txt pyproject.toml requirements.in "$@"
.venv/bin/pip-compile "${options[@]}" --allow-unsafe -o requirements-dev.txt requirements-dev.in "$@"
