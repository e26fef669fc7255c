#!/bin/sh
# Runs inside a container: tries to undo the rule, then to write 50 MB into the container's layer
# and into each network file, and prints for each "PATH: written" or "PATH: the error". What became
# of the files is for the host to say.
if message=$(mount -o remount,rw,bind /etc/hosts 2>&1); then
  echo "remount: done"
else
  echo "remount: $message"
fi
for path in /data.bin /etc/hosts /etc/hostname /etc/resolv.conf; do
  if message=$(dd if=/dev/zero of="$path" bs=1M count=50 2>&1); then
    echo "$path: written"
  else
    echo "$path: $(echo "$message" | grep '^dd:')"
  fi
  # Room in the layer for the next question.
  [ "$path" != /data.bin ] || rm -f "$path"
done
if echo small >/small && [ "$(cat /small)" = small ]; then echo "/small: written"; fi
