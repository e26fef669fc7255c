#!/bin/sh
# First program of the virtual machine: mounts the root disk and hands over to it. A root of its
# own, since a container runtime cannot pivot_root away from an initramfs.
mount -t devtmpfs devtmpfs /dev || { mkdir -p /dev && mount -t devtmpfs devtmpfs /dev; }
mkdir -p /proc /sys /root
mount -t proc proc /proc
mount -t sysfs sysfs /sys
# Not in newer kernels, which have it built in.
modprobe -q crc32c_generic
modprobe -a virtio_pci virtio_blk ext4 || exit 1

tries=0
until [ -b /dev/vda ]; do
  tries=$((tries + 1))
  [ "$tries" -lt 30 ] || { echo "there is no root disk"; exit 1; }
  sleep 1
done
mount -t ext4 /dev/vda /root || exit 1
umount /proc /sys
mount --move /dev /root/dev
exec switch_root /root /sbin/guest-init
