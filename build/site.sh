#!/usr/bin/env bash
# Makes the pages of the repository into a static site with a search that needs no server, by mkdocs and its theme Material, both
# from Debian.
#   build/site.sh                          makes artifacts/site/html
#   build/site.sh --into DIR --version V   makes DIR/V, has DIR/index.html lead to it, and lists it in DIR/versions.json, from which
#                                          each version's pages offer the others
# With OI_SITE_SOURCES=https://github.com/OWNER/REPOSITORY/blob/REF links to files that are no pages lead there.
set -euo pipefail
# shellcheck source=build/environment.sh
. "$(dirname "${BASH_SOURCE[0]}")/environment.sh"

into='' version=''
while [ $# -gt 0 ]; do
  case $1 in
    --into) into=${2:?--into needs a directory} && shift ;;
    --version) version=${2:?--version needs a version} && shift ;;
    *) die "unknown argument: $1" ;;
  esac
  shift
done
[ -n "$into" ] && [ -z "$version" ] && die "--into needs --version"
[ -z "$version" ] || [[ $version =~ ^[0-9A-Za-z][0-9A-Za-z._-]*$ ]] || die "invalid version \"$version\": want letters, digits, dots and hyphens"

need mkdocs=mkdocs /usr/share/mkdocs/themes/material/base.html=mkdocs-material git=git jq=jq
pages=artifacts/site/pages
rm -rf artifacts/site/pages artifacts/site/html
mkdir -p "$pages"
# What is in the repository, or is about to be: pages and their pictures.
git ls-files -z --cached --others --exclude-standard -- '*.md' 'docs/*.svg' ':!.github' ':!tests' ':!src' ':!build' |
  while IFS= read -r -d '' file; do
    [ -e "$file" ] || continue
    mkdir -p "$pages/$(dirname "$file")"
    cp "$file" "$pages/$file"
  done
cp build/site/site.css "$pages/"
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct)}
export SOURCE_DATE_EPOCH LC_ALL=C.UTF-8 PYTHONPATH=$root/build/site PYTHONDONTWRITEBYTECODE=1
mkdocs --quiet build --clean --config-file build/site/mkdocs.yml

if [ -n "$into" ]; then
  mkdir -p "$into"
  rm -rf "${into:?}/$version"
  cp -r artifacts/site/html "$into/$version"
  [ -e "$into/versions.json" ] || echo '[]' >"$into/versions.json"
  versions=$(jq --arg version "$version" '[{version: $version, title: $version, aliases: []}] + map(select(.version != $version))' "$into/versions.json")
  printf '%s\n' "$versions" >"$into/versions.json"
  printf '<!doctype html>\n<meta charset="utf-8">\n<title>OciInterceptor</title>\n<meta http-equiv="refresh" content="0; url=%s/">\n<a href="%s/">%s</a>\n' \
    "$version" "$version" "$version" >"$into/index.html"
fi
say "the site is in ${into:-artifacts/site/html}"
