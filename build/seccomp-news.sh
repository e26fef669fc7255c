#!/usr/bin/env bash
# What is new, gone or different in a newer filter of an engine, against the built-in filter that follows it.
#   build/seccomp-news.sh UPSTREAM.json [NAME]
#
# UPSTREAM.json is in Docker's form: default.json of moby/profiles, seccomp.json of container-libs, or what an engine wrote into
# linux.seccomp of a container without capabilities. NAME is docker-default (the default), containerd-default or podman-default.
# A line for each call and the arguments at which it differs; exit 1 if there is any. Then change src/OciInterceptor/Rules/Seccomp/Filters,
# and the source and the date in BuiltInFilter.cs.
set -euo pipefail
if [ $# -lt 1 ] || [ $# -gt 2 ]; then
  echo "usage: ${0##*/} UPSTREAM.json [NAME]" >&2
  exit 2
fi
upstream=$(realpath "$1")
# shellcheck source=build/environment.sh
. "$(dirname "${BASH_SOURCE[0]}")/environment.sh"

need node=nodejs
node build/seccomp-news.js "$upstream" "${2:-docker-default}"
