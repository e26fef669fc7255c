#!/bin/sh
# The test proper, process 1 of the virtual machine. Results go to the second serial port as
# PASS and FAIL lines between UP and END; END is written only when every check was made.
export PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/
network_files="hosts hostname resolv.conf"
fifty_megabytes=$((50 * 1024 * 1024))

report() { echo "$*" >/dev/ttyS1; }

# check WHAT COMMAND...: one line by the command's exit code.
check() {
  what=$1
  shift
  if "$@"; then report "PASS $what"; else report "FAIL $what"; evidence; fi
}

# What the container printed, shown once.
evidence() {
  [ "$shown" = yes ] || sed 's/^/     | /' /tmp/probe >/dev/ttyS1
  shown=yes
}

give_up() {
  report "FAIL $1"
  tail -n 30 /tmp/dockerd.log >/dev/ttyS1
  stop
}

stop() {
  sync
  poweroff -f
  sleep 60
}

mount_kernel_filesystems() {
  mount -t proc proc /proc
  mount -t sysfs sysfs /sys
  mount -t tmpfs tmpfs /run
  mount -t tmpfs tmpfs /tmp
  mount -t cgroup2 cgroup2 /sys/fs/cgroup
  mkdir -p /dev/pts /dev/shm /dev/mqueue
  mount -t devpts devpts /dev/pts
  mount -t tmpfs tmpfs /dev/shm
  mount -t mqueue mqueue /dev/mqueue
}

start_docker() {
  dockerd >/tmp/dockerd.log 2>&1 &
  tries=0
  until docker info >/tmp/info 2>/dev/null; do
    tries=$((tries + 1))
    [ "$tries" -lt 120 ] || return 1
    sleep 1
  done
  docker import -c 'CMD ["/bin/probe"]' /image.tar oi-test:1
}

says() { grep -qxF "$1" /tmp/probe; }

refused() { grep -q "^$1: .*: Read-only file system$" /tmp/probe; }

# A full project quota is ENOSPC in the words of XFS, EDQUOT in others'.
over_quota() { grep -qE "^/data.bin: .*: (No space left on device|Disk quota exceeded)$" /tmp/probe; }

# host_size CONTAINER FILE: of the file that Docker keeps on the host and mounts into the container.
host_size() {
  case $2 in
    hosts) member=HostsPath ;;
    hostname) member=HostnamePath ;;
    resolv.conf) member=ResolvConfPath ;;
  esac
  stat -c %s "$(docker inspect -f "{{.$member}}" "$1")"
}

used_megabytes() { df -m /data | awk 'END { print $3 }'; }

# run_probe RUNTIME: leaves the stopped container, its output in /tmp/probe, and what it cost.
run_probe() {
  before=$(used_megabytes)
  shown=no
  docker run --runtime "$1" --name "$1" oi-test:1 >/tmp/probe 2>&1
  check "$1: the container runs to its end" [ "$?" -eq 0 ]
  check "$1: 50 MB do not fit into the 10 MB layer" over_quota
  check "$1: the layer is writable within its limit" says "/small: written"
  grown=$(($(used_megabytes) - before))
}

# The three files lie outside the quota, and the container may write what it likes.
escapes() {
  run_probe "$1"
  for file in $network_files; do
    size=$(host_size "$1" "$file")
    check "$1: 50 MB go into /etc/$file past the 10 MB limit (on the host: $size bytes)" \
      [ "$size" -eq "$fifty_megabytes" ]
  done
  check "$1: a container limited to 10 MB used $grown MB of the host's disk" [ "$grown" -ge 140 ]
  docker rm "$1" >/dev/null
}

# The rule refuses the writes, and nothing is on the host that was not there before.
closes() {
  run_probe "$1"
  for file in $network_files; do
    size=$(host_size "$1" "$file")
    check "$1: writing /etc/$file is refused: Read-only file system" refused "/etc/$file"
    check "$1: /etc/$file did not grow (on the host: $size bytes)" [ "$size" -gt 0 -a "$size" -lt 4096 ]
  done
  check "$1: the container could not remount /etc/hosts writable before that" grep -q '^remount: mount: ' /tmp/probe
  check "$1: a container limited to 10 MB used $grown MB of the host's disk" [ "$grown" -le 10 ]
  docker rm "$1" >/dev/null
}

# exec is a call of its own, after the container was created.
closes_for_exec() {
  docker run -d --runtime oi --name exec oi-test:1 sleep 600 >/dev/null
  before=$(host_size exec hosts)
  shown=no
  docker exec exec probe >/tmp/probe 2>&1
  check "oi: docker exec into a running container is refused /etc/hosts too" refused /etc/hosts
  after=$(host_size exec hosts)
  check "oi: after docker exec the file is as large as before ($before, $after bytes)" [ "$before" = "$after" ]
  check "oi: the container reads its own /etc/hosts" docker exec exec grep -q localhost /etc/hosts
  docker network create --subnet 198.51.100.0/24 second >/dev/null
  docker network connect second exec
  check "oi: what Docker itself adds to /etc/hosts arrives in the container" \
    docker exec exec grep -q '^198\.51\.100\.' /etc/hosts
  docker rm -f exec >/dev/null
}

mount_kernel_filesystems
report UP
hostname vm
ip link set lo up
echo "nameserver 192.0.2.1" >/etc/resolv.conf
modprobe -a xfs overlay loop bridge veth
if ! mkfs.xfs -q /dev/vdb || ! mount -t xfs -o pquota /dev/vdb /data; then
  give_up "an XFS with project quotas can be mounted"
fi
start_docker || give_up "Docker starts on it"
shown=yes

check "the machine has cgroup v2 only" [ "$(awk '$3 ~ /^cgroup/ { print $2, $3 }' /proc/mounts)" = "/sys/fs/cgroup cgroup2" ]
check "Docker uses cgroup v2" grep -q 'Cgroup Version: 2' /tmp/info
check "Docker keeps overlay2 layers on XFS" grep -q 'Backing Filesystem: xfs' /tmp/info
check "the XFS enforces project quotas" grep -q ' /data xfs .*prjquota' /proc/mounts

escapes runc
escapes oi-no-rule
closes oi
closes_for_exec
escapes crun
closes oi-crun

report END
stop
