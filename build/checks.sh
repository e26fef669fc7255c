# shellcheck shell=bash
# What scripts share that print a line for each check and end with a sum: source it after environment.sh.

passed=0 failed=0

# check NAME COMMAND…: one PASS or FAIL line; what a command that fails printed is shown.
check() {
  local name=$1 output
  shift
  if output=$("$@" 2>&1 </dev/null); then
    passed=$((passed + 1))
    printf 'PASS %s\n' "$name"
  else
    failed=$((failed + 1))
    printf 'FAIL %s\n%s\n' "$name" "$output"
  fi
}

is() { [ "$1" = "$2" ] || { printf 'want: %s\ngot: %s\n' "$2" "$1" && false; }; }
says() { [[ $1 == *"$2"* ]] || { printf 'want: %s\ngot: %s\n' "$2" "$1" && false; }; }

# refuses MESSAGE COMMAND…: the command fails and says so.
refuses() {
  local output
  ! output=$("${@:2}" 2>&1) || { printf 'it took it:\n%s\n' "$output" && false; }
  says "$output" "$1"
}

# print_sum: the last line; it fails if a check has failed.
print_sum() {
  printf '%d passed, %d failed, 0 skipped\n' "$passed" "$failed"
  [ "$failed" -eq 0 ]
}
