#!/usr/bin/env bash
# Publishes artifacts/lab/drofune, the teaching runtime of docs/drofune. It is insecure on purpose and part of no release.
set -euo pipefail
# shellcheck source=build/environment.sh
. "$(dirname "${BASH_SOURCE[0]}")/environment.sh"

need gcc=gcc /usr/include/stdio.h=libc6-dev
need_dotnet
decide_framework

case $(uname -m) in
  x86_64) runtime=linux-x64 ;;
  aarch64) runtime=linux-arm64 ;;
  *) die "no Native AOT compiler is known for $(uname -m)" ;;
esac

project=src/Drofune/Drofune.csproj
dotnet restore "$project" --locked-mode -v quiet
dotnet publish "$project" -c Release -f "$ShippedFramework" -r "$runtime" --no-restore -v quiet -o artifacts/publish/lab
mkdir -p artifacts/lab
cp artifacts/publish/lab/drofune artifacts/lab/.drofune.new
mv -f artifacts/lab/.drofune.new artifacts/lab/drofune
say "published artifacts/lab/drofune: $ShippedFramework, $runtime, $(stat -c %s artifacts/lab/drofune) bytes"
