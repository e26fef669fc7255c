#!/usr/bin/env bash
# Makes the site in two versions and tries it in a headless Chromium: home page, a rule's page, the search, and the widths of a desk
# and a phone, with pictures in artifacts/site/pictures. The last line is the sum.
set -euo pipefail
# shellcheck source=build/environment.sh
. "$(dirname "${BASH_SOURCE[0]}")/environment.sh"
# shellcheck source=build/checks.sh
. "$root/build/checks.sh"

need chromium=chromium chromedriver=chromium-driver python3=python3 curl=curl jq=jq file=file
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
pids=($!)
trap 'kill "${pids[@]}"; wait; rm -rf "$work"' EXIT
for _ in $(seq 100); do
  port=$(sed -n 's/.*port \([0-9]*\).*/\1/p' "$work/log")
  [ -z "$port" ] || break
  sleep 0.1
done
[ -n "$port" ] || die "the server does not start: $(cat "$work/log")"
address=http://127.0.0.1:$port

# ask METHOD PATH [BODY]: chromedriver's answer (https://www.w3.org/TR/webdriver2/).
ask() {
  curl --silent --show-error --max-time "$(under_load 60)" --request "$1" --header 'Content-Type: application/json' "$driver$2" ${3:+--data "$3"} |
    jq -r 'if (.value | type) == "object" and .value.error then .value.message | halt_error else .value end'
}

# open ADDRESS
open() { ask POST "/session/$session/url" "$(jq -nc --arg url "$1" '{url: $url}')" >/dev/null; }

# value EXPRESSION: what it is in the page.
value() { ask POST "/session/$session/execute/sync" "$(jq -nc --arg script "return $1" '{script: $script, args: []}')"; }

# eventually EXPRESSION WANTED: it becomes true, or one has to see what it is.
eventually() {
  local last
  for _ in $(seq "$(under_load 100)"); do
    last=$(value "$1")
    [[ $last == *"$2"* ]] && return
    sleep 0.1
  done
  printf 'want: %s\ngot: %s\n' "$2" "$last"
  return 1
}

page_has() { open "$address/$1" && eventually 'document.documentElement.outerHTML' "$2"; }

# The search is used as a reader does, by its field.
search_finds() {
  open "$address/1.1/" &&
    eventually 'String(!document.querySelector("[data-md-component=search-result] .md-search-result__meta").textContent.includes("Initializing"))' true &&
    value "(() => { document.querySelector('label[for=__search].md-header__button')?.click(); const field = document.querySelector('[data-md-component=search-query]'); field.focus(); field.value = '$1'; field.dispatchEvent(new Event('keyup', { bubbles: true })); return 1 })()" >/dev/null &&
    eventually "document.querySelector('[data-md-component=search-result]').outerHTML" "$2"
}

# picture NAME: what the window shows, of its size.
picture() {
  ask GET "/session/$session/screenshot" | base64 -d >"$pictures/$1.png"
  says "$(file "$pictures/$1.png")" " $width x "
}

chromedriver --port=0 --allowed-ips=127.0.0.1 >"$work/driver.log" 2>&1 &
pids+=($!)
for _ in $(seq "$(under_load 100)"); do
  port=$(sed -n 's/.*successfully on port \([0-9]*\).*/\1/p' "$work/driver.log")
  [ -z "$port" ] || break
  sleep 0.1
done
[ -n "$port" ] || die "chromedriver does not start: $(cat "$work/driver.log")"
driver=http://127.0.0.1:$port

rule=docs/rules/seccomp/
pages=$(cd "$site" && find 1.1 -name index.html -printf '%h/\n' | sort | paste -sd ,)
for width in 1280 390; do
  session=$(ask POST /session "$(jq -nc --arg directory "$work/profile-$width" --argjson width "$width" '{capabilities: {alwaysMatch: {"goog:chromeOptions": {args: [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--hide-scrollbars", "--user-data-dir=" + $directory],
    mobileEmulation: {deviceMetrics: {width: $width, height: 900, pixelRatio: 1, mobile: ($width < 600), touch: false}}}}}}')" | jq -r .sessionId)
  check "$width pixels: the address without a version leads to the newest" page_has '' '<h1 id="ociinterceptor">'
  check "$width pixels: the home page offers the other version" page_has 1.1/ "href=\"$address/1.0/\""
  check "$width pixels: a picture of the home page" picture "home-$width"
  check "$width pixels: a rule's page has its members" page_has "1.1/$rule" '<code>listenerPath</code>'
  check "$width pixels: a picture of a rule's page" picture "rule-$width"
  check "$width pixels: the search finds the page of a rule" search_finds seccomp "/1.1/$rule"
  check "$width pixels: a picture of the search" picture "search-$width"
  check "$width pixels: the search finds nothing of what is nowhere" search_finds xyzzyq 'No matching documents'
  check "$width pixels: no page is wider" page_has "harness.html?width=$width&pages=$pages" 'too wide: none.</body>'
  ask DELETE "/session/$session" >/dev/null
done
print_sum
