"""120 scripts that would set `window.ran` if a browser ran them, from a seed: tags, attributes, links, Markdown."""

from random import Random

RAN = "window.ran=1"
SHAPES = [
    "<script>{js}</script>",
    "<ScRiPt>{js}</sCrIpT>",
    "<script src=data:text/javascript,{js}></script>",
    "<img src=x onerror={js}>",
    '<img src=x onerror="{js}"',
    "<svg onload={js}>",
    "<svg><script>{js}</script></svg>",
    "<svg><animate onbegin={js} attributeName=x dur=1s>",
    "<math><mtext><script>{js}</script></mtext></math>",
    "<details open ontoggle={js}>x</details>",
    "<iframe srcdoc='<script>parent.{js}</script>'></iframe>",
    "<iframe src=javascript:parent.{js}></iframe>",
    "<object data=javascript:{js}></object>",
    "<embed src=javascript:{js}>",
    "<body onload={js}>",
    "<input autofocus onfocus={js}>",
    "<video><source onerror={js}></video>",
    "<audio src=x onerror={js}></audio>",
    "<form action=javascript:{js}><button autofocus>x</button></form>",
    "<a href=javascript:{js}>x</a>",
    "[x](javascript:{js})",
    "[x](JaVaScRiPt:{js})",
    "[x](data:text/html,<script>{js}</script>)",
    '![x](x"onerror="{js})',
    '![x](x){{: onerror="{js}" }}',
    '[x](#){{: onmouseover="{js}" }}',
    "*x*{{: style=animation-name:x onanimationstart={js} }}",
    "*x*{{: hx-get=/healthz hx-trigger=load hx-on::load={js} }}",
    "<b hx-on:load='{js}' hx-get=/ hx-trigger=load>x</b>",
    "`<script>{js}</script>`<script>{js}</script>",
    "```\n</code></pre><script>{js}</script>\n```",
    "</textarea><script>{js}</script>",
    '"><script>{js}</script>',
    "'><img src=x onerror={js}>",
    "</title></style><script>{js}</script>",
    "<!--><script>{js}</script-->",
    "<![CDATA[<script>{js}</script>]]>",
    "<style>@import 'javascript:{js}';</style>",
    "<base href=javascript:{js}//>",
    "<meta http-equiv=refresh content='0;url=javascript:{js}'>",
    "<template><script>{js}</script></template>",
    "<noscript><p title='</noscript><script>{js}</script>'>",
]
WRAPS = ["{}", "a {} b", "> {}", "- {}", "\n\n{}\n\n", "**{}**", "| a |\n| - |\n| {} |", "&lt;{}", "{}<b>", "# {}"]
COUNT = 120


def payloads(seed: int = 2026) -> list[str]:
    """Every shape as it is, then shapes in random wraps, no two alike."""
    random = Random(seed)
    found = dict.fromkeys(shape.format(js=RAN) for shape in SHAPES)
    while len(found) < COUNT:
        shape, wrap = random.choice(SHAPES), random.choice(WRAPS[1:])
        found[wrap.replace("{}", shape.format(js=RAN))] = None
    return list(found)
