#!/usr/bin/env bash
# Runs the binary for arm64 and prints what came of it; the last line is `N passed, N failed, N skipped`. The runtime behind it
# records what it was given (tests/OciInterceptor.IntegrationTests/Witness). On an x64 machine both are cross-compiled and run
# by qemu-user, which the kernel starts by binfmt_misc; on arm64 they run as they are.
# The binary is artifacts/linux-arm64/oci-interceptor, or on arm64 artifacts/oci-interceptor; if it is missing, it is published.
set -euo pipefail
# shellcheck source=build/environment.sh
. "$(dirname "${BASH_SOURCE[0]}")/environment.sh"

documents=tests/OciInterceptor.Tests/TestData
golden=$documents/Rules/readonly-networking-mounts

# prepare: builds what is missing, and sets $work.
prepare() {
  local cc=gcc
  need jq=jq cmp=diffutils unshare=util-linux
  interceptor=artifacts/oci-interceptor
  if [ "$(machine_runtime)" != linux-arm64 ]; then
    cc=aarch64-linux-gnu-gcc interceptor=artifacts/linux-arm64/oci-interceptor
    need qemu-aarch64=qemu-user
  fi
  need_linker linux-arm64
  [ -x "$interceptor" ] || build/publish.sh --runtime linux-arm64
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  cp "$interceptor" "$work/oci-interceptor"
  "$cc" -O1 -Wall -Wextra -Werror -static -o "$work/runtime" tests/OciInterceptor.IntegrationTests/Witness/witness.c
  "$cc" -O1 -Wall -Wextra -Werror -static -o "$work/shim" build/bench/shim.c
  printf 'int main(void) { return 64; }\n' | "$cc" -static -o "$work/probe" -x c -
}

# register: has the kernel run programs for arm64 by qemu, for as long as this script runs. F: qemu is opened now; P: it is told
# argv[0] too; O: it gets the program opened, as one in memory has no name.
register() {
  local name=oci-interceptor-$$ code=0
  local magic='\x7fELF\x02\x01\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x02\x00\xb7\x00'
  local mask='\xff\xff\xff\xff\xff\xff\xff\x00\xff\xff\xff\xff\xff\xff\xff\xff\xfe\xff\xff\xff'
  mkdir -p "$work/binfmt_misc"
  mount -t binfmt_misc binfmt_misc "$work/binfmt_misc"
  printf ':%s:M::%s:%s:%s:FPO' "$name" "$magic" "$mask" "$(command -v qemu-aarch64)" >"$work/binfmt_misc/register"
  # shellcheck disable=SC2064 # this name
  trap "echo -1 >'$work/binfmt_misc/$name'" EXIT
  "$work/probe" || code=$?
  [ "$code" -eq 64 ] || die "the kernel does not run programs for arm64, although qemu is registered"
  touch "$work/registered"
}

# emulate: runs the tests where qemu is registered. Since Linux 6.7 a user namespace has registrations of its own, and the
# machine's stay as they are. Before that the machine has one more while the tests run.
emulate() {
  local namespaces code
  for namespaces in "--user --map-root-user --mount" --mount; do
    code=0
    # shellcheck disable=SC2086 # options
    unshare $namespaces build/arm64-test.sh --emulated "$work" || code=$?
    [ ! -e "$work/registered" ] || return "$code"
  done
  die "qemu cannot be registered in binfmt_misc, neither for a user namespace nor, as root, for this machine: see above"
}

case ${1:-} in
  '')
    prepare
    case $(machine_runtime) in
      linux-arm64) build/arm64-test.sh --native "$work" ;;
      *) emulate ;;
    esac
    exit
    ;;
  --native) work=$2 ;;
  --emulated)
    work=$2
    register
    ;;
  *) die "unknown argument: $1" ;;
esac

# From here on the kernel executes programs for arm64.
interceptor=$work/oci-interceptor runtime=$work/runtime bundle=$work/bundle passed=0 failed=0
mkdir "$bundle"

# try TEST: runs a function as a test, which ends with its first command that fails.
try() {
  local code
  # Not under `if` or `||`, which would let it go on.
  set +e
  (
    set -e
    "$1"
  ) >"$work/said" 2>&1
  code=$?
  set -e
  if [ "$code" -eq 0 ]; then
    passed=$((passed + 1))
    printf 'ok %s\n' "${1//_/ }"
  else
    failed=$((failed + 1))
    printf 'FAIL %s: %s\n' "${1//_/ }" "$(head -c 600 "$work/said" | tr '\n' ' ')"
  fi
}

# call CODE ARGUMENT…: a call of the interceptor, its output in $work/out and $work/err, and what code it ends with.
call() {
  local code=0 expected=$1
  shift
  "$interceptor" "$@" >"$work/out" 2>"$work/err" </dev/null || code=$?
  [ "$code" -eq "$expected" ] || { printf 'exit code %s, %s is expected: ' "$code" "$expected" && cat "$work/err" && return 1; }
}

# 42 is the code that the witness ends with.
forward() { call 42 --oi-runtime-path "$runtime" "$@"; }

# recorded ARGUMENT…: the runtime's arguments as it recorded them, its own name first; anything but space to ~ is \xNN there.
recorded() { diff <(printf 'arg %s\n' "$@") <(grep '^arg ' "$runtime.record"); }

says() { grep -F -- "$1" "$work/${2:-out}" || { cat "$work/out" "$work/err" && return 1; }; }

new_bundle() { cp "$1" "$bundle/config.json"; }

version() {
  call 0 --oi-version
  says "oci-interceptor $(sed -n 's:.*<VersionPrefix>\(.*\)</VersionPrefix>.*:\1:p' Directory.Build.props)"
}

help() {
  call 0 --oi-help
  says --oi-readonly-networking-mounts
  call 0 oi-explain --help
  says '--output <human|json|patch>'
}

explain() {
  call 0 --oi-readonly-networking-mounts oi-explain --document "$documents/docker-20.10-run.json" --output patch
  diff <(jq -c '[.[] | [.op, .path, .value]]' "$work/out") - <<<'[["add","/mounts/7/options/2","ro"],["add","/mounts/8/options/2","ro"],["add","/mounts/9/options/2","ro"]]'
}

explain_a_profile() {
  call 0 --oi-profile hardened oi-explain --document "$documents/docker-20.10-run.json"
  says no-new-privileges
}

filter() {
  local document expected
  for expected in "$golden"/*.expected.json; do
    document=${expected%.expected.json}.json
    [ -e "$document" ] || document=$documents/$(basename "$document")
    "$interceptor" --oi-readonly-networking-mounts oi-filter <"$document" >"$work/out"
    cmp "$work/out" "$expected"
  done
}

pass_through() {
  local odd=$'\xff\xfe "\\ $x'
  rm -f "$runtime.record"
  forward --root "$work/containers" state -- '' --oi-help "$odd" 'ж'
  # shellcheck disable=SC2016 # as it is
  recorded "$runtime" --root "$work/containers" state -- '' --oi-help '\xff\xfe\x20"\x5c\x20$x' '\xd0\xb6'
}

# Everything that a process inherits: its descriptors, signals, limits, environment … Against a program that does nothing but
# execve, because qemu puts the environment in another order each time.
transparent() {
  rm -f "$runtime.record"
  env -i A=1 B=2 A=3 "$work/shim" "$runtime" kill container KILL >"$work/out" 2>"$work/err" </dev/null || true
  mv "$runtime.record" "$work/direct"
  env -i A=1 B=2 A=3 "$interceptor" --oi-runtime-path "$runtime" kill container KILL >"$work/out" 2>"$work/err" </dev/null || true
  diff "$work/direct" "$runtime.record"
}

create() {
  local before
  rm -f "$runtime.record"
  new_bundle "$documents/docker-20.10-run.json"
  chmod 640 "$bundle/config.json"
  before=$(stat -c %i "$bundle/config.json")
  forward --oi-readonly-networking-mounts --root "$work/containers" create --bundle "$bundle" --pid-file "$bundle/pid" container
  cmp "$bundle/config.json" "$golden/docker-20.10-run.expected.json"
  [ "$(stat -c %i "$bundle/config.json")" != "$before" ]
  [ "$(stat -c %a "$bundle/config.json")" = 640 ]
  [ "$(ls "$bundle")" = config.json ]
  recorded "$runtime" --root "$work/containers" create --bundle "$bundle" --pid-file "$bundle/pid" container
}

create_without_a_change() {
  local before
  rm -f "$runtime.record"
  new_bundle "$golden/already-readonly.json"
  before=$(stat -c '%i %y %z' "$bundle/config.json")
  forward --oi-readonly-networking-mounts create --bundle "$bundle" container
  cmp "$bundle/config.json" "$golden/already-readonly.json"
  [ "$(stat -c '%i %y %z' "$bundle/config.json")" = "$before" ]
  recorded "$runtime" create --bundle "$bundle" container
}

create_by_a_policy() {
  rm -f "$runtime.record"
  new_bundle "$documents/docker-20.10-run.json"
  forward --oi-config "$work/policy.json" create --bundle "$bundle" container
  jq -e '.process.oomScoreAdj == 7 and (.linux.seccomp.architectures | index("SCMP_ARCH_AARCH64") == 0)' "$bundle/config.json"
  recorded "$runtime" create --bundle "$bundle" container
}

refuse() {
  rm -f "$runtime.record"
  new_bundle "$documents/docker-20.10-privileged.json"
  call 1 --oi-runtime-path "$runtime" --oi-config "$work/policy.json" create --bundle "$bundle" container
  says 'no privileged containers here' err
  [ ! -e "$runtime.record" ]
  cmp "$bundle/config.json" "$documents/docker-20.10-privileged.json"
}

# The runtime is a script here, which prints the document that it is given.
exec_through_a_pipe() {
  # shellcheck disable=SC2016 # for that script
  printf '#!/bin/sh\ncat "$3"\n' >"$work/reader"
  chmod +x "$work/reader"
  call 0 --oi-runtime-path "$work/reader" --oi-env-force A=b exec --process <(jq .process "$documents/docker-20.10-run.json") container
  diff <(jq '.process | .env += ["A=b"]' "$documents/docker-20.10-run.json") <(jq . "$work/out")
}

# Not the witness, which needs the name of its file.
from_a_copy_in_memory() { call 64 --oi-clone-runtime --oi-runtime-path "$work/probe" state container; }

cat >"$work/policy.json" <<'POLICY'
{
  "rules": [
    { "type": "oom-score-adj", "value": 7 },
    { "type": "seccomp", "profile": "docker-default" },
    { "type": "deny", "when": { "privileged": true }, "message": "no privileged containers here" }
  ]
}
POLICY

for test in version help explain explain_a_profile filter pass_through transparent create create_without_a_change \
  create_by_a_policy refuse exec_through_a_pipe from_a_copy_in_memory; do
  try "$test"
done

printf '%d passed, %d failed, 0 skipped\n' "$passed" "$failed"
[ "$failed" -eq 0 ]
