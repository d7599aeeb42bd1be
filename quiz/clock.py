"""Times and lengths of time as they are written and shown. Pure: no Django."""

import re
from datetime import UTC, datetime

DAY = 86_400  # seconds
A_TIME = "2026-12-01 09:00"  # how files have times, in UTC

_TIME = re.compile(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(:00)?", re.A)


def read_time(text: str) -> datetime | None:
    """The time that a text as A_TIME says, in UTC; forms send a T in the middle. None where it says none."""
    found = _TIME.fullmatch(text.strip())
    try:
        return datetime.fromisoformat(f"{found[1]} {found[2]}").replace(tzinfo=UTC) if found else None
    except ValueError:
        return None


def time_text(at: datetime | None) -> str:
    """A time as files have it, or nothing."""
    return "" if at is None else f"{at.astimezone(UTC):%Y-%m-%d %H:%M}"


def clock_text(seconds: int) -> str:
    """`4:05`, `1:04:05`."""
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def time_used_text(seconds: int) -> str:
    """How long an attempt took, as `4:05 used`; one that lay about for days says so."""
    if seconds < DAY:
        return f"{clock_text(seconds)} used"
    days = (seconds + DAY // 2) // DAY
    return f"{days} day{'s' if days > 1 else ''} from start to end"
