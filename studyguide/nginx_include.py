"""What nginx is told of an export: for each address which file to send with which headers.

It is included in a `server` block that defines `location @studyguide`, where everything else goes, as

    location @studyguide { proxy_pass http://NAME; … }

The `http` block around it includes `deploy/nginx/export.conf`, which says what a request may get.
"""

from collections.abc import Sequence
from pathlib import Path
from string import Template

from studyguide.page_memory import HeaderList
from studyguide.site_export import AWAY, CURRENT, Resource

# By other directives, or by nginx itself.
_SET_ANYWAY = {"etag", "last-modified", "content-length", "content-encoding", "content-type"}
_OF_A_PAGE = {"cache-control", "vary"}

_HEAD = """# Made by manage.py export_site; in a server block. Do not edit.

# Half of the work of an answer is to find its file. An export that is taken away is missed within this second.
open_file_cache max=2000;
open_file_cache_valid 1s;
open_file_cache_errors on;

# Headers and the file leave in one packet and not in two.
sendfile on;
tcp_nopush on;

# A query, or an address that only means the same, is the application's: no file ends like this.
set $studyguide_spelled "";
if ($request_uri != $uri) { set $studyguide_spelled .app; }
"""

_SENT = Template("""\
    root "$root";
    types {}
    default_type "$type";
    gzip off;
    etag off;
    max_ranges 0;
    if_modified_since off;
    add_header Last-Modified $$studyguide_modified;
    add_header ETag '"$$studyguide_etag$$studyguide_suffix"';
    add_header Content-Encoding $$studyguide_coding;
$headers
""")

# The usual request is answered by its own location, which is quickest. One that holds a body already goes on to the
# location of its group, where it is compared.
_LOCATION = Template("""
location = $path {
    set $$studyguide_file $name$$studyguide_$sort$$studyguide_spelled;
    set $$studyguide_etag '$etag';
    set $$studyguide_modified "$modified";
$sent    try_files /$$studyguide_file$$studyguide_held @studyguide_$group;
}
""")

# nginx compares no ETag but its own. Whoever holds the body gets the head of the same file with status 304, if it is
# still there. An `if` that does anything but return would take its location's other directives away.
_GROUP = Template("""
location @studyguide_$group {
    recursive_error_pages on;
    error_page 418 = @studyguide_held_$group;
    if ($$http_if_none_match = '"$$studyguide_etag$$studyguide_suffix"') { return 418; }
$sent    try_files /$$studyguide_file @studyguide;
}

location @studyguide_held_$group {
    recursive_error_pages on;
    error_page 418 =304 @studyguide_head_$group;
    if (-f "$root/$$studyguide_file") { return 418; }
    try_files /.app @studyguide;
}

location @studyguide_head_$group {
    root "$root";
    types {}
    default_type "";
    etag off;
    max_ranges 0;
    if_modified_since off;
    add_header Last-Modified $$studyguide_modified;
    add_header ETag '"$$studyguide_etag$$studyguide_suffix"';
$held_headers
    try_files /$$studyguide_file =404;
}
""")

# No application answers. Scripts of a page only ask whether it went well, and would put nothing of this anywhere.
_AWAY = Template("""
error_page 502 504 =503 /.away;
recursive_error_pages on;

location = /.away {
    internal;
    root "$folder";
    types {}
    default_type "text/html; charset=utf-8";
    etag off;
    max_ranges 0;
    if_modified_since off;
    add_header Retry-After 5 always;
    add_header Cache-Control "private, no-store" always;
$headers
    if ($$http_hx_request) { return 503 "Back in a moment"; }
    try_files /$name =503;
}
""")


def nginx_include(folder: Path, resources: Sequence[Resource]) -> str:
    """The text for the export in `folder`: a location for each address, and three for each set of headers."""
    root = _quotable(str(folder / CURRENT))
    groups: dict[tuple[str, str], int] = {}
    locations = []
    for resource in resources:
        sent, held = _sent(resource, root), _added(resource.held.headers)
        number = groups.setdefault((sent, held), len(groups) + 1)
        locations.append(_location(resource, sent, number))
    named = [
        _GROUP.substitute(group=number, root=root, sent=sent, held_headers=held)
        for (sent, held), number in groups.items()
    ]
    away = _AWAY.substitute(folder=_quotable(str(folder)), name=AWAY, headers=_always(resources))
    return "".join([_HEAD, *locations, *named, away])


def _sent(resource: Resource, root: str) -> str:
    """The directives that its file is sent with."""
    return _SENT.substitute(
        root=root, type=_quotable(resource.plain["Content-Type"]), headers=_added(resource.plain.headers)
    )


def _location(resource: Resource, sent: str, group: int) -> str:
    return _LOCATION.substitute(
        path=resource.path,
        name=resource.name,
        sort="page" if resource.is_page else "static",
        etag=_quotable(resource.plain["ETag"].strip('"')),
        modified=_quotable(resource.plain["Last-Modified"]),
        sent=sent,
        group=group,
    )


def _added(headers: HeaderList, when: str = "") -> str:
    """Without `always` nginx adds them to a success only."""
    return "\n".join(
        f'    add_header {name} "{_quotable(value)}"{when};'
        for name, value in headers
        if name.lower() not in _SET_ANYWAY
    )


def _always(resources: Sequence[Resource]) -> str:
    """What every page is sent with, whatever is on it."""
    pages = [set(resource.plain.headers) for resource in resources if resource.is_page]
    shared = set.intersection(*pages) if pages else set()
    return _added([header for header in sorted(shared) if header[0].lower() not in _OF_A_PAGE], " always")


def _quotable(text: str) -> str:
    """Text between double quotes; nginx has no way to write a dollar sign there."""
    if not text.isprintable() or "$" in text:
        raise ValueError(f"nginx cannot be given {text!r}")
    return text.replace("\\", "\\\\").replace('"', '\\"')
