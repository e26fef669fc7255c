#!/usr/bin/env bash
# Checks build/kubernetes: the manifests against schemas of the fields that they use, with ajv, and the policy in them with
# the published binary. What the installer does on a node is for the end-to-end tests.
set -euo pipefail
# shellcheck source=build/environment.sh
. "$(dirname "${BASH_SOURCE[0]}")/environment.sh"

binary=${OCI_INTERCEPTOR_BINARY:-artifacts/oci-interceptor}
[ -x "$binary" ] || die "no published binary at $binary: run build/publish.sh"
modules=artifacts/kubernetes
need_modules "$modules" ajv@8 yaml@2
sum=$(node build/check-kubernetes.js "$modules/policy.json" "$modules/overlay.json") || { printf '%s\n' "$sum"; exit 1; }
"$binary" oi-validate "$modules/policy.json" "$modules/overlay.json" || die "a policy of a ConfigMap is wrong"
# Where there is a kubectl, it makes of the overlay what would be applied.
if command -v kubectl >/dev/null; then
  made=$(kubectl kustomize build/kubernetes-overlay) || die "kubectl cannot make the overlay"
  [[ $made == *"image: registry.example/oci-interceptor:0.1.0"* && $made == *'"pids": 1024'* ]] || die "the overlay changes neither the image nor the policy"
fi
printf '%s\n' "$sum"
