#!/usr/bin/env bash
# Writes src/OciInterceptor/MethodOrder.txt: the methods that ordinary calls execute, in the order of their first use. The compiler
# puts them side by side, so that a call touches a fifth of the pages of code that it would otherwise. Run it after larger changes:
# names that no longer exist are ignored, and new ones are only a little slower.
set -euo pipefail
# shellcheck source=build/environment.sh
. "$(dirname "${BASH_SOURCE[0]}")/environment.sh"

need gcc=gcc /usr/include/stdio.h=libc6-dev nm=binutils jq=jq
order=src/OciInterceptor/MethodOrder.txt
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"

gcc -O2 -static -Wall -Wextra -Werror -o "$work/entered" build/bench/entered.c
# Without the present order, which names what there was.
publish OciInterceptor "$work/publish" "$(machine_runtime)" -p:ArtifactsPivots=order -p:IlcOrderFile=
interceptor=$work/publish/oci-interceptor
# Only what the compiler of C# made: the rest is the linker's to place.
nm artifacts/obj/OciInterceptor/order/native/oci-interceptor.o | sed -nE 's/^[0-9a-f]+ T //p' | sort -u >"$work/compiled"
nm "$interceptor.dbg" | sed -nE 's/^0*([0-9a-f]+) T /\1 /p' | awk 'NR == FNR { compiled[$0]; next } $2 in compiled' "$work/compiled" - | sort >"$work/methods"

documents=tests/OciInterceptor.Tests/TestData
policy=$work/policy.json
cp build/bench/policy.json "$policy"
audited=$work/audited.json
printf '{"audit":{"file":"%s/audit.jsonl"},"rules":[{"type":"env","default":{"A":"1"}}]}' "$work" >"$audited"
jq -c .process "$documents/docker-20.10-run.json" >"$work/process.json"
mkdir "$work/bundle"

# Which methods a call enters, in the order of the first time.
trace() {
  "$work/entered" "$work/methods" "$interceptor" --oi-runtime-path /bin/true "$@" |
    awk 'NR == FNR { method[$1] = $2; next } { print method[$1] }' "$work/methods" -
}

{
  for flags in "--oi-readonly-networking-mounts" "--oi-config $policy" "--oi-config $audited" "--oi-profile hardened"; do
    cp "$documents/docker-20.10-run.json" "$work/bundle/config.json"
    # shellcheck disable=SC2086 # a flag and its value
    trace $flags create --bundle "$work/bundle" c1
  done
  for document in podman-4.3-run containerd-1.6-oci-spec; do
    cp "$documents/$document.json" "$work/bundle/config.json"
    trace --oi-config "$policy" create --bundle "$work/bundle" c1
  done
  trace --oi-env-force A=1 exec --process "$work/process.json" c1
} | awk '!seen[$0]++' >"$work/order"
cp "$work/order" "$order"
say "$(wc -l <"$order") methods in $order"
