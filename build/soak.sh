#!/usr/bin/env bash
# A day's worth of starts, in minutes: calls with documents, eight at a time, each of which must end with 0 and leave the very
# bytes that the start with the collector makes.
#   build/soak.sh [COUNT]    so many creates, and as many execs (default: 20000)
# Ends with one line, "N passed, N failed, 0 skipped".
set -euo pipefail
# shellcheck source=build/environment.sh
. "$(dirname "${BASH_SOURCE[0]}")/environment.sh"

count=${1:-20000} workers=8
interceptor=${OCI_INTERCEPTOR_BINARY:-$root/artifacts/oci-interceptor}
need jq=jq
[ -x "$interceptor" ] || build/publish.sh

# Bundles are in memory, as engines keep them.
work=$(mktemp -d -p /dev/shm)
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"
cp build/bench/policy.json "$work/policy.json"
cp tests/OciInterceptor.Tests/TestData/docker-20.10-run.json "$work/create.json"
jq -c .process "$work/create.json" >"$work/exec.json"

# call KIND DIRECTORY [FLAG]: one call on a fresh document.
call() {
  cp "$work/$1.json" "$2/config.json" || return 99
  if [ "$1" = create ]; then
    "$interceptor" ${3:+"$3"} --oi-runtime-path /bin/true --oi-config "$work/policy.json" create --bundle "$2" c1
  else
    "$interceptor" ${3:+"$3"} --oi-runtime-path /bin/true --oi-config "$work/policy.json" exec --process "$2/config.json" c1
  fi
}

for kind in create exec; do
  mkdir "$work/$kind"
  call $kind "$work/$kind" --oi-collector
  cp "$work/$kind/config.json" "$work/$kind.expected"
  ! cmp -s "$work/$kind.json" "$work/$kind.expected" || die "no rule changes the document of the $kind"
done

# work_off WORKER: its share of the calls; prints what was wrong.
work_off() {
  local directory=$work/$1 status done=0
  mkdir "$directory"
  for ((i = $1; i < count; i += workers)); do
    for kind in create exec; do
      status=0
      call $kind "$directory" 2>"$directory/error" || status=$?
      if [ "$status" -ne 0 ]; then
        printf 'FAILED %s %d ended with %d: %s\n' $kind "$i" "$status" "$(head -c 200 "$directory/error")"
      elif ! cmp -s "$directory/config.json" "$work/$kind.expected"; then
        printf 'FAILED %s %d left another document\n' $kind "$i"
      else
        done=$((done + 1))
      fi
    done
  done
  printf '%d\n' $done >"$work/$1.done"
}
for ((worker = 0; worker < workers; worker++)); do work_off $worker >"$work/$worker.txt" & done
wait

cat "$work"/?.txt
# A worker that ended early has passed none.
passed=$(cat "$work"/?.done | awk '{ n += $1 } END { print n + 0 }')
failed=$((2 * count - passed))
printf '%d passed, %d failed, 0 skipped\n' "$passed" "$failed"
[ "$failed" -eq 0 ]
