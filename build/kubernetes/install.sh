#!/bin/sh
# Puts oci-interceptor and its policy on a node, registers it with the node's containerd, keeps the policy as the ConfigMap
# has it, and takes everything out again on SIGTERM. Runs in the DaemonSet's container, by busybox.
set -eu

name=${RUNTIME_NAME:-oci-interceptor}
profile=${PROFILE_NAME:-cluster}
binary=${SOURCE_BINARY:-/oci-interceptor}
policy=${SOURCE_POLICY:-/policy/policy.json}
configuration=${CONTAINERD_CONFIG:-/etc/containerd/config.toml}
interval=${INTERVAL:-10}
# Where the node's file system is, and what runs a command in it and restarts containerd.
host=${HOST_ROOT-/host}
enter=${ENTER-nsenter --target 1 --mount --}
restart=${RESTART-systemctl restart containerd}

installed=/usr/local/bin/oci-interceptor
state=/etc/oci-interceptor
node_path=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin

if [ -x /bin/busybox ] && [ ! -x /bin/cp ]; then
  /bin/busybox mkdir -p /bin /usr/bin
  /bin/busybox --install -s /bin
  export PATH=/bin
fi

say() { printf '%s\n' "$*"; }

# on_node COMMAND...: runs it as the node sees the world, with a node's PATH: the image has only /bin, and runc is rarely there.
on_node() {
  # shellcheck disable=SC2086 # words
  $enter env "PATH=$node_path" "$@"
}

# put SOURCE PATH MODE: the file has its name only when it is whole; a call meanwhile finds the old one or the new one.
put() {
  if ! cmp -s "$1" "$host$2"; then
    mkdir -p "$host${2%/*}"
    cp "$1" "$host$2.new"
    chown 0:0 "$host$2.new"
    chmod "$3" "$host$2.new"
    mv -f "$host$2.new" "$host$2"
    say "put $2"
  fi
}

# A policy that cannot be loaded would refuse every container: it is not put in the place of one that can.
put_policy() {
  if cmp -s "$policy" "$host$state/profiles/$profile.json"; then
    return
  fi
  if "$binary" oi-validate "$policy"; then
    put "$policy" "$state/profiles/$profile.json" 0644
  else
    say "the policy is left as it was"
    return 1
  fi
}

restart_containerd() {
  # shellcheck disable=SC2086 # words
  on_node $restart
  say "restarted containerd"
}

install() {
  put "$binary" "$installed" 0755
  # A pod that starts again with a wrong policy goes on with the one that the node has, and can still take it out.
  put_policy || [ -e "$host$state/profiles/$profile.json" ]
  output=$(on_node "$installed" oi-install containerd --name "$name" --profile "$profile" --config "$configuration")
  say "$output"
  case $output in
    *"There is nothing to change."*) ;;
    *) restart_containerd ;;
  esac
}

# While pods use the runtime it stays: they could be neither entered nor stopped without it.
uninstall() {
  trap - TERM INT
  if on_node "$installed" oi-uninstall containerd --name "$name"; then
    restart_containerd
    rm -f "$host$state/profiles/$profile.json" "$host$installed"
    say "taken out"
    exit 0
  fi
  say "left in place: delete the pods of this runtime, then run \"$installed oi-uninstall containerd --name $name\" on the node, or start this pod again and stop it"
  exit 1
}

trap uninstall TERM INT
install
say "installed"
while :; do
  # A signal ends a wait at once; a sleep in the foreground would go on to its end.
  sleep "$interval" &
  wait $!
  put_policy || :
done
