#!/usr/bin/env bash
# Checks the form of the pages by markdownlint and their spelling by cspell, as .markdownlint-cli2.yaml and cspell.yaml say. The last
# line is the sum, of pages. What they say is held by tests (docs/testing.md).
set -euo pipefail
# shellcheck source=build/environment.sh
. "$(dirname "${BASH_SOURCE[0]}")/environment.sh"

modules=artifacts/pages
# The newest that Debian 12's Node.js runs.
need_modules "$modules" cspell@8 markdownlint-cli2@0.17
form=$("$modules/node_modules/.bin/markdownlint-cli2" 2>&1) || true
spelling=$("$modules/node_modules/.bin/cspell" --no-progress --dot --config cspell.yaml 2>&1) || true
[[ $form == *"Summary: "* ]] || die "markdownlint did not run: $form"
[[ $spelling =~ Files\ checked:\ ([1-9][0-9]*) ]] || die "cspell did not run: $spelling"
pages=${BASH_REMATCH[1]}
mapfile -t wrong < <(printf '%s\n%s\n' "$form" "$spelling" | grep -E '^[^ ]+\.md:[0-9]')
[ ${#wrong[@]} -eq 0 ] || printf 'FAIL %s\n' "${wrong[@]}"
printf '%d passed, %d failed, 0 skipped\n' "$pages" "${#wrong[@]}"
[ ${#wrong[@]} -eq 0 ]
