#!/usr/bin/env bash
# Makes the site in two versions and tries it in a headless Chromium: home page, a rule's page, the search, and the widths of a desk
# and a phone, with pictures in artifacts/site/pictures. The last line is the sum.
set -euo pipefail
# shellcheck source=build/environment.sh
. "$(dirname "${BASH_SOURCE[0]}")/environment.sh"

passed=0 failed=0
check() {
  local name=$1 output
  shift
  if output=$("$@" 2>&1); then
    passed=$((passed + 1))
    printf 'PASS %s\n' "$name"
  else
    failed=$((failed + 1))
    printf 'FAIL %s\n%s\n' "$name" "${output:0:2000}"
  fi
}
says() { [[ $1 == *"$2"* ]] || { printf 'want: %s\ngot: %s\n' "$2" "$1" && false; }; }
refuses() { ! output=$("${@:2}" 2>&1) && says "$output" "$1"; }

need chromium=chromium python3=python3 jq=jq file=file
site=$root/artifacts/site/test pictures=$root/artifacts/site/pictures
rm -rf "$site" "$pictures"
mkdir -p "$site" "$pictures"
check "the site is made, and each link between pages leads somewhere" build/site.sh --into "$site" --version 1.0
check "a second version is made beside it" build/site.sh --into "$site" --version 1.1
check "the newest version is the first" says "$(jq -c 'map(.version)' "$site/versions.json")" '["1.1","1.0"]'
check "a version that is no name is refused" refuses 'invalid version' build/site.sh --into "$site" --version ../x

cp build/site/harness.html "$site/"
work=$(mktemp -d)
python3 -u -m http.server --bind 127.0.0.1 --directory "$site" 0 >"$work/log" 2>&1 &
server=$!
trap 'kill $server; rm -rf "$work"' EXIT
for _ in $(seq 100); do
  port=$(sed -n 's/.*port \([0-9]*\).*/\1/p' "$work/log")
  [ -z "$port" ] || break
  sleep 0.1
done
[ -n "$port" ] || die "the server does not start: $(cat "$work/log")"
address=http://127.0.0.1:$port

# browse ADDRESS OPTION…: what Chromium makes of a page when its scripts have run.
browse() {
  timeout "$(under_load 120)" chromium --headless --no-sandbox --disable-gpu --disable-dev-shm-usage --no-first-run --hide-scrollbars \
    --user-data-dir="$work/profile" --virtual-time-budget=20000 "${@:2}" "$1" 2>"$work/chromium.log" || { cat "$work/chromium.log" && false; }
}
picture() {
  browse "$address/1.1/$3" --window-size="$2" --screenshot="$pictures/$1.png" && says "$(file "$pictures/$1.png")" "${2/,/ x }"
}

check "the address without a version leads to the newest" says "$(browse "$address/" --dump-dom)" 'a drop-in'
check "the home page" says "$(browse "$address/1.1/" --dump-dom)" '<h1 id="ociinterceptor">'
check "it offers the other version" says "$(browse "$address/1.1/" --dump-dom)" 'href="'"$address"'/1.0/"'
rule=docs/rules/seccomp/
check "a rule's page has its members" says "$(browse "$address/1.1/$rule" --dump-dom)" '<code>listenerPath</code>'
has_no_markers() { ! grep -rl --include=index.html '<!-- test:' "$site/1.1"; }
check "test names are not on the pages" has_no_markers
check "the search finds the page of a rule" says "$(browse "$address/1.1/?q=seccomp" --dump-dom)" "$rule"
check "the search finds nothing of what is nowhere" says "$(browse "$address/1.1/?q=xyzzyq" --dump-dom)" 'No matching documents'
pages=$(cd "$site" && find 1.1 -name index.html -printf '%h/\n' | sort | paste -sd ,)
for width in 1280 390; do
  check "no page is wider than $width pixels" says "$(browse "$address/harness.html?width=$width&pages=$pages" --dump-dom)" 'too wide: none.'
  picture_size=$width,$((width == 390 ? 844 : 900))
  check "a picture of the home page, $width pixels" picture "home-$width" "$picture_size" ''
  check "a picture of a rule's page, $width pixels" picture "rule-$width" "$picture_size" "$rule"
  check "a picture of the search, $width pixels" picture "search-$width" "$picture_size" '?q=seccomp'
done
printf '%d passed, %d failed, 0 skipped\n' "$passed" "$failed"
[ "$failed" -eq 0 ]
