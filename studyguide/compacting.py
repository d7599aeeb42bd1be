"""Style sheets and scripts without what browsers skip."""

import re

_STRING_OR_COMMENT = re.compile(r"""("[^"]*"|'[^']*')|/\*.*?\*/""", re.S)
_SPACES = re.compile(r"\s+")
_AROUND = re.compile(r"\s*([{};,>])\s*|(?<=[\w)\]]):\s+|;(?=\s*\})")
_LITERAL_OR_REMARK = re.compile(r"""("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|`(?:\\.|[^`\\])*`)|\s*//.*""")


def compact_sheet(css: str) -> str:
    """The same rules without comments and without spaces that mean nothing; strings are left alone."""
    strings: list[str] = []

    def put_away(found: re.Match[str]) -> str:
        if not found[1]:
            return ""
        strings.append(found[1])
        return f"\0{len(strings) - 1}\0"

    text = _SPACES.sub(" ", _STRING_OR_COMMENT.sub(put_away, css)).strip()
    text = _AROUND.sub(lambda found: found[1] or (":" if ":" in found[0] else ""), text)
    text = text.replace(";}", "}")
    return re.sub("\0(\\d+)\0", lambda number: strings[int(number[1])], text)


def compact_script(script: str) -> str:
    """The same script without remarks and indentation.

    It goes line by line and keeps every end of a line, which may end a statement. So no literal may span lines and
    no remark may be other than `//`; a test holds our scripts to that.
    """
    lines = (_LITERAL_OR_REMARK.sub(lambda found: found[1] or "", line).strip() for line in script.splitlines())
    return "\n".join(line for line in lines if line)


COMPACT = {".css": compact_sheet, ".js": compact_script}
