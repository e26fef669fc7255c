#!/bin/sh
# Runs a program that may do anything, as a mutant of what removes files and ends processes may: it sees processes of its own
# only, and can write only below one directory, which holds its /tmp, /var/tmp and /dev/shm too.
#   confined.sh DIRECTORY PROGRAM ARGUMENTS…    the directory is below that of the sources
set -eu

if [ "$1" != --inside ]; then
  user=
  [ "$(id -u)" -eq 0 ] || user="--user --map-current-user --keep-caps"
  # shellcheck disable=SC2086 # options
  exec unshare $user --mount --pid --fork --kill-child --mount-proc "$0" --inside "$@"
fi

directory=$2
shift 2
root=$(cd "$(dirname "$0")/../.." && pwd)
mkdir -p "$directory/tmp" "$directory/var-tmp"
mount -n --bind "$directory" "$directory"
for path in /proc/sys /proc/sysrq-trigger; do [ ! -e "$path" ] || mount -n --bind "$path" "$path"; done

# is_kept POINT: where the program may write.
is_kept() {
  case $1 in
    "$directory" | /proc) true ;;
    *) false ;;
  esac
}
points() { while read -r _ _ _ _ point options _; do printf '%b %s\n' "$point" "$options"; done </proc/self/mountinfo; }
# The options that it has must be kept; of two that contradict each other the last wins. A mount may be hidden by another one.
points | while read -r point options; do
  is_kept "$point" || mount -n -o "remount,bind,$options,ro" "$point" 2>/dev/null || true
done
points | while read -r point _; do
  is_kept "$point" || [ ! -w "$point" ] || { echo "confined.sh: $point can be written to" >&2; exit 1; }
done

# The sources may be below what is hidden then: they are kept at another place meanwhile.
mount -n --rbind "$root" /dev/shm
mount -n --bind "$directory/tmp" /tmp
mount -n --bind "/dev/shm/${directory#"$root/"}/var-tmp" /var/tmp
case $root/ in
  /tmp/* | /var/tmp/*)
    mkdir -p "$root"
    mount -n --move /dev/shm "$root"
    cd "$root"
    ;;
  *) umount -n -l /dev/shm ;;
esac
mount -n -t tmpfs -o size=64m shm /dev/shm
# The tests of a user must not have what the mounts needed.
[ "$(id -u)" -eq 0 ] || set -- setpriv --ambient-caps=-all --inh-caps=-all "$@"
# Not in its place: the shell is the first process of its namespace, to which no signal is sent.
"$@"
exit $?
