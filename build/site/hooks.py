"""What mkdocs does otherwise than GitHub with the same pages, set right (https://www.mkdocs.org/user-guide/configuration/#hooks)."""

import os
import posixpath
import re

from mkdocs.exceptions import PluginError

# The repository's address for links to what is no page, such as https://github.com/OWNER/REPOSITORY/blob/v0.1.0; without it they are text.
SOURCES = os.environ.get("OI_SITE_SOURCES", "").rstrip("/")

REPOSITORY = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

FENCE = re.compile(r"^ *(```|~~~)")
LINK = re.compile(r"(?<!!)\[((?:[^\[\]]|\[[^\]]*\])*)\]\(([^()\s]+)\)")
MARKER = re.compile(r" ?<!-- test:.*?-->", re.S)


KIND = re.compile(r"^- \*\*(.+?)\*\*: (.+)$", re.M)


def on_config(config):
    """The navigation has the kinds of pages that docs/README.md has, and the pages of the project."""
    root = config["docs_dir"]
    with open(os.path.join(root, "docs/README.md"), encoding="utf-8") as index:
        kinds = KIND.findall(index.read())
    listed = ["README.md", "docs/README.md"]
    nav = [{"Home": "README.md"}, {"I want to …": "docs/README.md"}]
    named = {_place("docs", target) for _, links in kinds for _, target in LINK.findall(links)}
    for kind, links in kinds:
        pages = []
        for label, target in LINK.findall(links):
            place, label = _place("docs", target), label.replace("`", "")
            label = label[:1].upper() + label[1:]
            if posixpath.basename(place) == "README.md" and posixpath.dirname(place) or not place.endswith(".md"):
                directory = place if not place.endswith(".md") else posixpath.dirname(place)
                names = sorted(name for name in os.listdir(os.path.join(root, directory)) if name.endswith(".md"))
                places = [f"{directory}/{name}" for name in sorted(names, key=lambda name: name != "README.md")]
                places = [one for one in places if one == place or one not in named]
                pages.append({label: places})
                listed += places
            elif place not in listed:
                pages.append({label: place})
                listed.append(place)
        nav.append({kind: pages})
    project = sorted(name for name in os.listdir(root) if name.endswith(".md") and name not in listed)
    config["nav"] = nav + [{"Project": project}]
    return config


def on_nav(nav, config, files):
    missing = [file.src_path for file in files.documentation_pages() if file.page not in nav.pages]
    if missing:
        raise PluginError(f"docs/README.md has these pages under no kind: {', '.join(missing)}")


def _place(directory, target):
    return posixpath.normpath(posixpath.join(directory, target.partition("#")[0]))


def slug(text, separator):
    """The anchor that GitHub gives a heading: small letters, hyphens for blanks, nothing else but letters, digits, - and _."""
    return re.sub(r"[^\w\- ]", "", text.strip().lower()).replace(" ", separator)


def on_page_markdown(markdown, page, config, files):
    page.title = page.title.replace("`", "")
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
    if not os.path.exists(os.path.join(REPOSITORY, place)):
        raise PluginError(f"a page in {directory or '.'} links to {target}, which is not there")
    return f"[{text}]({SOURCES}/{place})" if SOURCES else text
