#!/usr/bin/env bash
# Puts small mistakes into the product, one at a time, and says which of them no unit test notices (docs/testing.md).
#   build/mutate.sh [FOLDER…] [--since REF] [--sample N] … ; --help says the rest
set -euo pipefail
# shellcheck source=build/environment.sh
. "$(dirname "${BASH_SOURCE[0]}")/environment.sh"

# The second line: without these unit tests fail as they are, and a test that fails anyway notices no mistake.
need unshare=util-linux flock=util-linux setpriv=util-linux mount=mount git=git \
  gcc=gcc /usr/include/stdio.h=libc6-dev setfattr=attr
need_dotnet
mkdir -p artifacts/mutate
exec 9>artifacts/mutate/lock
flock -n 9 || die "another run uses artifacts/mutate"
dotnet restore OciInterceptor.sln --locked-mode -v quiet
dotnet build tests/OciInterceptor.Tests -c Release --no-restore -v quiet -nologo -clp:NoSummary
dotnet artifacts/bin/Mutate/release/mutate.dll "$@" </dev/null 9>&-

# --publish N: the program as it is shipped, but with that mistake.
for i in $(seq $#); do
  [ "${!i}" = --publish ] || continue
  next=$((i + 1))
  binary=$root/artifacts/mutate/oci-interceptor-${!next}
  (cd artifacts/mutate/publish && publish OciInterceptor "$root/artifacts/mutate/published" "$(machine_runtime)")
  mv -f artifacts/mutate/published/oci-interceptor "$binary"
  say "published $binary: try it with OCI_INTERCEPTOR_BINARY=$binary dotnet test tests/OciInterceptor.IntegrationTests --filter …"
done
