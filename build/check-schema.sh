#!/usr/bin/env bash
# Checks the JSON Schema that the published binary prints, with ajv: it takes every policy in the documentation (blocks
# marked jsonc), every profile and every policy of the tests, and refuses wrong ones. Further Markdown files may be named.
set -euo pipefail
# shellcheck source=build/environment.sh
. "$(dirname "${BASH_SOURCE[0]}")/environment.sh"

need node=nodejs npm=npm
binary=${OCI_INTERCEPTOR_BINARY:-artifacts/oci-interceptor}
[ -x "$binary" ] || die "no published binary at $binary: run build/publish.sh"

modules=artifacts/schema
mkdir -p "$modules"
if [ ! -d "$modules/node_modules/ajv" ]; then
  npm install --prefix "$modules" --no-save --no-audit --no-fund --silent ajv@8 </dev/null ||
    die "npm cannot get ajv, without which the schema cannot be checked"
fi
"$binary" oi-schema >"$modules/policy.schema.json"
NODE_PATH=$modules/node_modules node build/check-schema.js "$modules/policy.schema.json" "$@"
