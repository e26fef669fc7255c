#!/usr/bin/env bash
# Checks build/kubernetes: the manifests against schemas of the fields that they use, with ajv, and the policy in them with
# the published binary. What the installer does on a node is for the end-to-end tests.
set -euo pipefail
# shellcheck source=build/environment.sh
. "$(dirname "${BASH_SOURCE[0]}")/environment.sh"

need node=nodejs npm=npm
binary=${OCI_INTERCEPTOR_BINARY:-artifacts/oci-interceptor}
[ -x "$binary" ] || die "no published binary at $binary: run build/publish.sh"

modules=artifacts/kubernetes
mkdir -p "$modules"
if [ ! -d "$modules/node_modules/yaml" ]; then
  npm install --prefix "$modules" --no-save --no-audit --no-fund --silent ajv@8 yaml@2 </dev/null ||
    die "npm cannot get ajv and yaml, without which the manifests cannot be checked"
fi
sum=$(NODE_PATH=$modules/node_modules node build/check-kubernetes.js "$modules/policy.json") || { printf '%s\n' "$sum"; exit 1; }
"$binary" oi-validate "$modules/policy.json" || die "the policy of the ConfigMap is none"
printf '%s\n' "$sum"
