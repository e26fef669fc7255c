#!/usr/bin/env bash
# Builds oci-interceptor and shows what it is for: one container that may write to its network files,
# and the same container through the interceptor with them made read-only.
set -euo pipefail
# shellcheck source=build/environment.sh
. "$(dirname "${BASH_SOURCE[0]}")/environment.sh"

need_root "runs containers with runc"
need runc=runc busybox=busybox-static
build/publish.sh

work=$(mktemp -d)
container=oi-quickstart-$$
cleanup() {
  runc delete --force "$container" >/dev/null 2>&1 || true
  rm -rf "$work"
}
trap cleanup EXIT

network_files=(/etc/hosts /etc/hostname /etc/resolv.conf)

# A bundle as an engine makes it: the network files live beside the root file system and are mounted over it.
make_bundle() {
  local bundle=$1 applet file mounts=
  mkdir -p "$bundle"/{files,rootfs/{bin,proc,dev,etc}}
  cp "$(command -v busybox)" "$bundle/rootfs/bin/busybox"
  for applet in sh cat; do ln -s busybox "$bundle/rootfs/bin/$applet"; done
  for file in "${network_files[@]}"; do
    printf 'from the host\n' >"$bundle/files/${file##*/}"
    : >"$bundle/rootfs$file"
    mounts+=",
    { \"destination\": \"$file\", \"type\": \"bind\", \"source\": \"$bundle/files/${file##*/}\", \"options\": [\"rbind\", \"rprivate\"] }"
  done
  cat >"$bundle/attempt.sh" <<'SCRIPT'
exec 2>&1
for file in /etc/hosts /etc/hostname /etc/resolv.conf; do
  if echo "from the container" >>$file; then echo "$file: written"; else echo "$file: refused"; fi
done
SCRIPT
  cp "$bundle/attempt.sh" "$bundle/rootfs/attempt.sh"
  cat >"$bundle/config.json" <<JSON
{
  "ociVersion": "1.0.2",
  "process": {
    "user": { "uid": 0, "gid": 0 },
    "args": ["/bin/sh", "/attempt.sh"],
    "env": ["PATH=/bin"],
    "cwd": "/"
  },
  "root": { "path": "rootfs" },
  "hostname": "quickstart",
  "mounts": [
    { "destination": "/proc", "type": "proc", "source": "proc" },
    { "destination": "/dev", "type": "tmpfs", "source": "tmpfs", "options": ["nosuid", "mode=755"] }$mounts
  ],
  "linux": { "namespaces": [{ "type": "pid" }, { "type": "network" }, { "type": "ipc" }, { "type": "uts" }, { "type": "mount" }] }
}
JSON
  cp "$bundle/config.json" "$bundle/original.json"
}

# run_container BUNDLE FLAG…: shows the command, the container's output and keeps it in $output.
run_container() {
  local bundle=$1
  shift
  printf '\n$ oci-interceptor %s\n' "${*:+$* }run --bundle $bundle $container"
  output=$(artifacts/oci-interceptor --oi-runtime-path "$(command -v runc)" "$@" run --bundle "$bundle" "$container" 2>&1 </dev/null) ||
    die "the container did not run: $output"
  printf '%s\n' "$output"
}

# expect OUTCOME BUNDLE: every network file met OUTCOME, in the container's words and in the host's files.
expect() {
  local outcome=$1 bundle=$2 file there
  for file in "${network_files[@]}"; do
    there=refused
    grep -q 'from the container' "$bundle/files/${file##*/}" && there=written
    [[ $output == *"$file: $outcome"* && $there == "$outcome" ]] ||
      die "$file should have been $outcome; the host's file says $there, the container said: ${output:-nothing}"
  done
}

make_bundle "$work/guarded"
make_bundle "$work/plain"

run_container "$work/guarded" --oi-readonly-networking-mounts
expect refused "$work/guarded"

run_container "$work/plain"
expect written "$work/plain"

printf '\nWhat the flag changed in config.json:\n'
diff "$work/guarded/original.json" "$work/guarded/config.json" || true

cat <<END

With --oi-readonly-networking-mounts the container could not write to ${network_files[*]};
without it, the same container could. The binary is artifacts/oci-interceptor; README.md shows how to give it to Docker.
END
