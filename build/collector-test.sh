#!/usr/bin/env bash
# Builds the binary in which .NET starts with its garbage collector in every call, as it would have to if a new version of .NET
# moved what the other start relies on (docs/decisions/0023), and has the witness look at it from the runtime's side.
# Ends with one line, "N passed, N failed, N skipped".
set -euo pipefail
# shellcheck source=build/environment.sh
. "$(dirname "${BASH_SOURCE[0]}")/environment.sh"

need gcc=gcc /usr/include/stdio.h=libc6-dev nm=binutils strace=strace
[ -e artifacts/oci-interceptor.dbg ] || build/publish.sh
machine=$(machine_runtime)
directory=artifacts/publish/collector
# Beside the usual binary's files, not over them.
publish OciInterceptor "$directory" "$machine" -p:Collector=true -p:ArtifactsPivots=collector

passed=0 failed=0
check() {
  if "${@:2}"; then
    say "PASS $1" && passed=$((passed + 1))
  else
    say "FAIL $1" && failed=$((failed + 1))
  fi
}

has_wraps() { [ "$(nm "$1" | grep -c ' __wrap_GC_Initialize$')" -gt 0 ]; }
lacks_wraps() { [ -s "$1" ] && ! has_wraps "$1"; }
check "nothing of the other start is in it" lacks_wraps $directory/oci-interceptor.dbg
check "the usual binary has it" has_wraps artifacts/oci-interceptor.dbg

results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT

# The usual start, with a look from inside: what .NET does there of which no call makes use.
probe=artifacts/publish/probe
publish OciInterceptor $probe "$machine" "-p:Probe=$root/tests/Probes/ArenaProbe.cs" -p:ArtifactsPivots=probe
mkdir "$results/bundle"
look_from_inside() {
  cp tests/OciInterceptor.Tests/TestData/docker-20.10-run.json "$results/bundle/config.json"
  $probe/oci-interceptor "$@" --oi-env A=1 --oi-runtime-path /bin/true create --bundle "$results/bundle" c1
}
status=0
look_from_inside >"$results/probe.txt" || status=$?
cat "$results/probe.txt"
passed=$((passed + $(grep -c '^PASS ' "$results/probe.txt"))) failed=$((failed + $(grep -c '^FAIL ' "$results/probe.txt" || true)))
probe_ends() { [ "$status" -eq 0 ] && [ "$(grep -c . "$results/probe.txt")" -gt 20 ]; }
check "the probe reaches its end" probe_ends
probe_notices() { [ "$(look_from_inside --oi-collector | grep '^FAIL ')" = $'FAIL the call starts without the collector\nFAIL a collection is asked for in vain' ]; }
check "the probe notices a collector" probe_notices

status=0
OCI_INTERCEPTOR_BINARY=$root/$directory/oci-interceptor dotnet test tests/OciInterceptor.IntegrationTests -c Release -v quiet --nologo \
  --filter 'FullyQualifiedName~TransparencyTests|FullyQualifiedName~GoldenStartTests' --results-directory "$results" \
  --logger "trx;LogFileName=results.trx" -- RunConfiguration.TreatNoTestsAsError=true || status=$?
counter() { sed -nE "s/.*<Counters .*$1=\"([0-9]+)\".*/\1/p" "$results/results.trx"; }
if [ -s "$results/results.trx" ]; then
  passed=$((passed + $(counter passed))) failed=$((failed + $(counter executed) - $(counter passed)))
fi
[ "$status" -eq 0 ] || [ "$failed" -gt 0 ] || failed=1
printf '%s passed, %s failed, 0 skipped\n' "$passed" "$failed"
[ "$failed" -eq 0 ]
