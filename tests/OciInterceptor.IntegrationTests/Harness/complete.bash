# Completes each line, whose words have one blank between them: bash complete.bash SCRIPT LINE...
# shellcheck shell=bash disable=SC1090
set -u
source "$1"
shift
for line; do
  mapfile -d ' ' -t COMP_WORDS < <(printf '%s' "$line" | sed 's/=/ = /g')
  [[ $line == *[' =']  ]] && COMP_WORDS+=('')
  COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
  # compopt works within a real completion alone.
  compopt() { :; }
  "$(complete -p oci-interceptor | sed 's/.*-F \([^ ]*\).*/\1/')"
  mapfile -t COMPREPLY < <(printf '%s\n' "${COMPREPLY[@]}" | sort)
  echo "${COMPREPLY[*]}"
done
