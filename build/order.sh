#!/usr/bin/env bash
# Writes src/OciInterceptor/MethodOrder.txt: the methods that ordinary calls execute, in the order of their first use. The compiler
# puts them side by side, so that a call touches a fifth of the pages of code that it would otherwise. Run it after larger changes:
# names that no longer exist are ignored, and new ones are only a little slower.
set -euo pipefail
# shellcheck source=build/environment.sh
. "$(dirname "${BASH_SOURCE[0]}")/environment.sh"

need valgrind=valgrind jq=jq
order=src/OciInterceptor/MethodOrder.txt
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"

# With its symbols, but without DWARF 5, which older versions of valgrind cannot read.
publish OciInterceptor "$work/publish" "$(machine_runtime)" -p:StripSymbols=false -p:ArtifactsPivots=order
objcopy --strip-debug "$work/publish/oci-interceptor" "$work/oci-interceptor"

documents=tests/OciInterceptor.Tests/TestData
policy=$work/policy.json
cp build/bench/policy.json "$policy"
audited=$work/audited.json
printf '{"audit":{"file":"%s/audit.jsonl"},"rules":[{"type":"env","default":{"A":"1"}}]}' "$work" >"$audited"
jq -c .process "$documents/docker-20.10-run.json" >"$work/process.json"
mkdir "$work/bundle"

# trace NAME ARGUMENT…: the methods that a call executes, in order, each once.
trace() {
  local name=$1
  shift
  # Up to the execve: afterwards it is another program.
  valgrind --tool=callgrind --callgrind-out-file="$work/$name.out" --dump-before=execve --log-file=/dev/null \
    "$work/oci-interceptor" --oi-runtime-path /bin/true "$@" >/dev/null
  # A function is named where it first appears, as the one that runs or as one that is called.
  cat "$work/$name".out* | sed -nE "s/^c?fn=\([0-9]+\) ([A-Za-z_][^ :(]*)$/\1/p" | sed "s/'[0-9]*$//"
}

for document in docker-20.10-run podman-4.3-run containerd-1.6-oci-spec; do
  for flags in "--oi-readonly-networking-mounts" "--oi-config $policy" "--oi-config $audited" "--oi-profile hardened"; do
    cp "$documents/$document.json" "$work/bundle/config.json"
    # shellcheck disable=SC2086 # a flag and its value
    trace "$document" $flags create --bundle "$work/bundle" c1
  done
done >"$work/names"
trace exec --oi-env-force A=1 exec --process "$work/process.json" c1 >>"$work/names"

# Only what the compiler of C# made: the rest is the linker's to place.
nm artifacts/obj/OciInterceptor/order/native/oci-interceptor.o | sed -nE 's/^[0-9a-f]+ T //p' >"$work/symbols"
awk 'NR == FNR { known[$0]; next } $0 in known && !seen[$0]++' "$work/symbols" "$work/names" >"$order"
say "$(wc -l <"$order") methods in $order"
