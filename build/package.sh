#!/usr/bin/env bash
# Makes the packages of a release in artifacts/release, for one architecture: tarball, deb, rpm, an image (an OCI layout in a
# tarball), the symbols apart, and a list of what comes from Debian for the bill of materials. The same commit gives the same bytes
# wherever and whenever it is packed, with the same release of Debian's compiler and busybox.
#   build/package.sh [--runtime linux-x64|linux-arm64]    by default this machine's; the other one is cross-built
#   build/package.sh --binary FILE                        packs a binary of that architecture that is there, without symbols
#   build/package.sh --output DIR
set -euo pipefail
# shellcheck source=build/environment.sh
. "$(dirname "${BASH_SOURCE[0]}")/environment.sh"

binary='' output=artifacts/release runtime=$(machine_runtime)
while [ $# -gt 0 ]; do
  case $1 in
    --binary) binary=$(realpath "${2:?--binary needs a file}") && shift ;;
    --output) output=${2:?--output needs a directory} && shift ;;
    --runtime) runtime=${2:?--runtime needs linux-x64 or linux-arm64} && shift ;;
    *) die "unknown argument: $1" ;;
  esac
  shift
done
case $runtime in
  linux-x64) deb_architecture=amd64 rpm_architecture=x86_64 ;;
  linux-arm64) deb_architecture=arm64 rpm_architecture=aarch64 ;;
  *) die "unknown runtime \"$runtime\": want linux-x64 or linux-arm64" ;;
esac

need dpkg-deb=dpkg rpmbuild=rpm jq=jq git=git /etc/ssl/certs/ca-certificates.crt=ca-certificates
need_dotnet
version=$(dotnet msbuild src/OciInterceptor/OciInterceptor.csproj -getProperty:Version)
case ${GITHUB_REF_TYPE:-} in
  tag) [ "$GITHUB_REF_NAME" = "v$version" ] || die "the tag is $GITHUB_REF_NAME, the version $version" ;;
esac
# The time of everything that is packed: that of the commit.
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct)}
export SOURCE_DATE_EPOCH LC_ALL=C TZ=UTC
umask 022
# Whoever publishes packages of their own puts their name here.
maintainer=${OI_MAINTAINER:-OciInterceptor contributors <maintainers@oci-interceptor.example>}

symbols=''
if [ -z "$binary" ]; then
  directory=artifacts
  [ "$runtime" = "$(machine_runtime)" ] || directory=artifacts/$runtime
  build/publish.sh --runtime "$runtime"
  binary=$directory/oci-interceptor symbols=$directory
else
  built_from=$(grep -aoE "$version\+[0-9a-f]{40}" "$binary" | head -n 1) || true
  [ "$built_from" = "$version+$(git rev-parse HEAD)" ] || say "beware: $binary was built from ${built_from:-an unknown commit}, not from HEAD"
fi

work=artifacts/package/$runtime
rm -rf "$work"
mkdir -p "$work" "$output"
output=$(realpath "$output") work=$(realpath "$work")

build_tool manual
dotnet artifacts/bin/Manual/release/manual.dll "$work/share"

# settle DIRECTORY: rights and times that no umask and no clock decides.
settle() {
  chmod -R u=rwX,go=rX "$1"
  find "$1" -exec touch --no-dereference --date="@$SOURCE_DATE_EPOCH" {} +
}

# archive DIRECTORY NAME: the same content gives the same bytes.
archive() {
  tar --sort=name --owner=0 --group=0 --numeric-owner --format=gnu --mtime="@$SOURCE_DATE_EPOCH" -C "$1" -c "$2" | gzip -n -9
}

# What each distribution has in the same place.
lay_out() {
  install -D -m 755 "$binary" "$1/usr/bin/oci-interceptor"
  install -d "$1/etc/oci-interceptor" "$1/usr/share"
  install -D -m 644 build/package/logrotate "$1/etc/logrotate.d/oci-interceptor"
  cp -r "$work/share/." "$1/usr/share/"
  gzip -n -9 -r "$1/usr/share/man"
  mkdir -p "$1/usr/share/doc/oci-interceptor"
  # As in the repository, so that the links between the pages hold.
  cp README.md "$1/usr/share/doc/oci-interceptor/"
  find docs -name '*.md' -not -path 'docs/decisions/*' -exec cp --parents --target-directory="$1/usr/share/doc/oci-interceptor" {} +
}

pack_tarball() {
  local name=oci-interceptor-$version-$runtime directory=$work/tarball
  mkdir -p "$directory/$name"
  install -m 755 "$binary" "$directory/$name/oci-interceptor"
  cp LICENSE README.md CHANGELOG.md "$directory/$name/"
  cp build/package/copyright "$directory/$name/COPYRIGHT"
  cp -r "$work/share" "$directory/$name/share"
  settle "$directory"
  archive "$directory" "$name" >"$output/$name.tar.gz"
  [ -z "$symbols" ] || archive "$symbols" oci-interceptor.dbg >"$output/$name.symbols.tar.gz"
}

pack_deb() {
  local directory=$work/deb documents=$work/deb/usr/share/doc/oci-interceptor
  lay_out "$directory"
  # Where Debian's zsh looks for what packages bring.
  mv "$directory/usr/share/zsh/site-functions" "$directory/usr/share/zsh/vendor-completions"
  install -m 644 build/package/copyright "$documents/copyright"
  gzip -n -9 <CHANGELOG.md >"$documents/changelog.gz"
  printf 'oci-interceptor (%s-1) unstable; urgency=medium\n\n  * See changelog.gz.\n\n -- %s  %s\n' \
    "$version" "$maintainer" "$(date -u -d "@$SOURCE_DATE_EPOCH" -R)" | gzip -n -9 >"$documents/changelog.Debian.gz"
  install -D -m 644 build/package/lintian-overrides "$directory/usr/share/lintian/overrides/oci-interceptor"
  mkdir "$directory/DEBIAN"
  install -m 755 build/package/prerm build/package/postrm "$directory/DEBIAN/"
  echo /etc/logrotate.d/oci-interceptor >"$directory/DEBIAN/conffiles"
  (cd "$directory" && find etc usr -type f ! -path 'etc/*' -print0 | sort -z | xargs -0 md5sum) >"$directory/DEBIAN/md5sums"
  cat >"$directory/DEBIAN/control" <<EOF
Package: oci-interceptor
Version: $version-1
Architecture: $deb_architecture
Maintainer: $maintainer
Installed-Size: $(find "$directory" ! -path "$directory/DEBIAN*" -printf '%y %s\n' | awk '{ sum += $1 == "f" ? int(($2 + 1023) / 1024) : 1 } END { print sum }')
Recommends: runc | crun
Suggests: docker.io | containerd | podman, logrotate
Section: admin
Priority: optional
Description: OCI runtime wrapper that enforces the operator's rules
 Called as runc is, by Docker, containerd, Podman or CRI-O, it edits the
 configuration of each container by the operator's rules and becomes the real
 runtime: read-only network files, no engine's socket, ceilings on
 capabilities, default limits, devices that an engine cannot give.
 .
 It is one static binary, and registers itself with nothing: oci-interceptor
 oi-install does.
EOF
  settle "$directory"
  dpkg-deb --root-owner-group --uniform-compression -Zxz --build "$directory" "$output/oci-interceptor_$version-1_$deb_architecture.deb" >/dev/null
}

pack_rpm() {
  local directory=$work/rpm
  lay_out "$directory"
  cp CHANGELOG.md "$directory/usr/share/doc/oci-interceptor/"
  install -D -m 644 LICENSE "$directory/usr/share/licenses/oci-interceptor/LICENSE"
  install -m 644 build/package/copyright "$directory/usr/share/licenses/oci-interceptor/COPYRIGHT"
  settle "$directory"
  rpmbuild -bb --quiet --target "$rpm_architecture-linux" --buildroot "$work/rpm.buildroot" \
    --define "oi_version $version" --define "oi_maintainer $maintainer" --define "oi_date $(date -u -d "@$SOURCE_DATE_EPOCH" '+%a %b %d %Y')" --define "oi_root $directory" --define "_topdir $work/rpm.work" --define "_rpmdir $work/rpm.out" \
    --define "_build_id_links none" --define "debug_package %{nil}" --define "__os_install_post %{nil}" --define "_buildhost localhost" \
    --define "use_source_date_epoch_as_buildtime 1" --define "clamp_mtime_to_source_date_epoch 1" --define "_binary_payload w9.gzdio" \
    --define "_docdir /usr/share/doc" --define "_bindir /usr/bin" --define "_datadir /usr/share" --define "_mandir /usr/share/man" --define "_sysconfdir /etc" \
    build/package/oci-interceptor.spec
  cp "$work/rpm.out/$rpm_architecture/oci-interceptor-$version-1.$rpm_architecture.rpm" "$output/"
}

# digest FILE: moves it among the layout's blobs, and prints its descriptor of a media type.
blob() {
  local file=$1 type=$2 digest size
  digest=$(sha256sum "$file" | cut -d' ' -f1) size=$(stat -c %s "$file")
  mv "$file" "$work/image/blobs/sha256/$digest"
  jq -nc --arg type "$type" --arg digest "sha256:$digest" --argjson size "$size" '{mediaType: $type, digest: $digest, size: $size}'
}

# Debian's static busybox for the architecture, for the installer. apt gets it once, and verifies it.
fetch_busybox() {
  local options=(-qq -o "Dir::State::Lists=$busybox/lists" -o "Dir::Cache=$busybox/cache" -o APT::Sandbox::User=root
    -o "APT::Architecture=$deb_architecture" -o "APT::Architectures=$deb_architecture")
  if [ ! -x "$busybox/root/bin/busybox" ]; then
    rm -rf "$busybox"
    mkdir -p "$busybox/lists/partial" "$busybox/cache/archives/partial"
    apt-get "${options[@]}" update
    (cd "$busybox" && apt-get "${options[@]}" download busybox-static)
    dpkg-deb --extract "$busybox"/busybox-static_*.deb "$busybox/root"
  fi
}

# An image with the program and the installer for Kubernetes, as an OCI layout (image-spec 1.1, image-layout.md): no daemon and no
# registry is needed.
pack_image() {
  local root=$work/image.root difference layer configuration manifest
  local created architecture=$deb_architecture type=application/vnd.oci.image
  created=$(date -u -d "@$SOURCE_DATE_EPOCH" +%Y-%m-%dT%H:%M:%SZ)
  install -D -m 755 "$binary" "$root/oci-interceptor"
  install -D -m 644 LICENSE "$root/licenses/LICENSE"
  install -m 644 build/package/copyright "$root/licenses/COPYRIGHT"
  install -D -m 755 "$busybox/root/bin/busybox" "$root/bin/busybox"
  install -m 755 build/kubernetes/install.sh "$root/install.sh"
  install -m 644 /usr/share/common-licenses/GPL-2 "$root/licenses/GPL-2"
  {
    cat "$busybox/root/usr/share/doc/busybox-static/copyright"
    printf '\n/bin/busybox is from busybox-static %s; its source: https://snapshot.debian.org/package/busybox/%s/\n' \
      "$busybox_version" "$(dpkg-deb -f "$busybox"/*.deb Source | sed -E 's/.*\((.*)\)/\1/; s/^busybox$//')"
  } >"$root/licenses/BUSYBOX"
  settle "$root"
  mkdir -p "$work/image/blobs/sha256"
  tar --sort=name --owner=0 --group=0 --numeric-owner --format=gnu --mtime="@$SOURCE_DATE_EPOCH" -C "$root" -cf "$work/layer.tar" bin install.sh licenses oci-interceptor
  difference=$(sha256sum "$work/layer.tar" | cut -d' ' -f1)
  gzip -n -9 "$work/layer.tar"
  layer=$(blob "$work/layer.tar.gz" $type.layer.v1.tar+gzip)
  jq -nc --arg created "$created" --arg architecture "$architecture" --arg difference "sha256:$difference" --arg version "$version" '{
    created: $created, architecture: $architecture, os: "linux",
    config: {Entrypoint: ["/bin/busybox", "sh", "/install.sh"], Labels: {"org.opencontainers.image.title": "oci-interceptor", "org.opencontainers.image.version": $version, "org.opencontainers.image.licenses": "Apache-2.0 AND MIT AND LGPL-2.1-or-later AND GPL-2.0-only"}},
    rootfs: {type: "layers", diff_ids: [$difference]}, history: [{created: $created, created_by: "build/package.sh"}]}' >"$work/config.json"
  configuration=$(blob "$work/config.json" $type.config.v1+json)
  jq -nc --arg type $type.manifest.v1+json --argjson config "$configuration" --argjson layer "$layer" \
    '{schemaVersion: 2, mediaType: $type, config: $config, layers: [$layer]}' >"$work/manifest.json"
  manifest=$(blob "$work/manifest.json" $type.manifest.v1+json)
  jq -nc --arg type $type.index.v1+json --argjson manifest "$manifest" --arg architecture "$architecture" --arg version "$version" \
    '{schemaVersion: 2, mediaType: $type, manifests: [$manifest + {platform: {architecture: $architecture, os: "linux"}, annotations: {"org.opencontainers.image.ref.name": $version}}]}' >"$work/image/index.json"
  printf '{"imageLayoutVersion":"1.0.0"}' >"$work/image/oci-layout"
  settle "$work/image"
  tar --sort=name --owner=0 --group=0 --numeric-owner --format=gnu --mtime="@$SOURCE_DATE_EPOCH" -C "$work/image" -cf "$output/oci-interceptor-$version-$runtime.oci.tar" blobs index.json oci-layout
}

# component NAME VERSION: what is in the packages and comes from Debian, as a component of CycloneDX.
component() {
  jq -nc --arg name "$1" --arg version "$2" --arg architecture "$deb_architecture" '
    ("pkg:deb/debian/\($name)@\($version | @uri)?arch=\($architecture)") as $purl | {type: "library", "bom-ref": $purl, name: $name, version: $version, purl: $purl}'
}

# Of a binary that was made elsewhere nobody here knows with which library.
list_components() {
  local library=libc6-dev
  [ "$runtime" = "$(machine_runtime)" ] || library=libc6-dev-$deb_architecture-cross
  [ -z "$symbols" ] || component glibc "$(dpkg-query -W -f '${Version}' "$library")"
  component busybox-static "$busybox_version"
}

busybox=$root/artifacts/package/busybox-$deb_architecture
fetch_busybox
busybox_version=$(dpkg-deb -f "$busybox"/*.deb Version)
list_components >"$output/oci-interceptor-$version-$runtime.components.jsonl"
pack_tarball
pack_deb
pack_rpm
pack_image
(cd "$output" && sha256sum -- *"$version"*) | sed 's/^/packed /'
