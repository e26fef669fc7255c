#!/usr/bin/env bash
# Makes the tarball of a release in artifacts/release: the binary, its symbols apart, the licence and the documents.
# A release is built for net10.0 and nothing else.
set -euo pipefail
# shellcheck source=build/environment.sh
. "$(dirname "${BASH_SOURCE[0]}")/environment.sh"

export ShippedFramework=${ShippedFramework:-net10.0}
need_dotnet
version=$(dotnet msbuild src/OciInterceptor/OciInterceptor.csproj -getProperty:Version)
case ${GITHUB_REF_TYPE:-} in
  tag) [ "$GITHUB_REF_NAME" = "v$version" ] || die "the tag is $GITHUB_REF_NAME, the version $version" ;;
esac

build/publish.sh

case $(uname -m) in
  x86_64) name=oci-interceptor-$version-linux-x64 ;;
  aarch64) name=oci-interceptor-$version-linux-arm64 ;;
  *) die "no release is made for $(uname -m)" ;;
esac
directory=artifacts/release/$name
rm -rf "$directory"
mkdir -p "$directory"
cp artifacts/oci-interceptor "$directory/"
for document in LICENSE README.md CHANGELOG.md; do [ ! -e "$document" ] || cp "$document" "$directory/"; done

# The same content gives the same bytes.
archive() {
  tar --sort=name --owner=0 --group=0 --numeric-owner --mtime="@${SOURCE_DATE_EPOCH:-0}" -C "$1" -c "$2" | gzip -n -9
}
archive artifacts/release "$name" >"artifacts/release/$name.tar.gz"
archive artifacts oci-interceptor.dbg >"artifacts/release/$name.symbols.tar.gz"
rm -r "$directory"
say "packed artifacts/release/$name.tar.gz"
