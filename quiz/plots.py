"""Small plots as inline SVG in the page's own colours; the numbers stand beside them as text. Pure: no Django."""

from collections.abc import Sequence

WIDTH, HEIGHT, MARGIN = 320, 96, 14


def history_plot(percents: Sequence[int]) -> str:
    """Scores of successive attempts, 0 to 100 percent, as a line with a dot for each."""
    points = [_point(index, value, len(percents)) for index, value in enumerate(percents)]
    line = " ".join(f"{x:g},{y:g}" for x, y in points)
    dots = "".join(f'<circle cx="{x:g}" cy="{y:g}" r="4"/>' for x, y in points)
    rules = "".join(
        f'<line class="rule" x1="{MARGIN}" x2="{WIDTH - MARGIN}" y1="{_height(v):g}" y2="{_height(v):g}"/>'
        for v in (0, 50, 100)
    )
    title = f"Scores of {len(percents)} attempts: {', '.join(f'{value} %' for value in percents)}"
    return (
        f'<svg class="history-plot" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{title}">'
        f'{rules}<polyline points="{line}"/>{dots}</svg>'
    )


def _point(index: int, percent: int, count: int) -> tuple[float, float]:
    step = (WIDTH - 2 * MARGIN) / max(count - 1, 1)
    return round(MARGIN + index * step, 1), _height(percent)


def _height(percent: int) -> float:
    return round(HEIGHT - MARGIN - percent / 100 * (HEIGHT - 2 * MARGIN), 1)
