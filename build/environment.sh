# shellcheck shell=bash
# What the scripts beside this file share: source it after `set -euo pipefail`.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root" || exit
export PATH="$PATH:/usr/local/sbin:/usr/sbin:/sbin"
export HOME="${HOME:-/root}"

# No build server outlives the script that started it.
export MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0 UseSharedCompilation=false
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_CLI_UI_LANGUAGE=en

say() { printf '== %s\n' "$*"; }

die() {
  printf '%s: %s\n' "${0##*/}" "$*" >&2
  exit 1
}

# under_load LIMIT: a limit on time, as many times longer as there are processes for each processor that want to run.
under_load() {
  awk -v limit="$1" -v processors="$(nproc)" '{ load = $1 / processors; printf "%.0f\n", limit * (load > 1 ? load : 1) }' /proc/loadavg
}

need_root() {
  [ "$(id -u)" -eq 0 ] || die "needs root: it $*; run it with sudo"
  # A process that joins a mount namespace, as those of containers do, leaves a chroot, and would write to the files outside.
  [ "$(stat -c %d:%i /)" = "$(nsenter --mount=/proc/self/ns/mnt stat -c %d:%i /)" ] ||
    die "cannot work in a chroot: it $*; enter the folder by pivot_root"
}

# is_there WHAT: a command, a file (by its absolute path), a shared library (lib*.so*), or docker-buildx.
is_there() {
  case $1 in
    /*) [ -e "$1" ] ;;
    lib*.so*) [[ $(ldconfig -p) == *"$1"* ]] ;;
    docker-buildx) docker_builds ;;
    busybox) command -v busybox >/dev/null && ! ldd "$(command -v busybox)" >/dev/null 2>&1 ;;
    *) command -v "$1" >/dev/null ;;
  esac
}

# Whether Debian's docker, or the one on PATH, can build by BuildKit: since release 23 by the plugin buildx, before by itself.
docker_builds() {
  local docker=/usr/bin/docker
  [ -x "$docker" ] || docker=$(command -v docker) || return
  [ "$("$docker" --version | sed -E 's/^[^0-9]*([0-9]+).*/\1/')" -lt 23 ] || "$docker" buildx version >/dev/null 2>&1
}

# need WHAT=PACKAGE[|PACKAGE]…: installs the first package that the distribution has for whatever is missing.
# It looks for the thing, not for the package: another vendor's docker serves as well.
need() {
  local wanted package missing=() packages=()
  for wanted; do
    is_there "${wanted%%=*}" || missing+=("$wanted")
  done
  [ ${#missing[@]} -gt 0 ] || return 0

  command -v apt-get >/dev/null || die "missing: ${missing[*]%%=*}; there is no apt-get here, install them"
  [ "$(id -u)" -eq 0 ] || die "missing: ${missing[*]%%=*}; as root: apt-get install ${missing[*]##*=}"
  say "installing what is missing: ${missing[*]%%=*}"
  apt-get -qq update </dev/null
  for wanted in "${missing[@]}"; do
    package=${wanted##*=}
    while [[ $package == *"|"* ]] && ! apt-cache show "${package%%|*}" >/dev/null 2>&1; do
      package=${package#*|}
    done
    packages+=("${package%%|*}")
  done
  # --no-remove: rather fail than replace what the operator chose, such as Docker's own packages.
  DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends --no-remove -o Dpkg::Use-Pty=0 \
    "${packages[@]}" </dev/null >/dev/null
  for wanted in "${missing[@]}"; do
    is_there "${wanted%%=*}" || die "${wanted%%=*} is still missing after installing ${packages[*]}"
  done
}

# What the end-to-end tests run and compile with.
need_engines() {
  need gcc=gcc /usr/include/stdio.h=libc6-dev \
    nm=binutils runc=runc crun=crun containerd=containerd podman=podman ctr=containerd dockerd=docker.io "docker=docker-cli|docker.io" \
    buildah=buildah \
    busybox=busybox-static mkfs.xfs=xfsprogs strace=strace ps=procps setfattr=attr getfattr=attr \
    rootlesskit=rootlesskit newuidmap=uidmap slirp4netns=slirp4netns ip=iproute2 \
    script=bsdutils jq=jq rsyslogd=rsyslog journalctl=systemd zsh=zsh fish=fish rg=ripgrep
  # By itself: it is the client that tells whether it needs the plugin.
  need "docker-buildx=docker-buildx|docker-buildx-plugin"
}

# need_modules DIRECTORY MODULE@VERSION…: has npm put modules into a directory of artifacts, where node then finds them.
need_modules() {
  local directory=$1 wanted
  shift
  need node=nodejs npm=npm
  mkdir -p "$directory"
  for wanted; do
    [ -d "$directory/node_modules/${wanted%@*}" ] && continue
    npm install --prefix "$directory" --no-save --no-audit --no-fund --silent "$@" </dev/null ||
      die "npm cannot get $*, without which nothing can be checked"
  done
  export NODE_PATH=$directory/node_modules
}

# The .NET SDK, and what it needs to restore packages over HTTPS.
need_dotnet() {
  local directory home
  home=$(getent passwd "${SUDO_USER:-$(id -u)}" | cut -d: -f6)
  for directory in "${DOTNET_ROOT:-}" /usr/share/dotnet /usr/lib/dotnet "$HOME/.dotnet" "$home/.dotnet"; do
    command -v dotnet >/dev/null && break
    [ -x "$directory/dotnet" ] && export PATH="$PATH:$directory"
  done
  command -v dotnet >/dev/null || die "the .NET SDK 10 is not on PATH: https://dotnet.microsoft.com/download"
  need /etc/ssl/certs/ca-certificates.crt=ca-certificates libssl.so.3=openssl
  is_there libicuuc.so || export DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1
  dotnet --version >/dev/null || die "there is no .NET SDK here that global.json takes: https://dotnet.microsoft.com/download"
}

# Prints what .NET calls this machine.
machine_runtime() {
  case $(uname -m) in
    x86_64) echo linux-x64 ;;
    aarch64) echo linux-arm64 ;;
    *) die "no Native AOT compiler is known for $(uname -m)" ;;
  esac
}

# need_linker RUNTIME: the compiler that links a program for that machine, and its C library.
need_linker() {
  case $(machine_runtime)/$1 in
    linux-x64/linux-x64 | linux-arm64/linux-arm64) need gcc=gcc /usr/include/stdio.h=libc6-dev ;;
    linux-x64/linux-arm64)
      need aarch64-linux-gnu-gcc=gcc-aarch64-linux-gnu aarch64-linux-gnu-objcopy=binutils-aarch64-linux-gnu \
        /usr/aarch64-linux-gnu/include/stdio.h=libc6-dev-arm64-cross
      ;;
    *) die "cannot build for $1 on $(machine_runtime)" ;;
  esac
}

# compile ARGUMENT…: dotnet, one at a time, since scripts that run beside each other build the same projects.
compile() {
  mkdir -p artifacts
  flock artifacts/compile.lock dotnet "$@"
}

# build_tool NAME: the program of build/NAME, into artifacts/bin.
build_tool() {
  compile restore "build/$1" --locked-mode -v quiet
  compile build "build/$1" -c Release --no-restore -v quiet -nologo -clp:NoSummary
}

# publish PROJECT DIRECTORY RUNTIME [PROPERTY…]: compiles a program of src ahead of time for a machine.
publish() {
  local project=src/$1/$1.csproj
  need_linker "$3"
  need_dotnet
  compile restore "$project" --locked-mode -v quiet
  compile publish "$project" -c Release -r "$3" --no-restore -v quiet -o "$2" "${@:4}"
}
