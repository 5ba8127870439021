"""How the report looks on paper: the little HTML, CSS and SVG that a Qt text document understands."""

import re

REAL, SYNTHETIC, INK, SOFT, RULE = "#1f6fb2", "#c44e00", "#1d2430", "#5b6573", "#dfe3e8"
GOOD, LOOK, PROBLEM = "#1d7a3e", "#8a5a00", "#b3261e"

CSS = f"""
body {{ font-size: 10pt; color: {INK}; }}
h1 {{ font-size: 20pt; }} h2 {{ font-size: 14pt; margin-top: 18px; }} h3 {{ font-size: 11pt; margin-top: 12px; }}
p {{ margin: 4px 0 4px 0; }} dt {{ color: {SOFT}; }} dd {{ margin-left: 16px; }}
.soft, .small {{ color: {SOFT}; }} .small {{ font-size: 8.5pt; }}
th {{ text-align: left; font-weight: 600; }} td, th {{ padding: 2px 8px 2px 0; }}
.note {{ background: #f1f3f5; }}
.good .sign {{ color: {GOOD}; }} .look .sign {{ color: {LOOK}; }} .problem .sign {{ color: {PROBLEM}; }}
"""

_TEXT = f'font-family="sans-serif" font-size="11" fill="{INK}"'
_SMALL = f'font-family="sans-serif" font-size="10" fill="{SOFT}"'
_STYLES = {
    "real area": f'fill="{REAL}" fill-opacity="0.22" stroke="{REAL}" stroke-width="1.6"',
    "synthetic outline": f'fill="none" stroke="{SYNTHETIC}" stroke-width="1.8" stroke-dasharray="5 3"',
    "real line": f'fill="none" stroke="{REAL}" stroke-width="1.8"',
    "real bar": f'fill="{REAL}"',
    "synthetic bar": f'fill="{SYNTHETIC}" fill-opacity="0.25" stroke="{SYNTHETIC}"',
    "real cell": f'fill="{REAL}"',
    "synthetic cell": f'fill="{SYNTHETIC}"',
    "different cell": f'fill="{PROBLEM}"',
    "real interval": f'stroke="{REAL}" stroke-width="2"',
    "synthetic interval": f'stroke="{SYNTHETIC}" stroke-width="2" stroke-dasharray="5 3"',
    "real dot": f'fill="{REAL}"',
    "synthetic dot": f'fill="{SYNTHETIC}"',
    "synthetic ring": f'fill="#ffffff" stroke="{SYNTHETIC}" stroke-width="2.2"',
    "real mark": f'stroke="{REAL}" stroke-width="2.5"',
    "synthetic thick": f'stroke="{SYNTHETIC}" stroke-width="6"',
    "base thick": f'stroke="{RULE}" stroke-width="6"',
    "base": f'stroke="{RULE}" fill="none"',
    "join": f'stroke="{SOFT}" stroke-width="2"',
    "guess right": f'fill="{SYNTHETIC}" stroke="{SYNTHETIC}"',
    "guess wrong": f'fill="none" stroke="{SYNTHETIC}" stroke-width="1.4"',
    "guess right coin": f'fill="{SOFT}" stroke="{SOFT}"',
    "guess wrong coin": f'fill="none" stroke="{SOFT}" stroke-width="1.4"',
    "label": _TEXT,
    "axis": _SMALL,
    "value": _SMALL,
    "": _TEXT,
}
_ANCHORS = ("middle", "end", "start")
_CLASS = re.compile(r'class="([^"]*)"')
_BLOCKS = re.compile(r"<(/?)(figure|figcaption|header|section|main|footer)\b[^>]*>")
_STYLE = re.compile(r"<style>.*?</style>", re.DOTALL)
OFFICER = '<h2 class="officer">'
"""Start of the page for the data-protection officer, which begins on a new sheet."""

_FIGURE = re.compile(r'</h3>\s*<span class="figure">(.*?)</span>')
_LIST_OF_VERDICTS = re.compile(r'<li class="(good|look|problem)">(.*?)</li>', re.DOTALL)


def coloured(svg: str) -> str:
    """Return a drawing of the report with its style classes as attributes, as Qt's SVG understands them."""
    named = _CLASS.sub(lambda found: _attributes(found[1]), svg)
    return named.replace("<svg ", '<svg xmlns="http:' + '//www.w3.org/2000/svg" ', 1)


def simplified(html: str) -> str:
    """Return the report with the blocks a text document knows, and without the style of the screen."""
    plain = _STYLE.sub("", html)
    plain = _LIST_OF_VERDICTS.sub(r'<p class="\1">\2</p>', plain)
    plain = _FIGURE.sub(r" – \1</h3>", plain)
    plain = plain.replace("</span><span style", "</span>&nbsp;&nbsp;&nbsp;<span style")
    plain = plain.replace("</span><span>", "</span>&nbsp;&nbsp;<span>")
    plain = plain.replace(OFFICER, f'<div style="page-break-before: always"></div>{OFFICER}')
    plain = plain.replace('class="blank">', ">" + "_" * 44)
    plain = plain.replace("<tr class=", "<tr valign=top class=").replace(
        '<td class="wide">', "<td width=52%>"
    )
    plain = plain.replace("<table>", '<table cellspacing="0" width="100%">')
    plain = plain.replace("class=number", 'align="right"')
    return _BLOCKS.sub(r"<\1div>", plain)


def _attributes(classes: str) -> str:
    words = classes.split()
    anchor = next((word for word in words if word in _ANCHORS), "")
    style = _STYLES.get(" ".join(word for word in words if word not in _ANCHORS), "")
    return f'{style} text-anchor="{anchor}"' if anchor else style
