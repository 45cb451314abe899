#!/usr/bin/env bash
# Pins every Python package with its hashes. No address of an index is written: the machine's own pip settings decide.
set -euo pipefail
cd "$(dirname "$0")/.."
export CUSTOM_COMPILE_COMMAND="make locks"
options=(--quiet --generate-hashes --strip-extras --no-emit-index-url --no-emit-find-links --no-emit-trusted-host)

.venv/bin/pip-compile "${options[@]}" --build-deps-for editable -o requirements.txt pyproject.toml requirements.in "$@"
.venv/bin/pip-compile "${options[@]}" --allow-unsafe -o requirements-dev.txt requirements-dev.in "$@"
