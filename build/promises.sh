#!/usr/bin/env bash
# Lists the promises of README.md and docs/: the sentences with a marker that names the tests for them. Fails if a marker is
# malformed, does not follow a sentence, or names a test that does not exist.
#   build/promises.sh [CHECKOUT]    reads another checkout
#
# A marker follows its sentence in the same line, and in a table ends the last cell: <!-- test: NAME, NAME -->
# A NAME is CLASS.METHOD for a test in tests/, or build/SCRIPT.sh "TITLE" for a check in a script, with the title exactly as the
# script has it. A marker must not contain two hyphens in a row, which end a comment for some renderers.
set -euo pipefail
# shellcheck source=build/environment.sh
. "$(dirname "${BASH_SOURCE[0]}")/environment.sh"

cd "${1:-$root}"
mapfile -t tests < <(find tests -name '*.cs' -not -path '*/bin/*' -not -path '*/obj/*' | LC_ALL=C sort)
mapfile -t pages < <(find README.md docs -name '*.md' | LC_ALL=C sort)

LC_ALL=C exec awk '
  # The tests: a class is declared at the start of a line, and a method follows its attribute.
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
        wrong("unterminated comment: " rest)
        rest = ""
        break
      }
      comment = substr(rest, 1, end + 2)
      rest = substr(rest, end + 3)
      if (comment !~ /^<!-- \/?[a-z]+ -->$/) marker(comment)
    }
    block = block " " line rest
  }

  # marker COMMENT: line is the text before it in its line, rest is the text after it.
  function marker(comment,   body, name, names, why) {
    body = comment
    if (!sub(/^<!-- test: /, "", body) || !sub(/ -->$/, "", body) || body ~ /--/) return wrong("malformed marker: " comment)
    body = ", " body
    while (body != "") {
      if (!match(body, /^, [A-Z][A-Za-z0-9_]*\.[A-Z][A-Za-z0-9_]*/) && !match(body, /^, build\/[A-Za-z0-9_.\/-]+ "[^"]+"/))
        return wrong("malformed marker: " comment)
      name = substr(body, 3, RLENGTH - 2)
      names = names (names == "" ? "" : ", ") name
      body = substr(body, RLENGTH + 1)
      if (why = fault(name)) wrong(why)
    }
    if (!follows_a_sentence()) return wrong("not after a sentence: " comment)
    promises++
    printf "%-28s %-52s %s\n", FILENAME ":" FNR, first_words(block " " line), names
  }

  # In a table the marker ends the last cell. A list item need not end with a full stop.
  function follows_a_sentence() {
    if (is_code || line ~ /^    / || line ~ /^#/ || line !~ /[^ ] $/ || rest !~ /^( |$)/) return 0
    if (line ~ /^\|/) return line !~ /\| *$/ && rest ~ /^ \|$/
    return line ~ /[.!?:;][)*_"`]* $/ || line ~ /^ *([-*]|[0-9]+\.) +[^ ].* $/ && rest == ""
  }

  function first_words(text,   parts, count, i, words) {
    gsub(/\*\*/, "", text)
    sub(/^ *([-*|]|[0-9]+\.) /, "", text)
    sub(/ +$/, "", text)
    # The sentence begins after the last full stop but its own.
    while (match(text, /[.!?][)"]* +[^ a-z]/)) text = substr(text, RSTART + RLENGTH - 1)
    count = split(text, parts, / +/)
    for (i = 1; i <= count && length(words parts[i]) < 48; i++) words = words (words == "" ? "" : " ") parts[i]
    return words (i <= count ? " …" : "")
  }

  # fault NAME: what is wrong with the name of a test; empty if it exists.
  function fault(name,   script, title, text, at, found) {
    if (name !~ /"/) {
      if (tests[name] > 1) return "ambiguous test: " name
      return tests[name] ? "" : "unknown test: " name
    }
    script = substr(name, 1, index(name, " ") - 1)
    title = substr(name, index(name, " ") + 2)
    title = substr(title, 1, length(title) - 1)
    if ((getline text < script) < 0) return "unknown script: " script
    do {
      if (text ~ /^ *#/) continue
      # As whole words: the beginning of a title is not the title.
      at = index(text, title)
      if (at && " " substr(text, 1, at - 1) ~ /[^A-Za-z0-9_]$/ && substr(text, at + length(title)) " " ~ /^[^A-Za-z0-9_]/) found = 1
    } while ((getline text < script) > 0)
    close(script)
    return found ? "" : "unknown check: " name
  }

  function last_word(text) { return substr(text, match(text, /[A-Za-z0-9_]+$/)) }

  function wrong(message) {
    printf "%s:%d: %s\n", FILENAME, FNR, message >"/dev/stderr"
    mistakes++
  }

  END {
    if (!promises && !mistakes) print "no markers found" >"/dev/stderr"
    printf "%d promises, %d mistakes\n", promises, mistakes
    exit mistakes || !promises
  }' "${tests[@]}" "${pages[@]}"
