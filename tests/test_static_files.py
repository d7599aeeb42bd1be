"""Style sheets as they are served: the same rules in fewer bytes."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.storage import FileSystemStorage

from studyguide.static_files import CompactStaticFilesStorage, compact

SHEETS = sorted((Path(settings.BASE_DIR) / "static" / "css").glob("*.css"))


@pytest.mark.parametrize(
    ("css", "compacted"),
    [
        ("a { color: red; }\n\n/* why */\nb > c,\nd { margin: 0 1px; }\n", "a{color:red}b>c,d{margin:0 1px}"),
        ("a { width: calc(1px + 2px); }", "a{width:calc(1px + 2px)}"),
        ('a::after { content: " / } ;  "; }', 'a::after{content:" / } ;  "}'),
        ("a :is(b, c) d:hover { top: -1px; }", "a :is(b,c) d:hover{top:-1px}"),
        ("@media (max-width: 45rem) { a { x: y; } }", "@media (max-width:45rem){a{x:y}}"),
        ('a { background: url("data:x; y") 0 / 1px no-repeat; }', 'a{background:url("data:x; y") 0 / 1px no-repeat}'),
    ],
)
def test_compact(css, compacted):
    assert compact(css) == compacted


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_our_sheets_keep_every_word_and_every_string(sheet):
    css = re.sub(r"/\*.*?\*/", "", sheet.read_text(), flags=re.S)
    words = re.compile(r"\"[^\"]*\"|[\w.#%@-]+")
    assert words.findall(compact(css)) == words.findall(css)
    assert compact(css).count("{") == css.count("{") == css.count("}")
    assert len(compact(css)) < 0.9 * len(css)


def test_what_is_collected_is_compact_under_both_names(tmp_path):
    storage = CompactStaticFilesStorage(location=tmp_path, base_url="/static/")
    sources = FileSystemStorage(settings.BASE_DIR / "static")
    for name in ("css/site.css", "js/site.js"):
        with sources.open(name) as file:
            storage.save(name, file)
    assert all(
        done for _, _, done in storage.post_process({name: (sources, name) for name in ("css/site.css", "js/site.js")})
    )
    wanted = compact((settings.BASE_DIR / "static/css/site.css").read_text())
    for name in ("css/site.css", storage.stored_name("css/site.css")):
        assert (tmp_path / name).read_text() == wanted
    script = (settings.BASE_DIR / "static/js/site.js").read_bytes()
    assert (tmp_path / storage.stored_name("js/site.js")).read_bytes() == script
