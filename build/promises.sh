#!/usr/bin/env bash
# Lists the promises of README.md and docs/: the sentences behind which a marker names the tests that hold them. Fails if a
# marker is malformed, stands behind no sentence, or names a test that does not exist.
#   build/promises.sh [CHECKOUT]    of another checkout than this one
#
# A marker stands in the line in which its sentence ends, in a table at the end of the row: <!-- test: NAME, NAME -->
# A NAME is CLASS.METHOD, a test in tests/; or, for what a script checks, the script and the title of the check as the script
# has it: build/NAME.sh "TITLE". No two hyphens may stand side by side: for some renderers they end a comment.
set -euo pipefail
# shellcheck source=build/environment.sh
. "$(dirname "${BASH_SOURCE[0]}")/environment.sh"

cd "${1:-$root}"
mapfile -t tests < <(find tests -name '*.cs' -not -path '*/bin/*' -not -path '*/obj/*' | LC_ALL=C sort)
mapfile -t pages < <(find README.md docs -name '*.md' | LC_ALL=C sort)

LC_ALL=C exec awk '
  # The tests: a class begins at the start of a line, and an attribute stands above the method.
  FILENAME ~ /\.cs$/ {
    if ($0 ~ /^[a-z]/ && match($0, / (class|record) [A-Za-z0-9_]+/)) class = last_word(substr($0, RSTART, RLENGTH))
    if ($0 ~ /^ +\[(Fact|Theory)/) is_test = $0 !~ /Skip *=/
    if (is_test && match($0, / (void|Task) [A-Za-z0-9_]+\(/)) {
      tests[class "." last_word(substr($0, RSTART, RLENGTH - 1))]++
      is_test = 0
    }
    next
  }

  FNR == 1 { block = is_code = "" }
  /^ *```/ { is_code = !is_code; block = ""; next }
  /^ *$/ || /^#/ || /^ *([-*]|[0-9]+\.) / || /^\|/ { block = "" }
  {
    rest = $0
    line = ""
    while (start = index(rest, "<!--")) {
      line = line substr(rest, 1, start - 1)
      rest = substr(rest, start)
      if (!(end = index(rest, "-->"))) {
        wrong("a comment must end in its line: " rest)
        rest = ""
        break
      }
      comment = substr(rest, 1, end + 2)
      rest = substr(rest, end + 3)
      if (comment !~ /^<!-- \/?[a-z]+ -->$/) marker(comment)
    }
    block = block " " line rest
  }

  # marker COMMENT: the text in front of it in its line is in line, what follows in rest.
  function marker(comment,   body, name, names, why) {
    body = comment
    if (!sub(/^<!-- test: /, "", body) || !sub(/ -->$/, "", body) || body ~ /--/) return wrong("malformed: " comment)
    body = ", " body
    while (body != "") {
      if (!match(body, /^, [A-Z][A-Za-z0-9_]*\.[A-Z][A-Za-z0-9_]*/) && !match(body, /^, build\/[A-Za-z0-9_.\/-]+ "[^"]+"/))
        return wrong("malformed: " comment)
      name = substr(body, 3, RLENGTH - 2)
      names = names (names == "" ? "" : ", ") name
      body = substr(body, RLENGTH + 1)
      if (why = absent(name)) wrong(why)
    }
    if (!is_behind_a_sentence()) return wrong("behind no sentence: " comment)
    promises++
    printf "%-28s %-52s %s\n", FILENAME ":" FNR, first_words(block " " line), names
  }

  # In a row the marker is the last thing of the last cell. An item of a list need not end in a full stop.
  function is_behind_a_sentence() {
    if (is_code || line ~ /^    / || line ~ /^#/ || line !~ /[^ ] $/ || rest !~ /^( |$)/) return 0
    if (line ~ /^\|/) return line !~ /\| *$/ && rest ~ /^ \|$/
    return line ~ /[.!?:;][)*_"`]* $/ || line ~ /^ *([-*]|[0-9]+\.) +[^ ].* $/ && rest == ""
  }

  function first_words(text,   parts, count, i, words) {
    gsub(/\*\*/, "", text)
    sub(/^ *([-*|]|[0-9]+\.) /, "", text)
    sub(/ +$/, "", text)
    # The sentence begins behind the last full stop that has something behind it.
    while (match(text, /[.!?][)"]* +[^ a-z]/)) text = substr(text, RSTART + RLENGTH - 1)
    count = split(text, parts, / +/)
    for (i = 1; i <= count && length(words parts[i]) < 48; i++) words = words (words == "" ? "" : " ") parts[i]
    return words (i <= count ? " …" : "")
  }

  # absent NAME: why there is no such test; nothing if there is.
  function absent(name,   script, title, text, at, found) {
    if (name !~ /"/) {
      if (tests[name] > 1) return "two tests have the name " name
      return tests[name] ? "" : "no test has the name " name
    }
    script = substr(name, 1, index(name, " ") - 1)
    title = substr(name, index(name, " ") + 2)
    title = substr(title, 1, length(title) - 1)
    if ((getline text < script) < 0) return "there is no script " script
    do {
      if (text ~ /^ *#/) continue
      # As whole words: a title must not be the beginning of another one.
      at = index(text, title)
      if (at && " " substr(text, 1, at - 1) ~ /[^A-Za-z0-9_]$/ && substr(text, at + length(title)) " " ~ /^[^A-Za-z0-9_]/) found = 1
    } while ((getline text < script) > 0)
    close(script)
    return found ? "" : script " has no check with the title " title
  }

  function last_word(text) { return substr(text, match(text, /[A-Za-z0-9_]+$/)) }

  function wrong(message) {
    printf "%s:%d: %s\n", FILENAME, FNR, message >"/dev/stderr"
    mistakes++
  }

  END {
    if (!promises && !mistakes) print "no sentence has a marker" >"/dev/stderr"
    printf "%d promises, %d mistakes\n", promises, mistakes
    exit mistakes || !promises
  }' "${tests[@]}" "${pages[@]}"
