"""Small pieces of SVG: shapes and texts as strings, with colours left to the page's style."""

from html import escape

_UNITS_PER_REM = 11.5
"""Width of a picture at which its letters are as large as small text."""

Attribute = str | float | int


def drawing(width: float, height: float, spoken: str, *parts: str) -> str:
    """Return a whole picture of `width` x `height` units that reads itself out as `spoken`."""
    return (
        f'<svg role="img" aria-label="{escape(spoken)}" viewBox="0 0 {_number(width)} {_number(height)}" '
        f'style="max-width:{_number(width / _UNITS_PER_REM)}rem">' + "".join(parts) + "</svg>"
    )


def rectangle(x: float, y: float, width: float, height: float, style: str, **more: Attribute) -> str:
    """Return a rectangle of the style class `style`."""
    place: dict[str, Attribute] = {"x": x, "y": y, "width": max(width, 0), "height": max(height, 0)}
    return _element("rect", place | {"class": style} | more)


def line(start: tuple[float, float], end: tuple[float, float], style: str) -> str:
    """Return a straight line of the style class `style`."""
    return _element("line", {"x1": start[0], "y1": start[1], "x2": end[0], "y2": end[1], "class": style})


def path(points: list[tuple[float, float]], style: str) -> str:
    """Return a line through `points`; "" when there are none."""
    if not points:
        return ""
    through = "L".join(f"{_number(x)} {_number(y)}" for x, y in points)
    return _element("path", {"d": f"M{through}", "class": style})


def circle(x: float, y: float, radius: float, style: str) -> str:
    """Return a disc of the style class `style`."""
    return _element("circle", {"cx": x, "cy": y, "r": radius, "class": style})


def text(x: float, y: float, words: str, style: str = "", *, at_most: int = 0) -> str:
    """Return `words` at a place; with `at_most` letters only, the whole of it is then shown on pointing."""
    shown = words if not at_most or len(words) <= at_most else words[: at_most - 1] + "…"
    title = f"<title>{escape(words)}</title>" if shown != words else ""
    opening = _element("text", {"x": x, "y": y, "class": style}).removesuffix("/>")
    return f"{opening}>{escape(shown)}{title}</text>"


def titled(shape: str, words: str) -> str:
    """Return `shape` with words that show on pointing."""
    return f"<g>{shape}<title>{escape(words)}</title></g>"


def _element(name: str, attributes: dict[str, Attribute]) -> str:
    inside = " ".join(
        f'{key.replace("_", "-")}="{escape(value) if isinstance(value, str) else _number(value)}"'
        for key, value in attributes.items()
        if value != ""
    )
    return f"<{name} {inside}/>"


def _number(value: float) -> str:
    """Return a number with two decimals at most."""
    return f"{value:.2f}".rstrip("0").rstrip(".")
