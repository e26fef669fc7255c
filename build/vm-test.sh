#!/usr/bin/env bash
# Boots a small virtual machine with Debian's kernel and shows, with real Docker on XFS with
# project quotas, that the network files escape a container's size limit and that
# --oi-readonly-networking-mounts closes that. docs/quota-escape.md explains what is shown.
#
# Needs apt, and the published binary: artifacts/oci-interceptor, or OCI_INTERCEPTOR_BINARY.
#   OI_VM_TIMEOUT  seconds the machine may take before it counts as failed (default 600)
#   OI_VM_ACCEL    kvm or tcg; by default kvm where the processor has it, else tcg (software)
set -euo pipefail
# shellcheck source=build/environment.sh
. "$(dirname "${BASH_SOURCE[0]}")/environment.sh"

binary=${OCI_INTERCEPTOR_BINARY:-artifacts/oci-interceptor}
timeout=${OI_VM_TIMEOUT:-600}
cache=$root/artifacts/vm
# The programs of the guest, beside the interceptor.
programs=(dockerd docker containerd containerd-shim-runc-v2 runc crun mkfs.xfs)
# The guest has no udev and loads these itself; what they depend on is found by modprobe.
boot_modules=(virtio_pci virtio_blk ext4)
guest_modules=(virtio_pci virtio_blk ext4 xfs overlay loop bridge veth)

# The kernel is unpacked, never installed: the host keeps its own.
fetch_kernel() {
  [ ! -e "$cache/kernel/complete" ] || return 0
  local package packages file
  apt-get -qq update </dev/null
  package=$(apt-cache depends linux-image-amd64 | awk '/Depends: linux-image/ { print $2; exit }')
  say "downloading ${package:?the package lists name no kernel}"
  # Newer releases have the image, the modules and their lists in packages of their own, all of the same version.
  mapfile -t packages < <(apt-cache depends --recurse --important "$package" | grep -- "^linux-[a-z]*-${package#linux-image-}\$" | sort -u)
  rm -rf "$cache/kernel"
  mkdir -p "$cache/kernel"
  (cd "$work" && apt-get download "${packages[@]}" >apt.log 2>&1) || { cat "$work/apt.log" >&2; return 1; }
  for file in "$work"/linux-*.deb; do dpkg-deb -x "$file" "$cache/kernel"; done
  # Releases with a merged /usr keep the modules below it, and compress them; one layout for both.
  if [ ! -d "$cache/kernel/lib" ]; then ln -s usr/lib "$cache/kernel/lib"; fi
  find "$cache/kernel/" -name '*.ko.xz' -exec xz -d {} +
  depmod -b "$cache/kernel" "$(kernel_version)"
  touch "$cache/kernel/complete"
}

kernel_version() {
  basename "$cache"/kernel/lib/modules/*
}

# The image lies in /boot, or beside the modules.
kernel_image() {
  local image
  for image in "$cache"/kernel/boot/vmlinuz-* "$cache"/kernel/lib/modules/*/vmlinuz; do
    if [ -e "$image" ]; then
      echo "$image"
      return
    fi
  done
}

# copy_modules TREE MODULE...: the modules, all they depend on, and an index for modprobe.
copy_modules() {
  local tree=$1 version file
  shift
  version=$(kernel_version)
  # What ext4 and xfs ask for by another name; newer kernels have it built in.
  if modprobe -d "$cache/kernel" -S "$version" --show-depends crc32c_generic >/dev/null 2>&1; then
    set -- "$@" crc32c_generic
  fi
  mkdir -p "$tree/lib/modules/$version"
  modprobe -d "$cache/kernel" -S "$version" -a --show-depends "$@" | awk '$1 == "insmod" { print $2 }' | sort -u |
    while read -r file; do
      cp "$file" "$tree/lib/modules/$version/"
    done
  cp "$cache/kernel/lib/modules/$version"/modules.{order,builtin,builtin.modinfo} "$tree/lib/modules/$version/"
  depmod -b "$tree" "$version"
}

# copy_program TREE FILE TARGET: the program and the libraries it is linked with.
copy_program() {
  local tree=$1 file=$2 target=$3 library
  install -D "$file" "$tree/$target"
  # A static program, or a script, has no libraries to list.
  { ldd "$file" 2>/dev/null || true; } | sed -nE 's/^[^/]*(\/[^ ]+) \(0x.*/\1/p' | while read -r library; do
    if [ ! -e "$tree$library" ]; then install -D "$library" "$tree$library"; fi
  done
}

copy_busybox() {
  local tree=$1 applet
  install -D "$(command -v busybox)" "$tree/bin/busybox"
  for applet in $(busybox --list); do
    if [ "$applet" != busybox ]; then ln -s busybox "$tree/bin/$applet"; fi
  done
}

build_initramfs() {
  local tree=$work/initramfs
  copy_busybox "$tree"
  copy_modules "$tree" "${boot_modules[@]}"
  install build/vm/initramfs-init.sh "$tree/init"
  (cd "$tree" && find . | cpio --quiet -o -H newc) >"$work/initramfs.cpio"
}

build_disks() {
  local tree=$work/root image=$work/image program path
  copy_busybox "$image"
  install build/vm/container-probe.sh "$image/bin/probe"
  mkdir -p "$image/etc" "$image/tmp"

  mkdir -p "$tree"/{dev,proc,sys,run,tmp,etc,data,sbin,var/lib}
  copy_busybox "$tree"
  copy_modules "$tree" "${guest_modules[@]}"
  for program in "${programs[@]}"; do
    # Debian's own client where there is one: a newer one on PATH need not talk to this daemon.
    path=/usr/bin/$program
    [ -x "$path" ] || path=$(command -v "$program")
    copy_program "$tree" "$path" "usr/bin/$program"
  done
  copy_program "$tree" "$binary" usr/bin/oci-interceptor
  install build/vm/guest-init.sh "$tree/sbin/guest-init"
  install -D -m 644 build/vm/daemon.json "$tree/etc/docker/daemon.json"
  tar -C "$image" -cf "$tree/image.tar" .

  mke2fs -q -t ext4 -O ^has_journal -m 0 -d "$tree" "$work/root.img" 768M >/dev/null
  truncate -s 2G "$work/data.img"
}

# start_machine ACCELERATOR: ttyS0 is the console, ttyS1 carries the results and nothing else.
start_machine() {
  local accelerator=$1 processor=max
  if [ "$accelerator" = kvm ]; then processor=host; fi
  : >"$work/results.log"
  qemu-system-x86_64 -M q35 -accel "$accelerator" -cpu "$processor" -smp 2 -m 1536 \
    -nodefaults -display none -no-reboot -nic none \
    -kernel "$(kernel_image)" -initrd "$work/initramfs.cpio" \
    -append 'console=ttyS0 quiet panic=-1 mitigations=off cgroup_no_v1=all' \
    -drive "file=$work/root.img,format=raw,if=virtio,cache=unsafe" \
    -drive "file=$work/data.img,format=raw,if=virtio,cache=unsafe" \
    -serial "file:$work/console.log" -serial "file:$work/results.log" \
    </dev/null >"$work/qemu.log" 2>&1 &
  machine=$!
}

stop_machine() {
  [ -n "${machine:-}" ] || return 0
  kill "$machine" 2>/dev/null || true
  wait "$machine" 2>/dev/null || true
  machine=
}

# wait_for WORD SECONDS: until the guest reports the word, or is gone, or the time is over.
wait_for() {
  local word=$1 end=$((SECONDS + $2))
  until grep -q "^$word" "$work/results.log"; do
    [ "$SECONDS" -lt "$end" ] || return 1
    kill -0 "$machine" 2>/dev/null || { grep -q "^$word" "$work/results.log"; return; }
    sleep 1
  done
}

accelerators() {
  if [ -n "${OI_VM_ACCEL:-}" ]; then
    echo "$OI_VM_ACCEL"
  elif [ -w /dev/kvm ] && grep -qwE 'vmx|svm' /proc/cpuinfo; then
    echo kvm
  fi
  # Also after kvm: a device that opens may still belong to a host that cannot run a guest.
  if [ "${OI_VM_ACCEL:-}" != tcg ]; then echo tcg; fi
}

run_machine() {
  local accelerator
  for accelerator in $(accelerators); do
    say "booting Debian $(kernel_version) ($accelerator), hard limit $timeout s"
    start_machine "$accelerator"
    if [ "$accelerator" != kvm ] || wait_for UP 60; then
      wait_for END "$timeout"
      return
    fi
    say "kvm does not start the machine here"
    stop_machine
  done
}

cleanup() {
  stop_machine
  rm -rf "$work"
  if [ -z "${totals:-}" ]; then
    echo "FAIL the virtual machine could not be tested: see above"
    echo "0 passed, 1 failed, 0 skipped"
  fi
}

mkdir -p "$cache"
work=$(mktemp -d "$cache/run.XXXXXX")
trap cleanup EXIT
trap 'exit 130' INT TERM

if [ ! -x "$binary" ]; then
  die "there is no published binary at $binary: run build/publish.sh"
fi

# The initramfs has no libraries; need takes no busybox but a static one.
need qemu-system-x86_64=qemu-system-x86 depmod=kmod cpio=cpio xz=xz-utils mke2fs=e2fsprogs mkfs.xfs=xfsprogs \
  busybox=busybox-static dockerd=docker.io "docker=docker-cli|docker.io" containerd=containerd runc=runc crun=crun
fetch_kernel
build_initramfs
build_disks

ended=yes
run_machine || ended=no
stop_machine
tr -d '\r' <"$work/results.log" | grep -vE '^(UP|END)' || true

passed=$(grep -c '^PASS ' "$work/results.log" || true)
failed=$(grep -c '^FAIL ' "$work/results.log" || true)
if [ "$ended" = no ]; then
  failed=$((failed + 1))
  echo "FAIL the virtual machine did not reach its end; its console says:"
  tail -n 40 "$work/console.log" "$work/qemu.log" 2>/dev/null || true
elif [ "$((passed + failed))" -eq 0 ]; then
  failed=1
  echo "FAIL the virtual machine ended without a single check"
fi
totals=yes
echo "$passed passed, $failed failed, 0 skipped"
[ "$failed" -eq 0 ]
