#!/usr/bin/env bash
# Makes the tables of members in docs/rules anew, from the declarations by which a policy is read. A unit test fails when one is old.
set -euo pipefail
# shellcheck source=build/environment.sh
. "$(dirname "${BASH_SOURCE[0]}")/environment.sh"

need_dotnet
build_tool manual
dotnet artifacts/bin/Manual/release/manual.dll --rules docs/rules
