#!/usr/bin/env bash
# Prints the attacks that the last run of all tests tried: how many of each kind, and against how many the interceptor held. Fails
# if one did not hold, or if docs/security-model.md has another number.
#   build/attacks.sh [DIRECTORY]    where the tests wrote their counts (OCI_INTERCEPTOR_ATTACKS), by default artifacts/attacks
set -euo pipefail
# shellcheck source=build/environment.sh
. "$(dirname "${BASH_SOURCE[0]}")/environment.sh"

directory=${1:-artifacts/attacks}
counts=("$directory"/*.tsv)
[ -e "${counts[0]}" ] || die "no counts in $directory: run build/test.sh, or the tests with OCI_INTERCEPTOR_ATTACKS=$directory"

LC_ALL=C exec awk -F '\t' '
  FILENAME ~ /\.tsv$/ { tried[$1] += $2; held[$1] += $3; next }

  /^<!-- attacks -->/ { is_table = 1 }
  /^<!-- \/attacks -->/ { is_table = 0 }
  is_table && split($0, cells, / *\| */) > 5 && cells[5] ~ /^[0-9]+$/ {
    kind = cells[2]
    is_right = tried[kind] == cells[5] && held[kind] == cells[5]
    printf "%s %s: %d tried, %d held%s\n", is_right ? "ok" : "not ok", kind, tried[kind], held[kind], is_right ? "" : "; the page says " cells[5]
    is_right ? right++ : wrong++
    all_tried += tried[kind]
    all_held += held[kind]
    delete tried[kind]
  }

  END {
    for (kind in tried) {
      printf "not ok %s: %d tried, %d held; the page does not have it\n", kind, tried[kind], held[kind]
      wrong++
    }
    printf "%d cases, %d held\n%d passed, %d failed, 0 skipped\n", all_tried, all_held, right, wrong
    exit wrong > 0
  }' "${counts[@]}" docs/security-model.md
