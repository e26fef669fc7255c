#!/usr/bin/env bash
# Measures what oci-interceptor adds to a call of the runtime, beside a C shim and sh that only exec.
#   build/bench.sh [--runs N] [--check]
# --check fails when a budget is missed; without it a measurement is only a measurement.
set -euo pipefail
# shellcheck source=build/environment.sh
. "$(dirname "${BASH_SOURCE[0]}")/environment.sh"

runs=300 warm_up=20 check=
while [ $# -gt 0 ]; do
  case $1 in
    --runs) runs=${2:?--runs needs a number} && shift ;;
    --check) check=yes ;;
    *) die "unknown argument: $1" ;;
  esac
  shift
done
[ "$runs" -ge 200 ] || die "a median over fewer than 200 runs says little"

need gcc=gcc /usr/include/stdio.h=libc6-dev strace=strace
interceptor=${OCI_INTERCEPTOR_BINARY:-$root/artifacts/oci-interceptor}
[ -x "$interceptor" ] || build/publish.sh

# Engines keep bundles in /run: memory, no disk.
memory=/dev/shm
[ "$(stat -f -c %T $memory)" = tmpfs ] || memory=/run
[ "$(stat -f -c %T $memory)" = tmpfs ] || die "neither /dev/shm nor /run is a tmpfs"
work=$(mktemp -d -p "$memory")
trap 'rm -rf "$work"' EXIT

cc=(gcc -O2 -Wall -Wextra -Werror)
"${cc[@]}" -o "$work/shim" build/bench/shim.c
"${cc[@]}" -static -o "$work/time" build/bench/time.c
"${cc[@]}" -static -o "$work/count" build/bench/count.c
"${cc[@]}" -static -nostartfiles -o "$work/nothing" build/bench/nothing.c

id=8d0c3b7a6f5e4d3c2b1a09f8e7d6c5b4a39281706f5e4d3c2b1a09f8e7d6c5b4
flags=(--oi-readonly-networking-mounts)
documents=tests/OciInterceptor.Tests/TestData
mkdir "$work"/{same,9k,62k,policy-same,policy-9k}
cp build/bench/policy.json "$work/policy.json"
cp "$documents/docker-20.10-run.json" "$work/9k.json"
cp "$work/9k.json" "$work/policy-9k.json"
cp "$documents/docker-20.10-1000-env-80-binds.json" "$work/62k.json"

# create_call NAME: the arguments that containerd's shim gives to create; the bundle is $work/NAME.
create_call() {
  local bundle=$work/$1
  call=(--root "$work/root" --log "$bundle/log.json" --log-format json
    create --bundle "$bundle" --pid-file "$bundle/init.pid" "$id")
}

# sized RUNTIME BYTES: a runtime that is as large as another; prints its path.
sized() {
  local path=$work/${1##*/}-$2
  [ -e "$path" ] || { cp "$1" "$path" && truncate -s "$2" "$path"; }
  printf '%s\n' "$path"
}

# argv_of ROW RUNTIME: sets argv, and original and copy where a document is to be made anew before each run.
argv_of() {
  local runtime=$2
  original='' copy='' call=(state "$id")
  case $1 in
    oi-policy-create) create_call policy-same ;;
    *-create) create_call same ;;
    *-9k | *-62k) create_call "${1#*-}" && original=$work/${1#*-}.json copy=$work/${1#*-}/config.json ;;
  esac
  case $1 in
    true-*) argv=("$runtime" "${call[@]}") ;;
    shim-*) argv=("$work/shim" "$runtime" "${call[@]}") ;;
    sh-*) argv=(/bin/sh -c "exec \"\$0\" \"\$@\"" "$runtime" "${call[@]}") ;;
    oi-clone-*) argv=("$interceptor" --oi-clone-runtime --oi-runtime-path "$(sized "$runtime" "${1#oi-clone-}")" "${call[@]}") ;;
    oi-policy-*) argv=("$interceptor" --oi-runtime-path "$runtime" --oi-config "$work/policy.json" "${call[@]}") ;;
    oi-*) argv=("$interceptor" --oi-runtime-path "$runtime" "${flags[@]}" "${call[@]}") ;;
  esac
}

# As large as crun 1.8 and runc 1.1.
crun_size=500000 runc_size=8800000
rows=(true-state shim-state sh-state oi-state oi-policy-state "oi-clone-$crun_size" "oi-clone-$runc_size" true-create shim-create oi-create oi-policy-create
  oi-9k oi-policy-9k oi-62k)
declare -A title=(
  [true-state]="/bin/true, arguments of state" [shim-state]="C shim, state" [sh-state]="sh with exec, state"
  [oi-state]="oci-interceptor, state" [true-create]="/bin/true, arguments of create" [shim-create]="C shim, create"
  [oi-create]="oci-interceptor, create, no change" [oi-9k]="oci-interceptor, create, 9 KB rewritten"
  [oi-62k]="oci-interceptor, create, 62 KB rewritten" [oi-policy-state]="oci-interceptor, 30 rules, state"
  [oi-clone-$crun_size]="oci-interceptor, state, copy of 0.5 MB"
  [oi-clone-$runc_size]="oci-interceptor, state, copy of 8.8 MB"
  [oi-policy-create]="oci-interceptor, 30 rules, no change" [oi-policy-9k]="oci-interceptor, 30 rules, 9 KB rewritten")
declare -A median quartiles instructions counted syscalls rss size

# The rows must do what their titles say: a rewriting call rewrites, the other one leaves the very file.
for row in oi-9k oi-policy-9k oi-62k; do
  argv_of "$row" /bin/true
  cp "$original" "$copy"
  "${argv[@]}"
  ! cmp -s "$original" "$copy" || die "$row did not rewrite its document"
done
cp "$work/9k/config.json" "$work/same/config.json"
cp "$work/policy-9k/config.json" "$work/policy-same/config.json"
identity() { stat -c '%i %y' "$work"/{same,policy-same}/config.json; }
before=$(identity)

arguments=()
for row in "${rows[@]}"; do
  argv_of "$row" /bin/true
  arguments+=(-- ${copy:+"@$original=$copy"} "${argv[@]}")
done
say "$runs runs of each row in turn, after $warm_up to warm up; bundles in $memory; load $(cut -d' ' -f1 /proc/loadavg)"
mapfile -t times < <("$work/time" "$runs" "$warm_up" "${arguments[@]}")
[ ${#times[@]} -eq ${#rows[@]} ] || die "the timing did not end"
[ "$before" = "$(identity)" ] || die "the create that changes nothing wrote its document"

for i in "${!rows[@]}"; do
  row=${rows[i]}
  read -r "median[$row]" low high <<<"${times[i]}"
  quartiles[$row]="$low-$high"
  runtime=$work/nothing
  [[ $row == true-* ]] && runtime=/bin/true
  argv_of "$row" "$runtime"
  renew() { [ -z "$copy" ] || cp --remove-destination "$original" "$copy"; }
  renew
  rss[$row]=$("$work/count" rss "${argv[@]}")
  renew
  read -r "instructions[$row]" "counted[$row]" < <("$work/count" instructions "${argv[@]}")
  renew
  strace -f -qq -e signal=none -o "$work/strace.txt" "${argv[@]}"
  # Up to the runtime's execve; the plain runtime's own rows to their end.
  syscalls[$row]=$(awk '/resumed>|\+\+\+/ { next } { n++ } / execve(at)?\(/ { exec = n } END { print (exec > 1 ? exec : n) }' \
    "$work/strace.txt")
  size[$row]=$(stat -L -c %s "${argv[0]}")
done

# The largest document that is accepted, of many small parts, with a whole policy: its rules work in proportion to the parts.
mkdir "$work/largest"
awk 'BEGIN {
  printf "{\"ociVersion\":\"1.2.0\",\"process\":{\"cwd\":\"/\",\"args\":[\"sh\",\""
  for (i = 0; i < 60000; i++) printf "%0100d", i
  printf "\"],\"user\":{\"uid\":0,\"gid\":0},\"env\":["
  for (i = 0; i < 20000; i++) printf "%s\"A%d=1\"", i ? "," : "", i
  printf "]},\"root\":{\"path\":\"rootfs\"},\"annotations\":{"
  for (i = 0; i < 50000; i++) printf "%s\"com.example/a%d\":\"b\"", i ? "," : "", i
  for (i = 0; i < 20000; i++) printf ",\"cdi.k8s.io/a%d\":\"example.com/c=d\"", i
  printf "},\"mounts\":["
  for (i = 0; i < 4000; i++) printf "%s{\"destination\":\"/m%d\",\"type\":\"tmpfs\",\"source\":\"tmpfs\"}", i ? "," : "", i
  printf "],\"linux\":{\"namespaces\":[{\"type\":\"network\"},{\"type\":\"mount\"},{\"type\":\"ipc\"},{\"type\":\"pid\"},{\"type\":\"uts\"}],\"devices\":["
  for (i = 0; i < 4000; i++) printf "%s{\"path\":\"/dev/x%d\",\"type\":\"c\",\"major\":200,\"minor\":%d}", i ? "," : "", i, i
  printf "],\"seccomp\":{\"defaultAction\":\"SCMP_ACT_ERRNO\",\"syscalls\":[{\"names\":[\"read\"],\"action\":\"SCMP_ACT_ALLOW\"}]},\"resources\":{\"devices\":[{\"allow\":true,\"access\":\"rwm\"}]}}}"
}' >"$work/largest.json"
mkdir -m 755 "$work"/{hooks.d,cdi}
printf '{"version":"1.0.0","hook":{"path":"/bin/true"},"when":{"annotations":{".*":"^x$"}},"stages":["prestart"]}' >"$work/hooks.d/x.json"
printf '{"cdiVersion":"0.6.0","kind":"example.com/c","devices":[{"name":"d","containerEdits":{"env":["CDI=1"]}}]}' >"$work/cdi/x.json"
more='{"type":"devices","remove":["/dev/x*"]},{"type":"hooks-dir","directories":["'$work/hooks.d'"]},'
more+='{"type":"cdi","directories":["'$work/cdi'"],"fromAnnotations":true},'
sed "0,/\"rules\": \\[/s||&$more|" build/bench/policy.json >"$work/largest-policy.json"
create_call largest
largest_ms=$(for _ in 1 2 3 4 5; do
  cp "$work/largest.json" "$work/largest/config.json"
  start=$(date +%s%N)
  "$interceptor" --oi-runtime-path /bin/true --oi-config "$work/largest-policy.json" "${call[@]}"
  echo $((($(date +%s%N) - start) / 1000000))
done | sort -n | sed -n 3p)
! cmp -s "$work/largest.json" "$work/largest/config.json" || die "the largest document was not rewritten"

# multiple ROW BASE: what the row adds to /bin/true, over what the C shim adds, with the same arguments.
multiple() {
  awk -v row="${median[$1]}" -v bare="${median[true-$2]}" -v shim="${median[shim-$2]}" \
    'BEGIN { printf "%.2f", (row - bare) / (shim - bare) }'
}

declare -A times_shim=(
  [true-state]=0 [shim-state]=1 [sh-state]=$(multiple sh-state state) [oi-state]=$(multiple oi-state state)
  [true-create]=0 [shim-create]=1 [oi-create]=$(multiple oi-create create) [oi-9k]=$(multiple oi-9k create)
  [oi-62k]=$(multiple oi-62k create) [oi-policy-state]=$(multiple oi-policy-state state)
  [oi-clone-$crun_size]=$(multiple oi-clone-$crun_size state) [oi-clone-$runc_size]=$(multiple oi-clone-$runc_size state)
  [oi-policy-create]=$(multiple oi-policy-create create) [oi-policy-9k]=$(multiple oi-policy-9k create))

format='%-41s %8s %15s %7s %13s %9s %9s %9s\n'
# shellcheck disable=SC2059 # the format is above
{
  printf "\n$format" "call" "ms" "quartiles" "x shim" "instructions" "syscalls" "RSS kB" "bytes"
  for row in "${rows[@]}"; do
    printf "$format" "${title[$row]}" "${median[$row]}" "${quartiles[$row]}" "${times_shim[$row]}" \
      "${instructions[$row]}" "${syscalls[$row]}" "${rss[$row]}" "${size[$row]}"
  done
}
case ${counted[oi-state]} in
  counter) how="by the processor's counter" ;;
  *) how="by single steps (no counter here)" ;;
esac
cat <<END

ms: median wall time of the whole process, the runtime being /bin/true. x shim: what the row adds to /bin/true, as a
multiple of what the C shim adds with the same arguments. Instructions (user, $how), system
calls and peak RSS are those up to the runtime's execve.

END

# budget TITLE VALUE LIMIT UNIT
missed=0
budget() {
  local verdict
  verdict=$(awk -v value="$2" -v limit="$3" -v unit="$4" \
    'BEGIN { if (value <= limit) print "met"; else printf "missed by %.2f%s", value - limit, unit }')
  [ "$verdict" = met ] || missed=$((missed + 1))
  printf '%-28s %10s %10s  %s\n' "$1" "$2$4" "$3$4" "$verdict"
}
megabytes() { awk -v n="$1" -v unit="$2" 'BEGIN { printf "%.2f", n / unit }'; }

printf '%-28s %10s %10s\n' "budget" "measured" "at most"
budget "pass-through" "${times_shim[oi-state]}" 1.1 " x"
budget "create, 9 KB rewritten" "${times_shim[oi-9k]}" 3.8 " x"
budget "create, 62 KB rewritten" "${times_shim[oi-62k]}" 4.8 " x"
added() { awk -v with="${median[$1]}" -v without="${median[$2]}" 'BEGIN { printf "%.2f", with - without }'; }
budget "30 rules, added to create" "$(added oi-policy-create oi-create)" 1 " ms"
# Two medians of one thing differ, too: a twentieth of a millisecond is nothing.
budget "30 rules, added to state" "$(added oi-policy-state oi-state)" 0.05 " ms"
budget "largest document, whole policy" "$largest_ms" 1000 " ms"
budget "binary" "$(megabytes "${size[oi-state]}" 1000000)" 6 " MB"
budget "peak RSS, pass-through" "$(megabytes "${rss[oi-state]}" 1024)" 4 " MB"
budget "peak RSS, create" "$(megabytes "$(printf '%s\n' "${rss[oi-create]}" "${rss[oi-9k]}" "${rss[oi-62k]}" |
  sort -n | tail -n 1)" 1024)" 12 " MB"

[ -z "$check" ] || [ "$missed" -eq 0 ] || die "$missed budgets were missed"
