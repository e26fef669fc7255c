#!/usr/bin/env bash
# Draws the layers of src/OciInterceptor into docs/architecture.md, from the code. A unit test fails when that is old.
set -euo pipefail
# shellcheck source=build/environment.sh
. "$(dirname "${BASH_SOURCE[0]}")/environment.sh"

need_dotnet
OCI_INTERCEPTOR_DRAW_LAYERS=1 dotnet test tests/OciInterceptor.Tests -v quiet --nologo \
  --filter FullyQualifiedName~LayerPictureTests -- RunConfiguration.TreatNoTestsAsError=true
