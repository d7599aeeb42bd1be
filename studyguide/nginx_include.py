"""What nginx is told of an export: for each address which file to send with which headers.

It is included in a `server` block that defines `location @studyguide`, where everything else goes, as

    location @studyguide { proxy_pass http://NAME; … }
"""

from collections.abc import Sequence
from pathlib import Path
from string import Template

from studyguide.page_memory import PERSONAL, HeaderList
from studyguide.site_export import AWAY, CURRENT, Resource

# By other directives, or by nginx itself.
_SET_ANYWAY = {"etag", "last-modified", "content-length", "content-encoding", "content-type"}
_OF_A_PAGE = {"cache-control", "vary"}

# `.app` is the ending of no file, so those requests go to the application, as do those for a file that is gone.
# A list of codings without weights is understood here; the application understands the others.
_HEAD = Template(r"""# Made by manage.py export_site; in a server block. Do not edit.

# Half of the work of an answer is to find its file. An export that is taken away is missed within this second.
open_file_cache max=2000;
open_file_cache_valid 1s;
open_file_cache_errors on;

set $$studyguide_coding "";
set $$studyguide_suffix "";
set $$studyguide_static .plain;
if ($$http_accept_encoding ~* "^([a-z, -]*[, ])?gzip([, ][a-z, -]*)?$$") {
    set $$studyguide_coding gzip;
    set $$studyguide_suffix -gzip;
    set $$studyguide_static .gzip;
}
if ($$http_accept_encoding ~* "^([a-z, -]*[, ])?br([, ][a-z, -]*)?$$") {
    set $$studyguide_coding br;
    set $$studyguide_suffix -br;
    set $$studyguide_static .br;
}
if ($$http_accept_encoding !~* "^[a-z, -]*$$") { set $$studyguide_static .app; }
if ($$http_if_none_match !~ '^("[^"]*")?$$') { set $$studyguide_static .app; }
if ($$request_method !~ "^(GET|HEAD)$$") { set $$studyguide_static .app; }
if ($$request_uri != $$uri) { set $$studyguide_static .app; }
set $$studyguide_special "$$http_range$$http_if_modified_since$$http_if_range";
if ($$studyguide_special != "") { set $$studyguide_static .app; }

# A page may differ for somebody in particular, and a forced reload asks for the newest.
set $$studyguide_page $$studyguide_static;
set $$studyguide_personal "$personal";
if ($$studyguide_personal != "") { set $$studyguide_page .app; }
if ($$http_cache_control ~* "no-(cache|store)") { set $$studyguide_page .app; }
""")

_LOCATION = Template("""
location = $path {
    set $$studyguide_file $name$$studyguide_$sort;
    set $$studyguide_etag '$etag';
    set $$studyguide_modified "$modified";
    try_files /.app @studyguide_$group;
}
""")

# nginx compares no ETag but its own. Whoever holds the body gets the head of the same file with status 304, if it is
# still there. An `if` that does anything but return would take its location's other directives away.
_GROUP = Template("""
location @studyguide_$group {
    root "$root";
    recursive_error_pages on;
    error_page 418 = @studyguide_held_$group;
    if ($$http_if_none_match = '"$$studyguide_etag$$studyguide_suffix"') { return 418; }
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
    try_files /$$studyguide_file @studyguide;
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
    """The text for the export in `folder`. Three locations for each set of headers; there are few."""
    groups: dict[tuple[tuple[str, str], ...], int] = {}
    locations = []
    for resource in resources:
        number = groups.setdefault(tuple(_shared(resource).items()), len(groups) + 1)
        locations.append(_location(resource, number))
    personal = "".join(f"${name.lower()}" for name in PERSONAL)
    root = _quotable(str(folder / CURRENT))
    named = [_GROUP.substitute(dict(shared), group=number, root=root) for shared, number in groups.items()]
    away = _AWAY.substitute(folder=_quotable(str(folder)), name=AWAY, headers=_always(resources))
    return "".join([_HEAD.substitute(personal=personal), *locations, *named, away])


def _location(resource: Resource, number: int) -> str:
    return _LOCATION.substitute(
        path=resource.path,
        name=resource.name,
        sort="page" if resource.is_page else "static",
        etag=_quotable(resource.plain["ETag"].strip('"')),
        modified=_quotable(resource.plain["Last-Modified"]),
        group=number,
    )


def _shared(resource: Resource) -> dict[str, str]:
    """What all resources of a group are sent with."""
    return {
        "type": _quotable(resource.plain["Content-Type"]),
        "headers": _added(resource.plain.headers),
        "held_headers": _added(resource.held.headers),
    }


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
