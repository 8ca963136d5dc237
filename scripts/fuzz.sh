#!/usr/bin/env bash
# Runs every fuzz target of the module for the given time each, all of them even when one fails, and says which failed.
# usage: scripts/fuzz.sh [TIME]   TIME as go test -fuzztime takes it: 30s (the default), 10m, 1000x
set -euo pipefail
cd "$(dirname "$0")/.."

each=${1:-30s}
failed=()
count=0
while read -r directory; do
	for target in $(go test -list '^Fuzz' "$directory" | grep '^Fuzz' || true); do
		echo "== $directory $target"
		count=$((count + 1))
		go test -run "^$" -fuzz "^$target\$" -fuzztime "$each" -fuzzminimizetime 1s "$directory" || failed+=("$directory $target")
	done
done < <(grep -rl --include='*_test.go' '^func Fuzz' . | xargs -n 1 dirname | sort -u)

echo "== $count fuzz targets, $each each, ${#failed[@]} failed"
if [ ${#failed[@]} -gt 0 ]; then
	printf 'failed: %s\n' "${failed[@]}" >&2
	echo "fuzz: the input that failed is in testdata/fuzz beside the target; keep it there as a regression test" >&2
	exit 1
fi
