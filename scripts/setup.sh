#!/usr/bin/env bash
# Installs the Debian packages that Loupe needs and that are missing; says nothing when all are there.
# usage: scripts/setup.sh [run|test]   run: what building and running needs; test: and what the tests need
set -euo pipefail

packages=(g++ pkg-config libtesseract-dev libleptonica-dev libzxing-dev tesseract-ocr-eng tesseract-ocr-osd fonts-ocr-b fonts-dejavu-core)
if [ "${1:-run}" = test ]; then
	packages+=(postgresql chromium zint)
fi

missing=()
for p in "${packages[@]}"; do
	dpkg-query -W -f='${Status}' "$p" 2>/dev/null | grep -q 'ok installed' || missing+=("$p")
done
[ ${#missing[@]} -eq 0 ] && exit 0

as_root=()
if [ "$(id -u)" -ne 0 ]; then
	command -v sudo >/dev/null || { echo "setup: these Debian packages are missing and sudo is not there: ${missing[*]}" >&2; exit 1; }
	as_root=(sudo)
fi
echo "setup: installing ${missing[*]}"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
export DEBIAN_FRONTEND=noninteractive
if ! { "${as_root[@]}" apt-get update -qq && "${as_root[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}"; } >"$log" 2>&1; then
	cat "$log" >&2
	echo "setup: apt-get could not install: ${missing[*]}" >&2
	exit 1
fi
