"""Style sheets and scripts as they are served: the same in fewer bytes."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.storage import FileSystemStorage

from studyguide.compacting import compact_script, compact_sheet
from studyguide.static_files import CompactStaticFilesStorage

STATIC = Path(settings.BASE_DIR) / "static"
SHEETS = sorted(STATIC.glob("css/*.css"))
SCRIPTS = sorted(STATIC.glob("js/*.js"))
REMARK_LINE = re.compile(r"^\s*//.*$", re.M)


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
def test_compact_sheet(css, compacted):
    assert compact_sheet(css) == compacted


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_our_sheets_keep_every_word_and_every_string(sheet):
    css = re.sub(r"/\*.*?\*/", "", sheet.read_text(), flags=re.S)
    words = re.compile(r"\"[^\"]*\"|[\w.#%@-]+")
    assert words.findall(compact_sheet(css)) == words.findall(css)
    assert compact_sheet(css).count("{") == css.count("{") == css.count("}")
    assert len(compact_sheet(css)) < 0.9 * len(css)


@pytest.mark.parametrize(
    ("script", "compacted"),
    [
        ("// why\nconst a = 1;\n\n  b(); // and why\n", "const a = 1;\nb();"),
        ("let a = b\n  let c", "let a = b\nlet c"),
        ('say("https://x  //y"); // z', 'say("https://x  //y");'),
        (r"say('it\'s // it'); // it's", r"say('it\'s // it');"),
        ("say(`${a}//  ${b}`);", "say(`${a}//  ${b}`);"),
        ("a = b / c;\n/^[1-9]$/.test(d);", "a = b / c;\n/^[1-9]$/.test(d);"),
    ],
)
def test_compact_script(script, compacted):
    assert compact_script(script) == compacted


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_no_literal_of_ours_spans_lines(script):
    text = REMARK_LINE.sub("", script.read_text())
    assert "/*" not in text
    for line in text.splitlines():
        code = re.sub(r"\s// .*", "", line)
        assert [code.count(mark) % 2 for mark in "\"'`"] == [0, 0, 0], line


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_our_scripts_keep_every_line_of_code(script):
    wanted = [re.sub(r"\s+// .*", "", line).strip() for line in REMARK_LINE.sub("", script.read_text()).splitlines()]
    assert compact_script(script.read_text()).splitlines() == [line for line in wanted if line]


def test_what_is_collected_is_compact_under_both_names(tmp_path):
    names = {"css/site.css": compact_sheet, "js/quiz.js": compact_script}
    storage = CompactStaticFilesStorage(location=tmp_path, base_url="/static/")
    sources = FileSystemStorage(STATIC)
    for name in names:
        with sources.open(name) as file:
            storage.save(name, file)
    assert all(done for _, _, done in storage.post_process({name: (sources, name) for name in names}))
    for name, compact in names.items():
        for kept in (name, storage.stored_name(name)):
            assert (tmp_path / kept).read_text() == compact((STATIC / name).read_text())
