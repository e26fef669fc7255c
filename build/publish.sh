#!/usr/bin/env bash
# Publishes artifacts/oci-interceptor, a static Native AOT binary for this machine, and its symbols beside it.
#   build/publish.sh --runtime linux-arm64    on x64: cross-builds artifacts/linux-arm64/oci-interceptor
set -euo pipefail
# shellcheck source=build/environment.sh
. "$(dirname "${BASH_SOURCE[0]}")/environment.sh"

machine=$(machine_runtime)
runtime=$machine
while [ $# -gt 0 ]; do
  case $1 in
    --runtime) runtime=${2:?--runtime needs linux-x64 or linux-arm64} && shift ;;
    *) die "unknown argument: $1" ;;
  esac
  shift
done
directory=artifacts
[ "$runtime" = "$machine" ] || directory=artifacts/$runtime

publish OciInterceptor "artifacts/publish/$runtime" "$runtime"
mkdir -p "$directory"

# Renamed into place: a container that starts meanwhile finds the old binary or the new one.
for file in oci-interceptor oci-interceptor.dbg; do
  cp "artifacts/publish/$runtime/$file" "$directory/.$file.new"
  mv -f "$directory/.$file.new" "$directory/$file"
done
say "published $directory/oci-interceptor: $runtime, $(stat -c %s "$directory/oci-interceptor") bytes"
