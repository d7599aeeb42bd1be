"""Lengths of time as a clock shows them. Pure: no Django."""


def clock_text(seconds: int) -> str:
    """`4:05`, `1:04:05`."""
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
