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

need gcc=gcc /usr/include/stdio.h=libc6-dev strace=strace jq=jq
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
mkdir "$work"/{same,9k,62k,1m,mounts,hardened,shadow,policy-same,policy-9k,exec}
cp build/bench/policy.json "$work/policy.json"
sed "0,/\"rules\": \\[/s||\"recorder\": { \"directory\": \"$work/record\" }, &|" "$work/policy.json" >"$work/recorder.json"
cp "$documents/docker-20.10-run.json" "$work/9k.json"
cp "$work/9k.json" "$work/policy-9k.json"
cp "$work/9k.json" "$work/hardened.json"
cp "$documents/docker-20.10-1000-env-80-binds.json" "$work/62k.json"
jq -c .process "$work/9k.json" >"$work/exec.json"
# The largest that starts without the collector, and one with many parts for a rule to look at.
awk '{ more = "\"env\":["; for (i = 0; i < 12300; i++) more = more sprintf("\"VARIABLE_%05d=%064d\",", i, i); sub(/"env":\[/, more); print }' \
  "$work/9k.json" >"$work/1m.json"
awk '{ more = "\"mounts\":["
  for (i = 0; i < 1000; i++) more = more sprintf("{\"destination\":\"/data/%d\",\"type\":\"bind\",\"source\":\"/srv/%d\",\"options\":[\"rbind\",\"rprivate\"]},", i, i)
  sub(/"mounts":\[/, more); print }' "$work/9k.json" >"$work/mounts.json"

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
    oi-policy-create | oi-recorder-create) create_call policy-same ;;
    oi-shadow) create_call shadow ;;
    *-create) create_call same ;;
    *-exec)
      call=(--root "$work/root" --log "$work/exec/log.json" --log-format json
        exec --process "$work/exec/process.json" --detach --pid-file "$work/exec/pid" "$id")
      original=$work/exec.json copy=$work/exec/process.json
      ;;
    *-9k | *-62k | *-1m | *-mounts | *-hardened) create_call "${1#*-}" && original=$work/${1#*-}.json copy=$work/${1#*-}/config.json ;;
  esac
  case $1 in
    true-*) argv=("$runtime" "${call[@]}") original='' copy='' ;;
    shim-*) argv=("$work/shim" "$runtime" "${call[@]}") original='' copy='' ;;
    sh-*) argv=(/bin/sh -c "exec \"\$0\" \"\$@\"" "$runtime" "${call[@]}") ;;
    oi-clone-*) argv=("$interceptor" --oi-clone-runtime --oi-runtime-path "$(sized "$runtime" "${1#oi-clone-}")" "${call[@]}") ;;
    oi-policy-*) argv=("$interceptor" --oi-runtime-path "$runtime" --oi-config "$work/policy.json" "${call[@]}") ;;
    oi-recorder-*) argv=("$interceptor" --oi-runtime-path "$runtime" --oi-config "$work/recorder.json" "${call[@]}") ;;
    oi-hardened) argv=("$interceptor" --oi-runtime-path "$runtime" --oi-profile hardened "${call[@]}") ;;
    oi-shadow | oi-shadow-state) argv=("$interceptor" --oi-runtime-path "$runtime" --oi-warn-profile hardened "${call[@]}") ;;
    oi-exec) argv=("$interceptor" --oi-runtime-path "$runtime" --oi-env-force BENCH=1 "${call[@]}") ;;
    oi-*) argv=("$interceptor" --oi-runtime-path "$runtime" "${flags[@]}" "${call[@]}") ;;
  esac
}

# As large as crun 1.8 and runc 1.1.
crun_size=500000 runc_size=8800000
rows=(true-state shim-state sh-state oi-state oi-policy-state oi-shadow-state oi-recorder-state "oi-clone-$crun_size" "oi-clone-$runc_size"
  true-create shim-create oi-create oi-9k oi-62k oi-1m oi-mounts oi-hardened oi-shadow oi-policy-create oi-recorder-create oi-policy-9k
  true-exec shim-exec oi-exec)
declare -A title=(
  [true-state]="/bin/true, arguments of state" [shim-state]="C shim, state" [sh-state]="sh with exec, state"
  [oi-state]="oci-interceptor, state" [oi-policy-state]="oci-interceptor, 30 rules, state"
  [oi-shadow-state]="oci-interceptor, a shadow, state" [oi-recorder-state]="oci-interceptor, a recorder, state"
  [oi-clone-$crun_size]="oci-interceptor, state, copy of 0.5 MB" [oi-clone-$runc_size]="oci-interceptor, state, copy of 8.8 MB"
  [true-create]="/bin/true, arguments of create" [shim-create]="C shim, create"
  [oi-create]="create, no change" [oi-9k]="create, 9 KB rewritten" [oi-62k]="create, 62 KB rewritten"
  [oi-1m]="create, 1 MB rewritten" [oi-mounts]="create, 1,000 mounts, rewritten" [oi-hardened]="create, profile hardened, 9 KB"
  [oi-shadow]="create, hardened as a shadow"
  [oi-policy-create]="create, 30 rules, no change" [oi-recorder-create]="create, 30 rules, recorded"
  [oi-policy-9k]="create, 30 rules, 9 KB rewritten"
  [true-exec]="/bin/true, arguments of exec" [shim-exec]="C shim, exec" [oi-exec]="exec, process document, one rule")
declare -A median quartiles instructions counted syscalls rss faults size

# The rows must do what their titles say: a rewriting call rewrites, the other one leaves the very file.
for row in oi-9k oi-policy-9k oi-62k oi-1m oi-mounts oi-hardened oi-exec; do
  argv_of "$row" /bin/true
  cp "$original" "$copy"
  "${argv[@]}"
  ! cmp -s "$original" "$copy" || die "$row did not rewrite its document"
done
size_1m=$(stat -c %s "$work/1m.json")
if [ "$size_1m" -le 1000000 ] || [ "$size_1m" -gt 1048576 ]; then die "the document of 1 MB has $size_1m bytes"; fi
cp "$work/9k/config.json" "$work/same/config.json"
cp "$work/policy-9k/config.json" "$work/policy-same/config.json"
cp "$work/9k.json" "$work/shadow/config.json"
identity() { stat -c '%i %y' "$work"/{same,policy-same,shadow}/config.json; }
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
# Calls of state are not recorded.
records=$(find "$work/record" -name '*.json' | wc -l)
[ "$records" = $((runs + warm_up)) ] || die "$((runs + warm_up)) creates left $records records"

for i in "${!rows[@]}"; do
  row=${rows[i]}
  read -r "median[$row]" low high <<<"${times[i]}"
  quartiles[$row]="$low-$high"
  runtime=$work/nothing
  [[ $row == true-* ]] && runtime=/bin/true
  argv_of "$row" "$runtime"
  renew() { [ -z "$copy" ] || cp --remove-destination "$original" "$copy"; }
  renew
  read -r "rss[$row]" "faults[$row]" < <("$work/count" memory "${argv[@]}")
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

# .NET reads the host's mounts at its start if it starts with its collector on cgroup v1. This row has its own namespace.
host_mounts=456
if [ "$(id -u)" = 0 ]; then
  mkdir "$work/many"
  argv_of true-create /bin/true && bare=("${argv[@]}")
  argv_of shim-create /bin/true && shim=("${argv[@]}")
  argv_of oi-9k /bin/true
  # shellcheck disable=SC2016 # the inner shell's own arguments
  mapfile -t many < <(unshare --mount bash -c 'for i in $(seq "$1"); do mount --bind "$2" "$2"; done; shift 2; exec "$@"' bash $host_mounts "$work/many" \
    "$work/time" "$runs" "$warm_up" -- "${bare[@]}" -- "${shim[@]}" -- "@$original=$copy" "${argv[@]}")
fi

# multiple ROW: what the row adds to /bin/true, over what the C shim adds, with the same arguments.
multiple() {
  local base=create
  [[ $1 == *-state || $1 == oi-clone-* ]] && base=state
  [[ $1 == *-exec ]] && base="exec"
  awk -v row="${median[$1]}" -v bare="${median[true-$base]}" -v shim="${median[shim-$base]}" \
    'BEGIN { printf "%.2f", (row - bare) / (shim - bare) }'
}

declare -A times_shim
for row in "${rows[@]}"; do times_shim[$row]=$(multiple "$row"); done

format='%-38s %7s %14s %7s %13s %9s %7s %8s\n'
# shellcheck disable=SC2059 # the format is above
{
  printf "\n$format" "call" "ms" "quartiles" "x shim" "instructions" "syscalls" "faults" "RSS kB"
  for row in "${rows[@]}"; do
    printf "$format" "${title[$row]}" "${median[$row]}" "${quartiles[$row]}" "${times_shim[$row]}" \
      "${instructions[$row]}" "${syscalls[$row]}" "${faults[$row]}" "${rss[$row]}"
  done
  if [ "${#many[@]}" = 3 ]; then
    read -r bare_ms _ <<<"${many[0]}" && read -r shim_ms _ <<<"${many[1]}" && read -r many_ms low high <<<"${many[2]}"
    printf "$format" "create, 9 KB, $host_mounts mounts on the host" "$many_ms" "$low-$high" \
      "$(awk -v row="$many_ms" -v bare="$bare_ms" -v shim="$shim_ms" 'BEGIN { printf "%.2f", (row - bare) / (shim - bare) }')" - - - -
  fi
}
case ${counted[oi-state]} in
  counter) how="by the processor's counter" ;;
  *) how="by single steps (no counter here)" ;;
esac
cat <<END

ms: median wall time of the whole process, the runtime being /bin/true. x shim: what the row adds to /bin/true, as a
multiple of what the C shim adds with the same arguments. Instructions (user, $how), system
calls, page faults and peak RSS are those up to the runtime's execve.

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
budget "pass-through" "${times_shim[oi-state]}" 1.05 " x"
budget "create, no change" "${times_shim[oi-create]}" 1.8 " x"
budget "create, 9 KB rewritten" "${times_shim[oi-9k]}" 2 " x"
budget "create, 62 KB rewritten" "${times_shim[oi-62k]}" 2.3 " x"
budget "create, 30 rules, 9 KB" "${times_shim[oi-policy-9k]}" 3 " x"
budget "exec, one rule" "${times_shim[oi-exec]}" 1.8 " x"
budget "instructions, 9 KB rewritten" "$(megabytes "${instructions[oi-9k]}" 1000000)" 0.6 " M"
added() { awk -v with="${median[$1]}" -v without="${median[$2]}" 'BEGIN { printf "%.2f", with - without }'; }
# Two medians of one thing differ, too: a twentieth of a millisecond is nothing.
budget "30 rules, added to state" "$(added oi-policy-state oi-state)" 0.05 " ms"
budget "a shadow, added to state" "$(added oi-shadow-state oi-state)" 0.05 " ms"
budget "a shadow, added to enforced" "$(added oi-shadow oi-hardened)" 0.05 " ms"
budget "a recorder, added to state" "$(added oi-recorder-state oi-state)" 0.05 " ms"
budget "largest document, whole policy" "$largest_ms" 1000 " ms"
budget "binary" "$(megabytes "${size[oi-state]}" 1000000)" 8 " MB"
budget "peak RSS, pass-through" "$(megabytes "${rss[oi-state]}" 1024)" 4 " MB"
budget "peak RSS, create" "$(megabytes "$(printf '%s\n' "${rss[oi-create]}" "${rss[oi-9k]}" "${rss[oi-62k]}" |
  sort -n | tail -n 1)" 1024)" 12 " MB"

[ -z "$check" ] || [ "$missed" -eq 0 ] || die "$missed budgets were missed"
