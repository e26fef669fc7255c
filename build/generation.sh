#!/usr/bin/env bash
# A folder with another release of Debian, and commands that run in it as on a machine of that release.
#   build/generation.sh others                    the releases that this machine does not have itself
#   build/generation.sh make RELEASE              makes artifacts/generations/RELEASE, unless it is there already
#   build/generation.sh make-all RELEASE…         the same for several; those that fail have their reason in RELEASE.log
#   build/generation.sh is-made RELEASE           whether it is there
#   build/generation.sh enter [--without-kvm] RELEASE COMMAND…
#                                                 runs a command there, by the same paths as here; what it leaves running is ended
#
# RELEASE is bookworm, trixie, forky, or experimental: unstable, with the newest Podman, Buildah and runc of experimental.
# The mirror is the one from which apt installs Debian's packages here; OI_DEBIAN_MIRROR names another.
set -euo pipefail
# shellcheck source=build/environment.sh
. "$(dirname "${BASH_SOURCE[0]}")/environment.sh"

releases=(bookworm trixie forky)

others() {
  local here release
  # shellcheck source=/dev/null
  here=$(. /etc/os-release && echo "${VERSION_CODENAME:-}")
  for release in "${releases[@]}"; do
    [ "$release" = "$here" ] || echo "$release"
  done
}

# The mirror of Debian's packages that apt has here, which may be the first of a list.
mirror() {
  local site=${OI_DEBIAN_MIRROR:-$(apt_site)}
  [ -n "$site" ] || { apt-get -qq update </dev/null && site=$(apt_site); }
  case $site in
    mirror+file:*) site=$(awk '/^[a-z]/ && !found { print $1; found = 1 }' "${site#mirror+file:}") ;;
    '') die "apt has no mirror of Debian here: name one in OI_DEBIAN_MIRROR" ;;
  esac
  printf '%s\n' "${site%/}"
}

apt_site() {
  # shellcheck disable=SC2016 # the dollars are apt's
  apt-get indextargets --format '$(LABEL)|$(SITE)|$(CREATED_BY)' | awk -F'|' '$1 == "Debian" && $3 == "Packages" && !found { print $2; found = 1 }'
}

# What a folder must have been made by to be used again.
stamp() {
  printf '%s %s\n' "$release" "$(mirror)"
  declare -f make install need need_engines need_dotnet is_there | sha256sum
}

is_made() { [ "$(cat "$folder/etc/oi-generation" 2>/dev/null)" = "$(stamp)" ]; }

# One after the other; the last line of a log says why there is no folder.
make_all() {
  local release
  mkdir -p "$root/artifacts/generations"
  for release; do
    "$root/build/generation.sh" make "$release" >"$root/artifacts/generations/$release.log" 2>&1 || true
  done
}

make() {
  local mirror suite=${base[$release]:-$release} script proxy=
  need debootstrap=debootstrap /usr/share/keyrings/debian-archive-keyring.gpg=debian-archive-keyring
  mkdir -p "$root/artifacts/generations"
  exec {lock}>"$folder.lock"
  flock "$lock"
  if is_made; then return; fi

  mirror=$(mirror)
  eval "$(apt-config shell proxy Acquire::http::Proxy)"
  rm -rf --one-file-system "$folder"
  # An older debootstrap does not know the newest release by name.
  script=/usr/share/debootstrap/scripts/$suite
  [ -e "$script" ] || script=/usr/share/debootstrap/scripts/sid
  http_proxy=${proxy:-${http_proxy:-}} debootstrap --variant=minbase "$suite" "$folder" "$mirror" "$script" </dev/null ||
    die "debootstrap cannot make $release from $mirror"
  # apt behaves as it does here, but installs without a wait for the disk, and what nobody reads is left out.
  apt-config dump | grep '^Acquire::' >"$folder/etc/apt/apt.conf.d/00machine" || true
  printf 'force-unsafe-io\npath-exclude=/usr/share/%s/*\n' >"$folder/etc/dpkg/dpkg.cfg.d/small" doc
  printf 'path-exclude=/usr/share/%s/*\n' man locale info >>"$folder/etc/dpkg/dpkg.cfg.d/small"
  # No package may start its service.
  printf '#!/bin/sh\nexit 101\n' >"$folder/usr/sbin/policy-rc.d"
  chmod 755 "$folder/usr/sbin/policy-rc.d"
  printf '127.0.0.1 localhost\n' >"$folder/etc/hosts"
  if [ "$release" = experimental ]; then
    printf 'deb %s experimental main\n' "$mirror" >"$folder/etc/apt/sources.list.d/experimental.list"
    printf 'Package: %s\nPin: release a=experimental\nPin-Priority: 990\n' \
      "podman* buildah runc crun conmon netavark aardvark-dns containers-common golang-github-containers-*" >"$folder/etc/apt/preferences.d/experimental"
  fi
  enter "$root/build/generation.sh" install || die "the packages that the tests need cannot be installed on $release today"
  stamp >"$folder/etc/oi-generation"
}

# Within the folder: what build/test.sh installs here.
install() {
  need_engines
  need_dotnet
  rm -rf /var/cache/apt/archives/*.deb
}

# enter COMMAND…: the machine's devices, control groups and network, with the files of the folder, and this checkout.
enter() {
  # Everything ends with the first process of a namespace of processes.
  unshare --mount --propagation private --pid --fork --kill-child -- "$root/build/generation.sh" pivot "${options[@]}" "$release" "$@"
}

pivot() {
  local dotnet name
  mount --bind "$folder" "$folder"
  rm -rf --one-file-system "${folder:?}"/tmp/* "$folder/run"
  mkdir -p "$folder/run" "$folder/mnt"
  mount -t proc proc "$folder/proc"
  mount --rbind /sys "$folder/sys"
  devices
  mount -t tmpfs -o mode=755 tmpfs "$folder/run"
  dotnet=$(readlink -f "$(command -v dotnet)")
  # Not the checkout as a whole: the folder lies in it, so that all there would have a second name, by which rules judge it too.
  for name in "$root"/* "$root"/artifacts/* "${dotnet%/*}" /lib/modules; do
    case $name in "$root/artifacts" | "$root/artifacts/generations" | *.dbg) continue ;; esac
    mkdir -p "$folder${name%/*}"
    if [ -d "$name" ]; then
      mkdir -p "$folder$name"
      mount --bind "$name" "$folder$name"
    elif [ -e "$name" ]; then
      cp -a --remove-destination "$name" "$folder$name"
    fi
  done
  [ -e "$folder/usr/bin/dotnet" ] || ln -s "$dotnet" "$folder/usr/bin/dotnet"
  cp -L --remove-destination /etc/resolv.conf "$folder/etc/resolv.conf"
  cd "$folder"
  # The old root is put on top of the new one, and let go.
  pivot_root . .
  umount --lazy .
  cd "$root"
  # Not exec: this process takes in the children of those that ended before them.
  "$@"
}

# All of the machine's devices, or all but /dev/kvm.
devices() {
  local entry
  if [ ${#options[@]} -eq 0 ]; then
    mount --rbind /dev "$folder/dev"
    return
  fi
  mount -t tmpfs -o mode=755 tmpfs "$folder/dev"
  for entry in /dev/*; do
    if [ -d "$entry" ] && [ ! -L "$entry" ]; then
      mkdir "$folder$entry"
      mount --rbind "$entry" "$folder$entry"
    elif [ "$entry" != /dev/kvm ]; then
      cp -a "$entry" "$folder$entry"
    fi
  done
}

declare -A base=([experimental]=sid)
action=${1:-}
[ "$action" != others ] || { others && exit; }
need_root "mounts file systems and makes a folder with the files of another machine"
need_dotnet
case $action in
  install) install && exit ;;
  make-all) make_all "${@:2}" && exit ;;
esac
shift
options=()
[ "${1:-}" != --without-kvm ] || { options=("$1") && shift; }
release=${1:-}
case $release in
  bookworm | trixie | forky | experimental) folder=$root/artifacts/generations/$release ;;
  *) die "unknown release \"$release\": want bookworm, trixie, forky or experimental" ;;
esac
case $action in
  make) make ;;
  is-made) is_made ;;
  enter | pivot) "$action" "${@:2}" ;;
  *) die "unknown action \"$action\": want others, make, make-all, is-made or enter" ;;
esac
