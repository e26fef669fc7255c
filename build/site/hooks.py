"""What mkdocs does otherwise than GitHub with the same pages, set right (https://www.mkdocs.org/user-guide/configuration/#hooks)."""

import os
import posixpath
import re

# The repository's address for links to what is no page, such as https://github.com/OWNER/REPOSITORY/blob/v0.1.0; without it they are text.
SOURCES = os.environ.get("OI_SITE_SOURCES", "").rstrip("/")

FENCE = re.compile(r"^ *(```|~~~)")
LINK = re.compile(r"(?<!!)\[((?:[^\[\]]|\[[^\]]*\])*)\]\(([^()\s]+)\)")
MARKER = re.compile(r" ?<!-- test:.*?-->", re.S)


def slug(text, separator):
    """The anchor that GitHub gives a heading: small letters, hyphens for blanks, nothing else but letters, digits, - and _."""
    return re.sub(r"[^\w\- ]", "", text.strip().lower()).replace(" ", separator)


def on_page_markdown(markdown, page, config, files):
    pages = {file.src_path for file in files}
    directory = posixpath.dirname(page.file.src_path)
    lines, is_code = [], False
    for line in MARKER.sub("", markdown).split("\n"):
        if FENCE.match(line):
            is_code = not is_code
        lines.append(line if is_code else LINK.sub(lambda link: _link(link, directory, pages), line))
    return "\n".join(lines)


def _link(link, directory, pages):
    text, target = link.groups()
    path, _, anchor = target.partition("#")
    if not path or re.match(r"[a-z]+:", path):
        return link.group(0)
    place = posixpath.normpath(posixpath.join(directory, path))
    if place in pages:
        return link.group(0)
    index = posixpath.normpath(posixpath.join(place, "README.md"))
    if index in pages:
        return f"[{text}]({posixpath.relpath(index, directory or '.')}{'#' + anchor if anchor else ''})"
    return f"[{text}]({SOURCES}/{place})" if SOURCES else text
