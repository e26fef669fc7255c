#!/usr/bin/env bash
# Puts small mistakes into the product, one at a time, and says which of them no unit test notices (docs/testing.md).
#   build/mutate.sh [FOLDER…] [--since REF] [--sample N] … ; --help says the rest
set -euo pipefail
# shellcheck source=build/environment.sh
. "$(dirname "${BASH_SOURCE[0]}")/environment.sh"

need unshare=util-linux mount=mount git=git
need_dotnet
dotnet restore OciInterceptor.sln --locked-mode -v quiet
dotnet build tests/OciInterceptor.Tests -c Release --no-restore -v quiet -nologo -clp:NoSummary
exec dotnet artifacts/bin/Mutate/release/mutate.dll "$@" </dev/null
