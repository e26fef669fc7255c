#!/usr/bin/env bash
# Makes everything of a release in artifacts/release: packages for both architectures, the bill of materials, checksums, their
# signature, and the notes. Then it checks them by the commands that docs/packages.md gives to users.
#   build/release.sh --dry-run              all of it, with a key that is made for it and thrown away
#   build/release.sh                        all but the signature; HEAD must have the version's tag
#   build/release.sh --packages DIR …       with packages that were made elsewhere, instead of making them here
#   build/release.sh --sign FILE            only signs what is in artifacts/release, with the release's OpenSSH key, and runs
#                                           nothing but ssh-keygen and sha256sum beside the key
set -euo pipefail
# shellcheck source=build/environment.sh
. "$(dirname "${BASH_SOURCE[0]}")/environment.sh"

made='' dry=no key=''
while [ $# -gt 0 ]; do
  case $1 in
    --dry-run) dry=yes ;;
    --sign) key=$(realpath "${2:?--sign needs a file}") && shift ;;
    --packages) made=$(realpath "${2:?--packages needs a directory}") && shift ;;
    *) die "unknown argument: $1" ;;
  esac
  shift
done
output=$root/artifacts/release

# sign KEY SIGNERS: as a user does, it is checked at once, by the file that users have from the repository.
sign() {
  cp "$2" "$output/allowed_signers"
  cd "$output"
  rm -f SHA256SUMS.sig
  ssh-keygen -q -Y sign -n oci-interceptor -f "$1" SHA256SUMS
  ssh-keygen -Y verify -f allowed_signers -I release@oci-interceptor -n oci-interceptor -s SHA256SUMS.sig <SHA256SUMS
  sha256sum --check --quiet SHA256SUMS
}
if [ -n "$key" ]; then
  [ "$dry$made" = no ] || die "--sign goes with nothing else"
  # The repository has it, so that a key that was taken away signs nothing that users accept.
  signers=$root/build/package/allowed_signers
  [ -e "$signers" ] || die "there is no build/package/allowed_signers: put the release key's public half there, as docs/packages.md says"
  sign "$key" "$signers"
  exit
fi

need ssh-keygen=openssh-client jq=jq git=git
need_dotnet
version=$(dotnet msbuild src/OciInterceptor/OciInterceptor.csproj -getProperty:Version)
# names RUNTIME DEB RPM: what the packages of an architecture are called.
names() {
  printf '%s\n' "oci-interceptor-$version-$1".{tar.gz,oci.tar,components.jsonl} "oci-interceptor_$version-1_$2.deb" "oci-interceptor-$version-1.$3.rpm"
}

check_packages() {
  local x64 arm64 file
  x64=$(names linux-x64 amd64 x86_64) arm64=$(names linux-arm64 arm64 aarch64)
  for file in "$made"/*; do
    case $'\n'$x64$'\n'$arm64$'\n' in
      *$'\n'"${file##*/}"$'\n'*) ;;
      *) [[ ${file##*/} == "oci-interceptor-$version-linux-"*.symbols.tar.gz ]] || die "$file is none of the files of version $version" ;;
    esac
  done
  for file in $x64 $arm64; do
    # A dry run may be one of an architecture alone.
    [ "$dry" = yes ] || [ -e "$made/$file" ] || die "$made has no $file"
  done
}
[ -z "$made" ] || check_packages

[ "$made" != "$output" ] || die "--packages names the directory that is made anew"
rm -rf "$output"
mkdir -p "$output"
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct)
export SOURCE_DATE_EPOCH

if [ "$dry" = no ]; then
  [ -z "$(git status --porcelain)" ] || die "there are changes that are not committed"
  [ "$(git tag --points-at HEAD --list "v$version")" = "v$version" ] || die "HEAD has no tag v$version"
fi

# The section of the changelog that is the version's, or in a dry run what is not released yet.
notes() {
  awk -v version="$1" '
    /^## \[/ { inside = index($0, "## [" version "]") == 1; next }
    inside { print }' CHANGELOG.md
}
notes "$version" >"$output/notes.md"
[ -s "$output/notes.md" ] || [ "$dry" = no ] || notes Unreleased >"$output/notes.md"
[ -s "$output/notes.md" ] || die "CHANGELOG.md has no section for $version"

if [ -n "$made" ]; then
  cp "$made"/* "$output/"
else
  build/package.sh --runtime linux-x64 --output "$output"
  build/package.sh --runtime linux-arm64 --output "$output"
fi

# What the program is made of, from the lock file (CycloneDX), with the runtime that is compiled into it; without what no two
# runs share.
tools=artifacts/release-tools
[ -x "$tools/dotnet-CycloneDX" ] || dotnet tool install CycloneDX --version 6.3.1 --tool-path "$tools" >/dev/null
compile restore src/OciInterceptor --locked-mode -v quiet
"$tools/dotnet-CycloneDX" src/OciInterceptor/OciInterceptor.csproj --output artifacts/release-tools/bom --output-format Json --filename bom.json \
  --exclude-dev --disable-package-restore --set-name oci-interceptor --set-version "$version" --set-type Application --no-serial-number >/dev/null
# With what comes from Debian, of each architecture.
runtimes=$(cd "$output" && printf '%s\n' *.components.jsonl | sed -E 's/.*-(linux-[a-z0-9]+)\..*/\1/' | jq -R . | jq -sc .)
jq --arg time "$(date -u -d "@$SOURCE_DATE_EPOCH" +%Y-%m-%dT%H:%M:%SZ)" --arg version "$(dotnet msbuild src/OciInterceptor/OciInterceptor.csproj -getProperty:RuntimeFrameworkVersion)" \
  --argjson runtimes "$runtimes" --slurpfile debian <(cat "$output"/*.components.jsonl) '
  .metadata.timestamp = $time | del(.serialNumber)
  | .components += [$runtimes[] | "runtime.\(.).Microsoft.DotNet.ILCompiler" as $name | "pkg:nuget/\($name)@\($version)" as $purl
      | {type: "framework", "bom-ref": $purl, name: $name, version: $version, purl: $purl, licenses: [{license: {id: "MIT"}}]}]
  | .components += $debian' \
  artifacts/release-tools/bom/bom.json >"$output/oci-interceptor-$version.cdx.json"
rm "$output"/*.components.jsonl

cd "$output"
notes=$(mktemp)
mv notes.md "$notes"
LC_ALL=C sha256sum -- oci-interceptor* >SHA256SUMS
mv "$notes" notes.md
chmod 644 notes.md

if [ "$dry" = yes ]; then
  directory=$(mktemp -d)
  trap 'rm -rf "$directory"' EXIT
  ssh-keygen -q -t ed25519 -N '' -C 'dry run' -f "$directory/key"
  printf 'release@oci-interceptor namespaces="oci-interceptor" %s\n' "$(cat "$directory/key.pub")" >"$directory/allowed_signers"
  sign "$directory/key" "$directory/allowed_signers"
fi
say "the release is in $output"
ls -l
