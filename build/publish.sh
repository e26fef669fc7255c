#!/usr/bin/env bash
# Publishes artifacts/oci-interceptor, a static Native AOT binary for this machine, and its symbols beside it.
set -euo pipefail
# shellcheck source=build/environment.sh
. "$(dirname "${BASH_SOURCE[0]}")/environment.sh"

need gcc=gcc /usr/include/stdio.h=libc6-dev
need_dotnet

publish OciInterceptor artifacts/publish/shipped

# Renamed into place: a container that starts meanwhile finds the old binary or the new one.
for file in oci-interceptor oci-interceptor.dbg; do
  cp "artifacts/publish/shipped/$file" "artifacts/.$file.new"
  mv -f "artifacts/.$file.new" "artifacts/$file"
done
say "published artifacts/oci-interceptor: $runtime, $(stat -c %s artifacts/oci-interceptor) bytes"
