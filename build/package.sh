#!/usr/bin/env bash
# Makes the tarball of a release in artifacts/release: the binary, its symbols apart, the licence and the documents.
#   build/package.sh [--binary FILE] [--output DIR]    packs a binary that is there, without symbols
set -euo pipefail
# shellcheck source=build/environment.sh
. "$(dirname "${BASH_SOURCE[0]}")/environment.sh"

binary='' output=artifacts/release
while [ $# -gt 0 ]; do
  case $1 in
    --binary) binary=$(realpath "${2:?--binary needs a file}") && shift ;;
    --output) output=${2:?--output needs a directory} && shift ;;
    *) die "unknown argument: $1" ;;
  esac
  shift
done

need_dotnet
version=$(dotnet msbuild src/OciInterceptor/OciInterceptor.csproj -getProperty:Version)
case ${GITHUB_REF_TYPE:-} in
  tag) [ "$GITHUB_REF_NAME" = "v$version" ] || die "the tag is $GITHUB_REF_NAME, the version $version" ;;
esac

[ -n "$binary" ] || build/publish.sh

name=oci-interceptor-$version-$(machine_runtime)
directory=$output/$name
rm -rf "$directory"
mkdir -p "$directory"
cp "${binary:-artifacts/oci-interceptor}" "$directory/oci-interceptor"
for document in LICENSE README.md CHANGELOG.md; do [ ! -e "$document" ] || cp "$document" "$directory/"; done

# The same content gives the same bytes.
archive() {
  tar --sort=name --owner=0 --group=0 --numeric-owner --mtime="@${SOURCE_DATE_EPOCH:-0}" -C "$1" -c "$2" | gzip -n -9
}
archive "$output" "$name" >"$output/$name.tar.gz"
[ -n "$binary" ] || archive artifacts oci-interceptor.dbg >"$output/$name.symbols.tar.gz"
rm -r "$directory"
say "packed $output/$name.tar.gz"
