#!/usr/bin/env bash
# Tries the packages of this machine's architecture: lint, the same bytes twice, rpm in a root of its own, the image, and the deb on
# another release of Debian with a real dockerd. The last line is the sum.
#   build/package-test.sh [RELEASE] [--ansible]
# RELEASE is one that build/generation.sh knows (default: trixie); "none" leaves out the deb's. With --ansible the Ansible role is
# played there as well.
set -euo pipefail
# shellcheck source=build/environment.sh
. "$(dirname "${BASH_SOURCE[0]}")/environment.sh"
# shellcheck source=build/checks.sh
. "$root/build/checks.sh"

refuses_removal() {
  local output
  ! output=$("$@" 2>&1) || { printf 'removed:\n%s\n' "$output" && false; }
  says "$output" 'oci-interceptor is still in use'
  says "$output" "$still"
}

changed_file_is_found() (
  rm -rf artifacts/release.changed
  cp -r artifacts/release artifacts/release.changed
  cd artifacts/release.changed
  printf x >>oci-interceptor_*_"$(dpkg --print-architecture)".deb
  ! sha256sum --check --quiet SHA256SUMS
)

# ---- within a folder of another release -----------------------------------------------------------------------------------

still='oci-interceptor oi-uninstall docker --reload  # /etc/docker/daemon.json'

docker_run() { docker run --rm --network=none "$@"; }

# Calls while the package is replaced: the first that fails is told.
calls() {
  local count=0
  while [ ! -e /tmp/enough ]; do
    if ! docker_run --runtime oci-interceptor box true || ! docker exec running true; then
      echo "call $count failed"
      return 1
    fi
    count=$((count + 1))
  done
  [ "$count" -gt 0 ] && echo "$count calls"
}

upgrade() {
  local job round
  rm -f /tmp/enough
  calls >/tmp/calls 2>&1 &
  job=$!
  for round in 1 2 3; do
    dpkg --install "$newer" || return 1
    sleep 1
    dpkg --install "$deb" || return 1
    sleep 1
    echo "round $round"
  done
  touch /tmp/enough
  if ! wait "$job"; then
    cat /tmp/calls
    return 1
  fi
}

# Types a line with a Tab in it into an interactive bash on a pseudo-terminal.
typed() {
  printf '%b\nexit\n' "$1" | TERM=dumb script --quiet --command 'bash --rcfile /usr/share/bash-completion/bash_completion -i' /dev/null
}

# The example's playbook, on this machine.
play() {
  ansible-playbook --connection local --inventory localhost, build/ansible/example.yml --extra-vars "oci_interceptor_package=$deb" "$@" 2>&1
}

with_ansible() {
  check "apt installs ansible" apt-get -qq install -y --no-install-recommends ansible-core python3-apt
  check "a check of the Ansible role on a host without anything fails at nothing" says "$(play --check)" 'failed=0'
  check "a check changes nothing" sh -c '! command -v oci-interceptor && [ ! -e /etc/oci-interceptor/profiles ]'
  check "the Ansible role installs package, policy and registration" says "$(play)" 'failed=0'
  check "a container has the role's rule" says "$(docker_run --runtime oci-interceptor box sh -c 'echo x >>/etc/hosts' 2>&1)" 'Read-only file system'
  check "the role changes nothing the second time" says "$(play)" 'changed=0'
  check "a check after that finds nothing to change" says "$(play --check)" 'changed=0'
  touch /etc/oci-interceptor/config.jsonc
  check "a second policy is not put beside one with comments" says "$(play)" 'has /etc/oci-interceptor/config.jsonc'
  rm /etc/oci-interceptor/config.jsonc
  check "a policy that is wrong is not put in place" says "$(play --extra-vars '{"oci_interceptor_policy": {"rules": [{"type": "umsk"}]}}')" 'unknown rule type'
  check "the one before is still there" says "$(cat /etc/oci-interceptor/config.json)" 'network-files'
  oci-interceptor oi-uninstall docker --reload >/dev/null
  apt-get -qq remove -y oci-interceptor >/dev/null
  # The role's copy of the package.
  rm -f "/var/cache/${deb##*/}"
}

on_debian() {
  deb=$1 newer=$2
  # What this machine lends the folder for other tests is not there for this one.
  umount "$(dirname "$(readlink -f /usr/bin/dotnet)")" && rm /usr/bin/dotnet
  export DEBIAN_FRONTEND=noninteractive
  # Pages are left out of these folders; here they are wanted.
  printf 'path-include=/usr/share/man/*\npath-include=/usr/share/doc/oci-interceptor/*\n' >/etc/dpkg/dpkg.cfg.d/zz-pages
  apt-get -qq update
  check "there is no .NET" sh -c '! command -v dotnet'
  check "apt installs the package" apt-get -qq install -y --no-install-recommends "$deb" man-db bash-completion
  check "the program says its version" says "$(oci-interceptor --oi-version)" "oci-interceptor $(dpkg-deb -f "$deb" Version | sed 's/-1$//')"
  check "the policy's directory is root's" is "$(stat -c '%U:%G %a' /etc/oci-interceptor)" 'root:root 755'
  check "the one file of configuration is logrotate's" is "$(dpkg-query -W -f '${Conffiles}' oci-interceptor | awk '{ print $1 }' | paste -sd ' ')" /etc/logrotate.d/oci-interceptor
  check "no engine was touched" test ! -e /etc/docker/daemon.json
  for page in oci-interceptor oci-interceptor-oi-explain oci-interceptor.json oci-interceptor-profiles; do
    check "man $page" says "$(MANPAGER=cat MANWIDTH=80 man "$page" 2>&1)" "$page"
  done
  check "Tab completes in bash" says "$(typed 'oci-interceptor oi-vers\t')" "runtime-spec"

  mkdir -p /etc/docker /tmp/box/bin
  cp "$(command -v busybox)" /tmp/box/bin/
  for name in sh true sleep cat; do ln -s busybox "/tmp/box/bin/$name"; done
  printf '{ "profiles": ["hardened"], "rules": [{ "name": "network-files", "type": "readonly-networking-mounts" }] }\n' >/etc/oci-interceptor/config.json
  dockerd --bridge=none --iptables=false --storage-driver=vfs >/tmp/dockerd.log 2>&1 &
  daemon=$!
  for _ in $(seq 600); do
    if docker version >/dev/null 2>&1; then break; fi
    sleep 0.1
  done
  tar -C /tmp/box -c . | docker import - box >/dev/null
  check "oi-install docker" oci-interceptor oi-install docker --reload
  check "a container has the rule" says "$(docker_run --runtime oci-interceptor box sh -c 'echo x >>/etc/hosts' 2>&1)" 'Read-only file system'
  check "another runtime's has not" docker_run box sh -c 'echo x >>/etc/hosts'
  docker run --detach --name running --network=none --runtime oci-interceptor box sleep 1000 >/dev/null
  check "no call is lost while the package is replaced six times" upgrade
  check "a container from before can be entered and stopped" sh -c 'docker exec running true && docker rm --force running'
  check "apt does not remove it while Docker names it" refuses_removal apt-get -qq remove -y oci-interceptor
  check "the program is still there" oci-interceptor --oi-version
  check "oi-uninstall docker" oci-interceptor oi-uninstall docker --reload
  check "apt removes it then" apt-get -qq remove -y oci-interceptor
  check "nothing of it is left but the operator's policy and logrotate's file" is \
    "$(find / -xdev \( -path /proc -o -path /sys -o -path /tmp -o -path /var/cache/man -o -path "$root" \) -prune -o -name '*oci-interceptor*' -print | grep -v '^/var/lib/dpkg/info' | sort | paste -sd ' ')" \
    '/etc/logrotate.d/oci-interceptor /etc/oci-interceptor'
  [ "$3" = no ] || with_ansible
  mkdir -p /var/log/oci-interceptor
  check "apt purges it" apt-get -qq purge -y oci-interceptor
  check "the policy of the operator stays" test -e /etc/oci-interceptor/config.json
  check "logs and logrotate's file are gone" sh -c '[ ! -e /var/log/oci-interceptor ] && [ ! -e /etc/logrotate.d/oci-interceptor ]'
  rm -rf /etc/oci-interceptor /etc/docker/daemon.json /etc/dpkg/dpkg.cfg.d/zz-pages /tmp/box
  kill "$daemon"
  wait "$daemon" || true
  print_sum
}

[ "${1:-}" != --within ] || { on_debian "$2" "$3" "$4" && exit || exit 1; }

# ---- here ------------------------------------------------------------------------------------------------------------------

release=${1:-trixie} ansible=${2:-no}
need_root "installs packages in folders"
need lintian=lintian rpmlint=rpmlint mandoc=mandoc rpm=rpm busybox=busybox-static podman=podman runc=runc jq=jq
binary=${OCI_INTERCEPTOR_BINARY:-artifacts/oci-interceptor}
[ -x "$binary" ] || die "no published binary at $binary: run build/publish.sh"
binary=$(realpath "$binary")
work=$root/artifacts/package-test
rm -rf "$work"
mkdir -p "$work/one" "$work/other"

build/package.sh --binary "$binary" --output "$work/one" >/dev/null
# Again, with another umask, locale, time zone and folder, and files that are newer.
(umask 077 && cp "$binary" "$work/again" && LANG=C.UTF-8 TZ=Asia/Tokyo build/package.sh --binary "$work/again" --output "$work/other" >/dev/null)
for package in "$work"/one/*; do
  check "${package##*/} has the same bytes twice" cmp "$package" "$work/other/${package##*/}"
done

deb=$(echo "$work"/one/*.deb) rpm=$(echo "$work"/one/*.rpm) image=$(echo "$work"/one/*.oci.tar) tarball=$(echo "$work"/one/*.tar.gz)
check "lintian" is "$(lintian --allow-root --tag-display-limit 0 "$deb" 2>&1 | grep -v '^running with root')" ''
check "rpmlint" rpmlint --strict -c build/package/rpmlint.toml "$rpm"
for page in artifacts/package/"$(machine_runtime)"/share/man/*/*; do
  check "mandoc ${page##*/}" is "$(mandoc -T lint -W style "$page" 2>&1)" ''
done
for script in bash-completion/completions/oci-interceptor zsh/vendor-completions/_oci-interceptor fish/vendor_completions.d/oci-interceptor.fish; do
  check "the package has $script" test -s "artifacts/package/$(machine_runtime)/deb/usr/share/$script"
done

# The other architecture's have nothing here that could run them, but the same lint.
other=artifacts/linux-arm64/oci-interceptor
if [ "$(machine_runtime)" = linux-x64 ] && [ -x "$other" ]; then
  check "packages for arm64" build/package.sh --runtime linux-arm64 --binary "$other" --output "$work/one"
  check "lintian of the deb for arm64" is "$(lintian --allow-root --tag-display-limit 0 "$work"/one/*_arm64.deb 2>&1 | grep -v '^running with root')" ''
  check "rpmlint of the rpm for arm64" rpmlint --strict -c build/package/rpmlint.toml "$work"/one/*.aarch64.rpm
fi
check "a dry run makes, signs and checks a release" build/release.sh --dry-run --packages "$work/one"
check "the bill of materials has what comes from Debian and the compiler's runtime" is \
  "$(jq -r '.components[].name' artifacts/release/*.cdx.json | grep -cE '^(busybox-static|runtime\.linux-(x64|arm64)\.Microsoft\.DotNet\.ILCompiler)$')" "$((2 * $(find "$work/one" -name '*.deb' | wc -l)))"
check "a release needs the packages of both architectures" refuses "$work/other has no oci-interceptor-" build/release.sh --packages "$work/other"
touch "$work/other/oci-interceptor_0.0.9-1_amd64.deb"
check "a package of another version is refused" refuses "is none of the files of version" build/release.sh --dry-run --packages "$work/other"
[ -e build/package/allowed_signers ] || check "without the project's public key nothing is signed" refuses 'build/package/allowed_signers' build/release.sh --sign /dev/null
check "a file that was changed is found by the release's sums" changed_file_is_found

mkdir "$work/tarball" && tar -C "$work/tarball" -xzf "$tarball"
check "the tarball's program runs" says "$("$work/tarball/$(basename "$tarball" .tar.gz)/oci-interceptor" --oi-version)" oci-interceptor
in_image() {
  podman --runtime runc --cgroup-manager cgroupfs --root "$work/containers" --runroot "$work/run" --storage-driver vfs run --rm --network=none --ulimit nofile=256:256 --ulimit nproc=256:256 "$@" 2>&1 || true
}
check "the image's program runs" says "$(in_image --entrypoint /oci-interceptor "oci-archive:$image" --oi-version)" runtime-spec
mkdir "$work/policy" && printf '{"rules": [{"type": "umask", "value": "0027"}]}' >"$work/policy/policy.json"
installed=$(in_image --env ENTER= --env HOST_ROOT= --volume "$work/policy:/policy:ro" "oci-archive:$image")
check "the image's installer puts the program on a node" says "$installed" 'put /usr/local/bin/oci-interceptor'
check "the image's installer puts the policy on a node" says "$installed" 'put /etc/oci-interceptor/profiles/cluster.json'
check "the image's installer says what a node without a runtime lacks" says "$installed" 'no runc here'
check "the image is for this architecture" is "$(tar -xOf "$image" index.json | jq -r '.manifests[0].platform.architecture')" "$(dpkg-deb -f "$deb" Architecture)"

into=$work/rpm-root
mkdir -p "$into/bin" "$into/etc/docker" "$into/dev"
cp "$(command -v busybox)" "$into/bin/sh"
on_rpm() { rpm --root "$into" "$@"; }
check "rpm installs the package" on_rpm --install --nodeps "$rpm"
check "rpm finds every file as it was packed" on_rpm --verify --nodeps oci-interceptor
check "the program runs in that root" chroot "$into" /usr/bin/oci-interceptor --oi-version
printf '{"runtimes": {"oi": {"path": "/usr/bin/oci-interceptor"}}}' >"$into/etc/docker/daemon.json"
still='docker: oi is /usr/bin/oci-interceptor, registered without oi-install: remove it from /etc/docker/daemon.json'
check "rpm does not remove it while Docker names it" refuses_removal rpm --root "$into" --erase --nodeps oci-interceptor
rm "$into/etc/docker/daemon.json"
check "rpm updates it" on_rpm --upgrade --force --nodeps "$rpm"
check "rpm removes it then" on_rpm --erase --nodeps oci-interceptor
check "nothing of it is left" is "$(find "$into" -name '*oci-interceptor*')" ''

if [ "$release" != none ]; then
  # A version that comes after: the same files.
  dpkg-deb --raw-extract "$deb" "$work/newer" && sed -i 's/^Version: .*/&~next2/; s/-1~next2/-2/' "$work/newer/DEBIAN/control"
  dpkg-deb --root-owner-group --build "$work/newer" "$work/newer.deb" >/dev/null
  build/generation.sh make "$release"
  say "on $release"
  status=0
  build/generation.sh enter "$release" "$root/build/package-test.sh" --within "$deb" "$work/newer.deb" "$ansible" </dev/null >"$work/within" 2>&1 || status=$?
  cat "$work/within"
  read -r more less < <(sed -n 's/^\([0-9]*\) passed, \([0-9]*\) failed.*/\1 \2/p' "$work/within" | tail -n 1) || true
  passed=$((passed + ${more:-0})) failed=$((failed + ${less:-0}))
  [ -n "${more:-}" ] && [ "$status" -eq 0 ] || [ "${less:-0}" -gt 0 ] || { failed=$((failed + 1)) && echo "FAIL the test on $release stopped"; }
fi
print_sum
