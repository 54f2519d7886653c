#!/bin/sh
# Make .venv with exactly the packages of requirements.lock, and Cessie itself in it (editable).
# Needs python3 >= 3.11 with venv; on Debian and Ubuntu venv is a package of its own, which root gets installed here.
set -eu
cd "$(dirname "$0")/.."
stamp=.venv/.made-from

fail() { printf '%s\n' "$@" >&2; exit 1; }

wanted=$(cat requirements.lock pyproject.toml tools/environment.sh | cksum)
if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ] && .venv/bin/python -c '' 2>/dev/null; then exit 0; fi

is_new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }
python=
for name in ${PYTHON:-python3} python3.13 python3.12 python3.11; do
  if command -v "$name" >/dev/null 2>&1 && is_new_enough "$name"; then python=$name; break; fi
done
[ -n "$python" ] || fail "Python 3.11 or newer is needed; found: $(python3 --version 2>/dev/null || echo none)." \
  "Install it (Debian, Ubuntu: apt-get install python3.11 python3.11-venv; macOS: brew install python@3.13)," \
  "or name it: make PYTHON=/path/to/python3.11 ..."

if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
  package=$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing $package, which this system keeps apart from Python."
    { apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends "$package"; } >&2 ||
      fail "apt-get could not install $package."
  else
    fail "This Python has no venv (module ensurepip). Install it: sudo apt-get install $package"
  fi
fi

echo "Making .venv with $("$python" --version); this takes a minute the first time."
rm -rf .venv
"$python" -m venv .venv
pip=".venv/bin/python -m pip --quiet --disable-pip-version-check install"
$pip --require-hashes -r requirements.lock || fail "The packages of requirements.lock could not be installed (see above)."
$pip --no-deps --no-build-isolation -e . || fail "Cessie itself could not be installed (see above)."
.venv/bin/python -m compileall -q cessie # else the first start would do it, while somebody waits
printf '%s\n' "$wanted" >"$stamp"
