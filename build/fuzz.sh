#!/usr/bin/env bash
# Has the product read made-up documents, policies, CDI specs, hooks, TOML, daemon.json and arguments, and compares with models (docs/testing.md).
#   build/fuzz.sh [SECONDS] [--seed S] [--target NAME] … ; --help says the rest
set -euo pipefail
# shellcheck source=build/environment.sh
. "$(dirname "${BASH_SOURCE[0]}")/environment.sh"

need flock=util-linux
need_dotnet
mkdir -p artifacts/fuzz
exec 9>artifacts/fuzz/lock
flock -n 9 || die "another run uses artifacts/fuzz"
build_tool fuzz

# A copy, because what is built must not count branches.
rm -rf artifacts/fuzz/program
cp -r artifacts/bin/Fuzz/release artifacts/fuzz/program
dotnet artifacts/bin/Fuzz/release/fuzz.dll --instrument artifacts/fuzz/program/oci-interceptor.dll
dotnet artifacts/fuzz/program/fuzz.dll "$@" </dev/null 9>&-
