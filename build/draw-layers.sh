#!/usr/bin/env bash
# Writes the picture of src/OciInterceptor's layers and the list of files that run ahead of .NET into docs/architecture.md,
# from the code. A unit test fails when either is old.
set -euo pipefail
# shellcheck source=build/environment.sh
. "$(dirname "${BASH_SOURCE[0]}")/environment.sh"

need_dotnet
OCI_INTERCEPTOR_DRAW_LAYERS=1 dotnet test tests/OciInterceptor.Tests -v quiet --nologo \
  --filter 'FullyQualifiedName~LayerPictureTests|FullyQualifiedName~AheadOfDotNetTests' -- RunConfiguration.TreatNoTestsAsError=true
