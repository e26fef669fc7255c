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
