"""Which language the command line speaks: --lang, else PATHLOOM_LANG, else the locale."""

import os
import sys
from functools import cache


@cache
def chosen_language() -> str:
    """`zh` or `en`; read from the raw arguments, because help texts are made before click parses them."""
    arguments = sys.argv[1:]
    for position, argument in enumerate(arguments):
        if argument.startswith("--lang="):
            return "zh" if argument.endswith("zh") else "en"
        if argument == "--lang" and position + 1 < len(arguments):
            return "zh" if arguments[position + 1] == "zh" else "en"
    for variable in ("PATHLOOM_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(variable):
            return "zh" if value.lower().startswith("zh") else "en"
    return "en"


def say(en: str, zh: str) -> str:
    """The text in the chosen language."""
    return zh if chosen_language() == "zh" else en
