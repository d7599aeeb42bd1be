"""What the templates of account pages ask for."""

from django.template import Context, Library

from studyguide.accounts import second_step

register = Library()

# In this order: each of them also names those that come after it.
BROWSERS = {"Edg": "Edge", "OPR": "Opera", "Firefox": "Firefox", "Chrome": "Chrome", "Safari": "Safari"}
SYSTEMS = {"Android": "Android", "iPhone": "iPhone", "iPad": "iPad", "Windows": "Windows", "Mac OS": "macOS"}


@register.simple_tag(takes_context=True)
def passkeys_work(context: Context) -> bool:
    return second_step.passkeys_work(context["request"])


@register.simple_tag(takes_context=True)
def staff_needs_second_step(context: Context) -> bool:
    return second_step.lacks_second_step(context["request"], context["request"].user)


@register.filter
def browser_name(user_agent: str) -> str:
    """`Firefox on Windows`, as near as a browser's word for itself allows."""
    browser = _first(BROWSERS, user_agent) or "A browser"
    system = _first({**SYSTEMS, "Linux": "Linux"}, user_agent)
    return f"{browser} on {system}" if system else browser


def _first(names: dict[str, str], text: str) -> str:
    return next((name for mark, name in names.items() if mark in text), "")
