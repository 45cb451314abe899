#!/usr/bin/env bash
# Installs what this machine lacks, and nothing twice.   usage: deploy/setup.sh run|test
#
# System packages come by apt where root rights can be had; elsewhere one line says what to install.
# Python packages come from the hashed lock files, page parts and fonts from the npm lock file.
set -euo pipefail
cd "$(dirname "$0")/.."
purpose=${1:-run}
python=${PYTHON:-python3}

stop() { printf '%s\n' "$*" >&2; exit 2; }
have() { command -v "$1" >/dev/null 2>&1; }
loads() { "$python" -c 'import ctypes, sys; [ctypes.CDLL(name) for name in sys.argv[1:]]' "$@" 2>/dev/null; }
any_of() { for name in "$@"; do have "$name" && return 0; done; return 1; }
is_postgresql_here() { have initdb || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1; }
is_rare_font_here() { [ -f certificates/fonts/HanaMinB.ttf ] || [ -f /usr/share/fonts/truetype/hanazono/HanaMinB.ttf ]; }
is_chinese_font_here() { have fc-list && fc-list :lang=zh family | grep -q .; }

missing_packages() {
  "$python" -c 'import venv, ensurepip' 2>/dev/null || echo python3-venv
  if needs_assets; then have node || echo nodejs; have npm || echo npm; fi
  loads libpango-1.0.so.0 || echo libpango-1.0-0
  loads libpangoft2-1.0.so.0 || echo libpangoft2-1.0-0
  loads libharfbuzz-subset.so.0 || echo libharfbuzz-subset0
  [ "$purpose" = test ] || return 0
  any_of chromium chromium-browser google-chrome || echo chromium
  is_chinese_font_here || echo fontconfig fonts-noto-cjk
  is_rare_font_here || echo fonts-hanazono
  have pdftoppm || echo poppler-utils
  have qpdf || echo qpdf
  have redis-server || echo redis-server
  is_postgresql_here || echo postgresql
}

install_system_packages() {
  local packages as_root=() log
  packages=$(missing_packages | tr '\n' ' ')
  [ -n "${packages// /}" ] || return 0
  if [ "$(id -u)" -ne 0 ]; then as_root=(sudo -n); fi
  have apt-get && "${as_root[@]}" true 2>/dev/null ||
    stop "Please install these packages, or what your system calls them, and run the command again: $packages"
  echo "Installing system packages: $packages"
  log=$(mktemp)
  # shellcheck disable=SC2086  # one word a package
  { "${as_root[@]}" apt-get -qq update &&
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends $packages; } >"$log" 2>&1 </dev/null ||
    stop "apt-get could not install $packages; its log is $log. Please install them by hand and run the command again."
  rm -f "$log"
}

check_python() {
  have "$python" || stop "Please install Python 3.11 (Debian: apt-get install python3 python3-venv) and run the command again."
  "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
    stop "This program needs Python 3.11; $python is $("$python" -V). Name another one: make PYTHON=python3.11 …"
}

hash_of() { cat "$@" | sha256sum | cut -c1-20; }

# done_before STAMP FILE…: whether STAMP was left by the same content of these files.
done_before() { local stamp=$1; shift; [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$(hash_of "$@")" ]; }

needs_assets() {
  ! done_before node_modules/.assets-made package.json package-lock.json deploy/assets.sh ||
    [ ! -d competition/web/static/vendor ] || [ ! -d certificates/fonts ]
}

# Only what set-up made itself in this very folder may be emptied: a link leads to somebody else's files.
refuse_links() {
  local folder
  for folder in .venv node_modules competition/web/static/vendor certificates/fonts; do
    [ ! -L "$folder" ] || stop "$folder is a link; set-up fills only folders of its own. Remove the link and run the command again."
  done
}

make_environment() {
  if [ -e .venv ] && [ ! -f .venv/.made-for ]; then
    stop ".venv was not made by this program and is left alone. Move it away and run the command again."
  fi
  # A tree that was moved or copied keeps scripts that point to the old place.
  [ "$(cat .venv/.made-for 2>/dev/null)" = "$PWD" ] && .venv/bin/python -c 'import pip' 2>/dev/null && return 0
  echo "Making the virtual environment .venv"
  rm -rf .venv && mkdir .venv && echo "$PWD" >.venv/.made-for
  "$python" -m venv .venv >/dev/null || stop "$python -m venv .venv failed. Please install python3-venv and run the command again."
}

install_python_packages() {
  local lock=requirements.txt stamp=.venv/.installed
  if [ "$purpose" = test ]; then lock=requirements-dev.txt; fi
  # What tests need includes what running needs, at the same pins.
  done_before "$stamp" requirements.txt requirements-dev.txt pyproject.toml && return 0
  done_before "$stamp" requirements.txt "$lock" pyproject.toml && return 0
  rm -f "$stamp"
  echo "Installing the Python packages of $lock"
  .venv/bin/python -m pip install -qq --disable-pip-version-check --require-hashes -r "$lock" &&
    .venv/bin/python -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation -e . ||
    stop "The Python packages of $lock could not be installed. Is the package index that pip is set up for within reach? Then run the command again."
  hash_of requirements.txt "$lock" pyproject.toml >"$stamp"
}

install_assets() {
  needs_assets || return 0
  echo "Fetching page parts and fonts"
  deploy/assets.sh
}

# One at a time: `make test` beside `make run` waits for it. The lock is on this file and ends with us.
if have flock; then exec 9<deploy/setup.sh && flock 9; fi
refuse_links
check_python
install_system_packages
make_environment
install_python_packages
install_assets
.venv/bin/python deploy/catalogues.py
