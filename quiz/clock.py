"""Lengths of time as a clock shows them. Pure: no Django."""

DAY = 86_400  # seconds


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
