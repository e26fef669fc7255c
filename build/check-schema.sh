#!/usr/bin/env bash
# Checks the JSON Schema that the published binary prints, with ajv: it takes every policy in the documentation (blocks
# marked jsonc), every profile and every policy of the tests, and refuses wrong ones; and
# that of files with tests takes those of the profiles and the recipes. Further Markdown files may be named.
set -euo pipefail
# shellcheck source=build/environment.sh
. "$(dirname "${BASH_SOURCE[0]}")/environment.sh"

binary=${OCI_INTERCEPTOR_BINARY:-artifacts/oci-interceptor}
[ -x "$binary" ] || die "no published binary at $binary: run build/publish.sh"
modules=artifacts/schema
need_modules "$modules" ajv@8
"$binary" oi-schema >"$modules/policy.schema.json"
"$binary" oi-schema test >"$modules/test.schema.json"
node build/check-schema.js "$modules/policy.schema.json" "$@"
