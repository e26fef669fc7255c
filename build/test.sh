#!/usr/bin/env bash
# Installs what is missing, builds, publishes and runs every test; the last line is the sum of all.
# A failed test, a suite without tests and a skipped end-to-end test each make it fail.
#   build/test.sh --on RELEASE [--core] [--without-kvm]
# runs the end-to-end tests on another release of Debian, which build/generation.sh knows: all, or those that are named in
# build/generation-core.txt. Without --on those run on the other releases as well; a release that the mirror does not
# have, or whose packages cannot be installed today, is counted as skipped then.
#   build/test.sh --thorough [--on RELEASE …]
# repeats in full what chance, or the number of a system call, decides; otherwise a part of it is tried.
# What runs beside the rest counts for itself.
# shellcheck disable=SC2030,SC2031
set -euo pipefail
# shellcheck source=build/environment.sh
. "$(dirname "${BASH_SOURCE[0]}")/environment.sh"

# How many seconds `dotnet test` waits for the processes that run the tests, which start while other things run.
VSTEST_CONNECTION_TIMEOUT=$(under_load 300)
export VSTEST_CONNECTION_TIMEOUT

release='' core=() options=()
while [ $# -gt 0 ]; do
  case $1 in
    --on) release=${2:?--on needs a release} && shift ;;
    --core) core=(--core) ;;
    --without-kvm) options=(--without-kvm) ;;
    --thorough) export OCI_INTERCEPTOR_THOROUGH=1 ;;
    *) die "unknown argument: $1" ;;
  esac
  shift
done
# How many generated documents each lossless property is tried with.
export OCI_INTERCEPTOR_FUZZ_CASES=${OCI_INTERCEPTOR_FUZZ_CASES:-100000}
[ -n "$release" ] || [ $((${#core[@]} + ${#options[@]})) -eq 0 ] || die "--core and --without-kvm need --on RELEASE"

passed=0 failed=0 skipped=0 complaints=() notes=() step='' lane=''

# The sum is printed however the script ends.
finish() {
  [ -z "$lane" ] || join
  if [ "$step" != finished ]; then
    failed=$((failed + 1))
    complaints+=("stopped at: $step")
  fi
  for note in "${notes[@]}"; do printf 'SKIPPED %s\n' "$note"; done
  for complaint in "${complaints[@]}"; do printf 'FAILED %s\n' "$complaint"; done
  printf '%d passed, %d failed, %d skipped\n' "$passed" "$failed" "$skipped"
  [ ${#complaints[@]} -eq 0 ] || exit 1
}
trap finish EXIT

# beside FUNCTION: runs it while this goes on. What it prints and counts is kept in files for join.
beside() {
  rm -f artifacts/test-results/beside.sum
  (
    passed=0 failed=0 skipped=0 complaints=() notes=() step='' lane=''
    trap tell EXIT
    "$1"
    step=finished
  ) >artifacts/test-results/beside.txt 2>&1 </dev/null &
  lane=$!
}

tell() {
  {
    [ "$step" = finished ] || printf 'complaint stopped at: %s\nsum 0 1 0\n' "$step"
    [ ${#complaints[@]} -eq 0 ] || printf 'complaint %s\n' "${complaints[@]}"
    [ ${#notes[@]} -eq 0 ] || printf 'note %s\n' "${notes[@]}"
    printf 'sum %d %d %d\n' "$passed" "$failed" "$skipped"
  } >artifacts/test-results/beside.sum
}

# join: waits for what runs beside, shows what it printed, and adds what it counted.
join() {
  local kind rest counted=no
  wait "$lane" || true
  lane=''
  cat artifacts/test-results/beside.txt
  while read -r kind rest; do
    case $kind in
      complaint) complaints+=("$rest") ;;
      note) notes+=("$rest") ;;
      sum)
        counted=yes
        # shellcheck disable=SC2086 # three numbers
        set -- $rest
        passed=$((passed + $1)) failed=$((failed + $2)) skipped=$((skipped + $3))
        ;;
    esac
  done < <(cat artifacts/test-results/beside.sum)
  [ "$counted" = yes ] || { failed=$((failed + 1)) && complaints+=("what ran beside the end-to-end tests was ended"); }
}

begin() {
  step=$1
  say "$step"
}

# count NAME PASSED FAILED SKIPPED STATUS OUTPUT: adds a suite; a status that the counts do not explain is a failure, and then the end
# of what it printed is shown.
count() {
  local name=$1 ok=$2 bad=$3 left=$4 status=$5 output=$6
  [ "$bad" -gt 0 ] && complaints+=("$name: $bad failed")
  if [ "$status" -ne 0 ] && [ "$bad" -eq 0 ]; then
    bad=1
    complaints+=("$name: ended with status $status after $ok tests: $(last_lines "$output")")
  elif [ $((ok + bad)) -eq 0 ]; then
    bad=1
    complaints+=("$name: ran no test")
  fi
  passed=$((passed + ok)) failed=$((failed + bad)) skipped=$((skipped + left))
}

# last_lines OUTPUT: the last lines that say something, in one.
last_lines() {
  awk 'NF { line[++lines] = substr($0, 1, 300) } END { for (i = lines > 5 ? lines - 4 : 1; i <= lines; i++) printf "%s%s", line[i], i < lines ? " " : "" }' "$1"
}

# counter RESULTS NAME: one number of a test run's result file.
counter() { sed -n "s/.*<Counters[^>]* $2=\"\([0-9]*\)\".*/\1/p" "$1"; }

# failures RESULTS: what failed in a test run, a line each with the beginning of its message.
failures() {
  awk -v RS='<UnitTestResult ' '
    function between(text, start, end) {
      if (!(text = index(text, start) ? substr(text, index(text, start) + length(start)) : "")) return ""
      text = substr(text, 1, index(text, end) - 1)
      gsub(/&#x[DA];|[[:space:]]+/, " ", text)
      gsub(/&lt;/, "<", text); gsub(/&gt;/, ">", text); gsub(/&quot;/, "\"", text); gsub(/&amp;/, "\\&", text)
      return text
    }
    /^[^>]* outcome="Failed"/ { print between($0, "testName=\"", "\"") ": " substr(between($0, "<Message>", "</Message>"), 1, 600) }' "$1"
}

# durations RESULTS: how long the tests of each class of a test run took together, the slowest first.
durations() {
  awk -v RS='<' '
    function attribute(name) {
      return match($0, " " name "=\"[^\"]*\"") ? substr($0, RSTART + length(name) + 3, RLENGTH - length(name) - 4) : ""
    }
    /^UnitTestResult / { split(attribute("duration"), time, ":"); seconds[attribute("testId")] += time[1] * 3600 + time[2] * 60 + time[3] }
    /^UnitTest / { id = attribute("id") }
    /^TestMethod / { class = attribute("className"); sub(/,.*/, "", class); sub(/.*\./, "", class); of[class] += seconds[id] }
    END { for (class in of) printf "%8.1f s  %s\n", of[class], class }' "$1" | LC_ALL=C sort -rn
}

# slowest DURATIONS: the ten slowest classes by name, and what the others took.
slowest() {
  awk 'NR <= 10 { print; next } { rest += $1 } END { if (NR > 10) printf "%8.1f s  in %d other classes: %s\n", rest, NR - 10, FILENAME }' "$1"
}

# take_results NAME STATUS: counts a test run by its result file.
take_results() {
  local name=$1 status=$2 results=artifacts/test-results/$1.trx total=0 executed=0 ok=0
  if [ -s "$results" ]; then
    total=$(counter "$results" total) executed=$(counter "$results" executed) ok=$(counter "$results" passed)
    [ "$ok" -eq "$executed" ] || mapfile -t -O "${#complaints[@]}" complaints < <(failures "$results")
    durations "$results" >"${results%.trx}.durations.txt"
    slowest "${results%.trx}.durations.txt"
  fi
  count "$name" "$ok" $((executed - ok)) $((total - executed)) "$status" "${results%.trx}.txt"
  if [[ $name == *Integration* && $total -ne $executed ]]; then
    complaints+=("$name: $((total - executed)) end-to-end tests were skipped")
  fi
}

run_project() {
  local project=$1 name status=0
  name=$(basename "$project" .csproj)
  begin "$name"
  test_project "$project" "$name" || status=$?
  # On a machine that does much else, the processes that run the tests may not find each other in time.
  if [ "$status" -ne 0 ] && [ ! -s "artifacts/test-results/$name.trx" ]; then
    say "$name ended before its first test: $(last_lines "artifacts/test-results/$name.txt"); once more"
    status=0
    test_project "$project" "$name" || status=$?
  fi
  take_results "$name" "$status"
}

# test_project PROJECT NAME: its results are in artifacts/test-results/NAME.trx, what it prints in NAME.txt.
test_project() {
  local serial=()
  rm -f "artifacts/test-results/$2.trx"
  [[ $2 == *Integration* ]] && serial=(xUnit.ParallelizeTestCollections=false xUnit.MaxParallelThreads=1)
  dotnet test "$1" -c Release --no-build \
    --logger "console;verbosity=minimal" --logger "trx;LogFileName=$2.trx" --results-directory artifacts/test-results \
    --blame-hang-timeout "$(under_load 10)m" --blame-hang-dump-type none \
    -- RunConfiguration.TreatNoTestsAsError=true "${serial[@]}" </dev/null 2>&1 | tee "artifacts/test-results/$2.txt"
}

# run_on RELEASE [--core] [OPTION…]: the end-to-end tests, or the core of them, in a folder that is there.
run_on() {
  local name=OciInterceptor.IntegrationTests.on-$1 release=$1 status=0 filter='FullyQualifiedName~.' why
  shift
  begin "$name"
  rm -f "artifacts/test-results/$name.trx"
  if [ "${1:-}" = --core ]; then
    filter=$(sed -E '/^#|^$/d; s/.*/FullyQualifiedName~.&/' build/generation-core.txt | paste -sd '|')
    shift
  fi
  # Podman 6 works with cgroup v2 alone, which a folder has from this machine.
  if ! why=$(build/generation.sh enter "$@" "$release" podman info 2>&1 >/dev/null </dev/null); then
    filter="($filter)&FullyQualifiedName!~Podman&FullyQualifiedName!~Buildah"
    complaints+=("$name: the tests of Podman and Buildah were left out, since Podman does not work here: ${why##*$'\n'}")
  fi
  # The tests are built here, and only the SDK is there.
  env -u OCI_INTERCEPTOR_ATTACKS build/generation.sh enter "$@" "$release" \
    dotnet vstest artifacts/bin/OciInterceptor.IntegrationTests/release/OciInterceptor.IntegrationTests.dll --testcasefilter:"$filter" \
    --logger:"console;verbosity=minimal" --logger:"trx;LogFileName=$name.trx" --resultsdirectory:artifacts/test-results \
    --blame:"CollectHangDump;HangDumpType=none;TestTimeout=$(under_load 10)m" \
    -- RunConfiguration.TreatNoTestsAsError=true xUnit.ParallelizeTestCollections=false xUnit.MaxParallelThreads=1 </dev/null 2>&1 |
    tee "artifacts/test-results/$name.txt" || status=$?
  take_results "$name" "$status"
}

# skip_on RELEASE: counts the core of a release that cannot be had here as skipped, and says why. That is not passed, and so it is
# shown; but what a mirror lacks today is not a fault of the change.
skip_on() {
  local left
  left=$(grep -cE '^[A-Z]' build/generation-core.txt)
  skipped=$((skipped + left))
  notes+=("$left end-to-end tests on $1, for which no folder can be made: $(tail -n 2 "artifacts/generations/$1.log" | paste -sd ' ')")
}

# first_made RELEASE…: the first of which there is a folder, or none.
first_made() {
  local other
  for other; do
    if build/generation.sh is-made "$other"; then
      echo "$other"
      return
    fi
  done
  echo none
}

# run_script NAME [ARGUMENT…]: build/NAME.sh, which prints a sum of its own.
run_script() {
  local name=$1 output=artifacts/test-results/$1.txt status=0 counts
  shift
  begin "$name"
  "build/$name.sh" "$@" </dev/null 2>&1 | tee "$output" | sed "s/^/$name: /" || status=$?
  counts=$(sed -n 's/^\([0-9]*\) passed, \([0-9]*\) failed, \([0-9]*\) skipped$/\1 \2 \3/p' "$output" | tail -n 1)
  # shellcheck disable=SC2086 # three numbers
  set -- ${counts:-0 0 0}
  mapfile -t -O "${#complaints[@]}" complaints < <(sed -nE "s/^(FAIL|FAILED|not ok) /$name: /p" "$output")
  count "$name" "$1" "$2" "$3" "$status" "$output"
  [ "$3" -eq 0 ] || complaints+=("$name: $3 end-to-end tests were skipped")
}

begin "install"
need_root "runs containers, mounts file systems and starts a Docker daemon of its own"
need_engines
[ -n "$release" ] || need node=nodejs npm=npm debootstrap=debootstrap /usr/share/keyrings/debian-archive-keyring.gpg=debian-archive-keyring
need_dotnet

begin "publish"
build/publish.sh
build/publish-drofune.sh
[ -n "$release" ] || [ "$(machine_runtime)" = linux-arm64 ] || build/publish.sh --runtime linux-arm64
export DROFUNE_BINARY=$root/artifacts/lab/drofune

begin "build"
dotnet restore OciInterceptor.sln --locked-mode -v quiet
dotnet build OciInterceptor.sln -c Release --no-restore -v quiet
mkdir -p artifacts/test-results

if [ -n "$release" ]; then
  begin "a folder with $release"
  build/generation.sh make "$release"
  run_on "$release" "${core[@]}" "${options[@]}"
  step=finished
  exit
fi

# The folders are made while tests run, most of which keep one processor busy.
mapfile -t others < <(build/generation.sh others)
nice -n 19 build/generation.sh make-all "${others[@]}" &
making=$!

# What needs no engine of this machine runs beside the end-to-end tests, which wait more than they compute.
without_engines() {
  for project in tests/*/*.csproj; do [[ $project == *Integration* ]] || run_project "$project"; done
  # The same inputs on every machine.
  run_script fuzz --rounds 100 --workers 2
  run_script check-schema
  run_script check-kubernetes
  run_script check-pages
  run_script site-test
  run_script arm64-test
  run_script vm-test
}

rm -rf artifacts/attacks
export OCI_INTERCEPTOR_ATTACKS=$root/artifacts/attacks
beside without_engines
for project in tests/*Integration*/*.csproj; do run_project "$project"; done
begin "what ran beside them"
join
begin "folders with other releases"
wait "$making"
for other in "${others[@]}"; do
  if build/generation.sh is-made "$other"; then
    run_on "$other" --core
  else
    skip_on "$other"
  fi
done
run_script attacks
run_script lab
run_script package-test "$(first_made "${others[@]}")"
run_script collector-test
step=finished
