#!/usr/bin/env bash
# Publishes artifacts/lab/drofune, the teaching runtime of docs/drofune. It is insecure on purpose and part of no release.
set -euo pipefail
# shellcheck source=build/environment.sh
. "$(dirname "${BASH_SOURCE[0]}")/environment.sh"

runtime=$(machine_runtime)
publish Drofune artifacts/publish/lab "$runtime"
mkdir -p artifacts/lab
cp artifacts/publish/lab/drofune artifacts/lab/.drofune.new
mv -f artifacts/lab/.drofune.new artifacts/lab/drofune
say "published artifacts/lab/drofune: $runtime, $(stat -c %s artifacts/lab/drofune) bytes"
