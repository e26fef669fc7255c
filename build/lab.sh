#!/usr/bin/env bash
# Tries the probes of tests/Probes on every way to run a container, and prints what came of it: first drofune, the runtime
# that is insecure on purpose, with each of its mitigations; then runc and crun, plain and through the interceptor.
# The last line is `N passed, N failed, N skipped`; it fails when anything is not as docs/drofune says.
#   build/lab.sh [--verbose]    also shows the commands, and what the probes say
set -euo pipefail
# shellcheck source=build/environment.sh
. "$(dirname "${BASH_SOURCE[0]}")/environment.sh"

# prepare: builds what is missing, and sets $work.
prepare() {
  need_root "makes namespaces and mounts"
  need gcc=gcc /usr/include/stdio.h=libc6-dev runc=runc crun=crun busybox=busybox-static jq=jq unshare=util-linux
  [ -n "${DROFUNE_BINARY:-}" ] || build/publish-drofune.sh
  drofune=$(realpath "${DROFUNE_BINARY:-artifacts/lab/drofune}")
  interceptor=${OCI_INTERCEPTOR_BINARY:-artifacts/oci-interceptor}
  [ -x "$interceptor" ] || build/publish.sh
  interceptor=$(realpath "$interceptor")

  # drofune shows a container the root file system and nothing that is mounted on it, as /tmp is on many machines.
  for directory in /tmp /var/tmp /root /; do
    [ "$(stat -c %d "$directory")" != "$(stat -c %d /)" ] || break
  done
  work=$(mktemp -d -p "$directory" drofune-lab.XXXXXX)
}

# Everything runs in mount and PID namespaces of the lab's own. They end with it, also when it is killed, and all mounts and
# processes with them. The directory, and a runtime's cgroups, are removed by a process that waits for the lab's end.
run_in_namespaces() {
  local keep inside keeper
  # shellcheck disable=SC2016 # for that process
  keep='cat >/dev/null
    for ((i = 0; i < 50; i++)); do rm -rf "$1" 2>/dev/null && break; sleep 0.1; done
    find /sys/fs/cgroup -depth -type d -name "$2" -exec rmdir {} + 2>/dev/null'
  exec {alive}> >(exec setsid bash -c "$keep" drofune-lab "$work" "lab-${work##*.}")
  keeper=$!
  setpriv --pdeathsig KILL unshare --mount --pid --fork --kill-child --mount-proc \
    build/lab.sh --inside "$work" "$drofune" "$interceptor" "$verbose" </dev/null {alive}>&- &
  inside=$!
  # shellcheck disable=SC2064 # these, and no later ones
  trap "kill -KILL $inside 2>/dev/null || true; exec {alive}>&-; wait $keeper || true" EXIT
  wait "$inside"
}

case ${1:-} in
  --inside) ;;
  '' | --verbose)
    verbose=${1:-}
    prepare
    run_in_namespaces
    exit
    ;;
  *) die "unknown argument: $1" ;;
esac

# From here on in the lab's own namespaces.
work=$2 drofune=$3 interceptor=$4 verbose=$5
# From how many of those who enter a probe must have an answer before it says that there is no way out.
newcomers=20 newcomers_of_runtimes=5
state=$work/state marker=$work/host/marker bundle=$work/bundle container=lab-${work##*.} running='' passed=0 failed=0

# The marker lies in a file system that the containers do not have: they cannot come to it by its name.
mkdir "$work/host"
mount -t tmpfs -o size=64k lab "$work/host"
for probe in jailbreak insecure-join binary-overwrite; do
  gcc -O1 -Wall -Wextra -Werror -static -o "$work/$probe" "tests/Probes/$probe.c"
done

# start COMMAND…: starts a container and waits until it says that it is ready.
start() {
  [ -z "$verbose" ] || printf '$ %s\n' "$*"
  "$@" >"$work/said" 2>"$work/log" </dev/null &
  running=$!
  for ((waited = 0; waited < 1500; waited++)); do
    if grep -qx ready "$work/said"; then return; fi
    kill -0 "$running" 2>/dev/null || break
    sleep 0.02
  done
  die "the container did not get ready: $(cat "$work/log")"
}

# enter COMMAND…: sends processes in until the container's own has ended.
enter() {
  [ -z "$verbose" ] || printf '$ %s    # again and again\n' "$*"
  for ((times = 0; times < 50 * newcomers; times++)); do
    if ! kill -0 "$running" 2>/dev/null; then
      finish
      return
    fi
    # What enters may be held or overwritten meanwhile; its fate is not what is asked.
    "$@" >"$work/entered" 2>&1 </dev/null || true
    sleep 0.02
  done
  die "the probe did not end: $(cat "$work/log")"
}

finish() {
  code=0
  wait "$running" || code=$?
  running=
}

# attempt COMMAND…: runs a probe that needs nobody to enter.
attempt() {
  [ -z "$verbose" ] || printf '$ %s\n' "$*"
  code=0
  timeout -k 5 "$(under_load 60)" "$@" >"$work/said" 2>"$work/log" </dev/null || code=$?
}

# judge CONTROL FILE: the probe's word is taken if its exit code and the host's file say the same.
judge() {
  local word same=same
  [ -z "$verbose" ] || sed 's/^/    /' "$work/log"
  word=$(tail -n 1 "$work/said")
  cmp -s "$1" "$2" || same=changed
  case $code/$word/$same in
    1/ESCAPED/changed | 0/CONTAINED/same) seen=$word ;;
    *) seen=UNCLEAR && sed 's/^/    /' "$work/said" "$work/log" ;;
  esac
}

# look_for_processes: sets $left to those that are in this PID namespace beside this one, given a moment to end.
look_for_processes() {
  local tries process
  for ((tries = 0; tries < 1500; tries++)); do
    left=
    for process in /proc/[1-9]*; do
      if [ "$process" != "/proc/$$" ]; then left+=" $process"; fi
    done
    [ -n "$left" ] || return 0
    sleep 0.02
  done
}

# check FLAW COLUMN EXPECTED: notes what was seen, and that nothing is left of it on the host.
check() {
  local left
  look_for_processes
  left+=$(find "$state" -maxdepth 0 2>/dev/null || true)$(grep -F " $work/" /proc/self/mounts | grep -v -F " $work/host " || true)
  if [ -n "$left" ]; then seen="LEFT $left"; fi
  cell[$1/$2]=$seen
  if [ "$seen" = "$3" ]; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
    printf 'FAILED %s, %s: %s, but %s is expected\n' "$1" "$2" "$seen" "$3"
  fi
}

# table COLUMN…: what was seen, a line a flaw.
table() {
  local flaw column
  printf '\n%-18s' ''
  printf '%-22s' "$@"
  printf '\n'
  for flaw in jailbreak insecure-join binary-overwrite; do
    printf '%-18s' "$flaw"
    for column; do printf '%-22s' "${cell[$flaw/$column]:--}"; done
    printf '\n'
  done
}

new_marker() {
  printf 'untouched\n' >"$work/untouched"
  cp "$work/untouched" "$marker"
}

# A container that does nothing, until it is told to end.
idle=(/bin/sh -c 'trap "exit 0" TERM; echo ready; while :; do sleep 0.1; done')

# drofune_case FLAW COLUMN EXPECTED: the column is the mitigation, an option of run, of exec, of both or of the interceptor,
# which then becomes drofune as it would a runtime.
drofune_case() {
  local flaw=$1 column=$2 run=("$drofune" run --state "$state") exec=(exec --state "$state") before=()
  case $column in
    --pivot-root) run+=("$column") ;;
    --drop-caps) run+=("$column") exec+=("$column") ;;
    --secure-join | --clone-binary) exec+=("$column") ;;
    interceptor) before=("$interceptor" --oi-runtime-path) ;;
    --oi-clone-runtime) before=("$interceptor" "$column" --oi-runtime-path) ;;
  esac
  new_marker
  case $flaw in
    jailbreak)
      start "${run[@]}" "${idle[@]}"
      attempt "$drofune" "${exec[@]}" "$work/jailbreak" "$marker"
      judge "$work/untouched" "$marker"
      kill -TERM "$running"
      finish
      ;;
    insecure-join)
      start "${run[@]}" "$work/insecure-join" "$marker" "$newcomers"
      enter "$drofune" "${exec[@]}" "$work/insecure-join"
      judge "$work/untouched" "$marker"
      ;;
    binary-overwrite)
      # A copy enters: the original is executed by the container's own runtime, and would be busy as long as that lives.
      cp "$drofune" "$work/entering"
      start "${run[@]}" "$work/binary-overwrite" entering /entered "$newcomers"
      enter "${before[@]}" "$work/entering" "${exec[@]}" /entered
      judge "$drofune" "$work/entering"
      ;;
  esac
  check "$flaw" "$column" "$3"
}

# A container with what an escape needs: CAP_SYS_CHROOT, and CAP_SYS_ADMIN and CAP_SYS_PTRACE as in a privileged one.
make_bundle() {
  local applet name
  mkdir -p "$bundle"/rootfs/{bin,proc,dev,sys}
  cp "$(command -v busybox)" "$bundle/rootfs/bin/busybox"
  for applet in sh true sleep; do ln -s busybox "$bundle/rootfs/bin/$applet"; done
  cp "$work"/{jailbreak,insecure-join,binary-overwrite} "$bundle/rootfs/"
  # So that the runtimes can be executed in the container as well, where they are linked to libraries.
  for name in runc crun; do
    { ldd "$(command -v $name)" 2>/dev/null | grep -o '/[^ ]*' || true; } | xargs -r cp --parents -L -t "$bundle/rootfs"
  done
  # The loader opens this before all else: a program that would be over in a millisecond waits there to be looked at.
  mkdir -p "$bundle/rootfs/etc"
  mkfifo "$bundle/rootfs/etc/ld.so.preload"
  runc spec --bundle "$bundle"
  mv "$bundle/config.json" "$work/spec.json"
  printf '{ "rules": [{ "type": "capabilities", "drop": ["SYS_CHROOT"] }] }\n' >"$work/policy.json"
}

write_config() {
  jq '.process.terminal = false | .process.args = $ARGS.positional | .process.noNewPrivileges = false | .root.readonly = false
    | .process.capabilities |= with_entries(.value += ["CAP_SYS_CHROOT", "CAP_SYS_ADMIN", "CAP_SYS_PTRACE", "CAP_DAC_OVERRIDE"])' \
    "$work/spec.json" --args "$@" >"$bundle/config.json"
}

# runtime_case FLAW COLUMN EXPECTED: the column says how the runtime, a copy of which is $work/runtime, is called.
runtime_case() {
  local flaw=$1 column=$2 call=("$interceptor" --oi-runtime-path "$work/runtime") options=()
  case $column in
    *--no-pivot*) options=(--no-pivot) ;;
  esac
  case $column in
    runc* | crun*) call=("$work/runtime") ;;
    "no chroot"*) call+=(--oi-config "$work/policy.json") ;;
    hardened*) call+=(--oi-profile hardened) ;;
    --oi-clone-runtime) call+=("$column") ;;
  esac
  call+=(--root "$work/containers")
  local run=("${call[@]}" run "${options[@]}" --bundle "$bundle" "$container")
  new_marker
  case $flaw in
    jailbreak)
      write_config /jailbreak "$marker"
      attempt "${run[@]}"
      if [ "$code" -eq 1 ] && grep -q '^oci-interceptor: denied by the rule "root-directory"' "$work/log"; then
        printf 'CONTAINED\n' >"$work/said"
        code=0
        judge "$work/untouched" "$marker"
        seen=REFUSED
      else
        judge "$work/untouched" "$marker"
      fi
      ;;
    insecure-join)
      write_config /insecure-join "$marker" "$newcomers_of_runtimes"
      start "${run[@]}"
      enter "${call[@]}" exec "$container" /insecure-join
      judge "$work/untouched" "$marker"
      ;;
    binary-overwrite)
      cp "$work/runtime" "$work/entering"
      write_config /binary-overwrite entering /entered "$newcomers_of_runtimes" /etc/ld.so.preload
      start "${run[@]}"
      enter "${call[@]/%"$work/runtime"/"$work/entering"}" exec "$container" /entered
      judge "$work/runtime" "$work/entering"
      ;;
  esac
  check "$flaw" "$column" "$3"
}

# runtime_cases NAME: everything for one runtime, and its table.
runtime_cases() {
  local name=$1
  cell=()
  say "$("$name" --version | sed -n '1s/ version / /p'), through the interceptor in the columns from the third on"
  cp "$(command -v "$name")" "$work/runtime"
  runtime_case jailbreak "$name" CONTAINED
  runtime_case jailbreak "$name --no-pivot" ESCAPED
  runtime_case jailbreak "no chroot, --no-pivot" CONTAINED
  runtime_case jailbreak "hardened" CONTAINED
  runtime_case jailbreak "hardened, --no-pivot" REFUSED
  runtime_case insecure-join "$name" CONTAINED
  runtime_case insecure-join "$name --no-pivot" CONTAINED
  runtime_case insecure-join "hardened" CONTAINED
  runtime_case binary-overwrite "$name" CONTAINED
  runtime_case binary-overwrite "$name --no-pivot" CONTAINED
  runtime_case binary-overwrite "hardened" CONTAINED
  runtime_case binary-overwrite --oi-clone-runtime CONTAINED
  table "$name" "$name --no-pivot" "no chroot, --no-pivot" "hardened" "hardened, --no-pivot" --oi-clone-runtime
}

declare -A cell=()

say "drofune"
drofune_case jailbreak unmitigated ESCAPED
drofune_case jailbreak --pivot-root CONTAINED
drofune_case jailbreak --drop-caps CONTAINED
drofune_case jailbreak --secure-join ESCAPED
drofune_case jailbreak --clone-binary ESCAPED
drofune_case insecure-join unmitigated ESCAPED
drofune_case insecure-join --pivot-root ESCAPED
drofune_case insecure-join --drop-caps CONTAINED
drofune_case insecure-join --secure-join CONTAINED
drofune_case insecure-join --clone-binary ESCAPED
drofune_case binary-overwrite unmitigated ESCAPED
drofune_case binary-overwrite --pivot-root ESCAPED
drofune_case binary-overwrite --drop-caps ESCAPED
drofune_case binary-overwrite --secure-join ESCAPED
drofune_case binary-overwrite --clone-binary CONTAINED
drofune_case binary-overwrite interceptor ESCAPED
drofune_case binary-overwrite --oi-clone-runtime CONTAINED
table unmitigated --pivot-root --drop-caps --secure-join --clone-binary interceptor --oi-clone-runtime

make_bundle
runtime_cases runc
# crun refuses a machine that has cgroup v1 and v2 at once.
if mountpoint -q /sys/fs/cgroup/unified; then umount /sys/fs/cgroup/unified; fi
runtime_cases crun

printf '\n%d passed, %d failed, 0 skipped\n' "$passed" "$failed"
[ "$failed" -eq 0 ]
