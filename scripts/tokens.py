#!/usr/bin/env python3
"""Writes Assets/tokens.css from Assets/tokens.json; with --check only tells whether it is up to date (exit code 1)."""

import json
import pathlib
import sys

ASSETS = pathlib.Path(__file__).resolve().parent.parent / "Assets"


def tokens(group):
    """The tokens of a group, without what describes it."""
    return {name: token for name, token in group.items() if not name.startswith("$")}


def css_value(value):
    """A token's value in CSS; a list is a font family, whose names are quoted where they hold spaces."""
    if isinstance(value, list):
        return ", ".join(f'"{name}"' if " " in name else name for name in value)
    return value


def declarations(source):
    """One custom property for each token; a colour holds both themes and follows `color-scheme`."""
    light, dark = tokens(source["light"]), tokens(source["dark"])
    if light.keys() != dark.keys():
        sys.exit(f"tokens.json: only in one theme: {sorted(light.keys() ^ dark.keys())}")
    for name in light:
        yield f"--{name}: light-dark({light[name]['$value']}, {dark[name]['$value']});"
    yield from sizes(source, "roomy")
    for group in tokens(source):
        if group not in ("light", "dark", "roomy", "dense"):
            for name, token in tokens(source[group]).items():
                yield f"--{group}-{name}: {css_value(token['$value'])};"


def sizes(source, density):
    """The sizes of a density, which have the same names in both."""
    if tokens(source["roomy"]).keys() != tokens(source["dense"]).keys():
        sys.exit("tokens.json: roomy and dense do not name the same sizes")
    for name, token in tokens(source[density]).items():
        yield f"--{name}: {token['$value']};"


def block(selector, lines):
    """A rule of CSS."""
    return selector + " {\n" + "".join(f"  {line}\n" for line in lines) + "}\n"


def main():
    source = json.loads((ASSETS / "tokens.json").read_text(encoding="utf-8"))
    css = "/* Made from tokens.json by scripts/tokens.py. */\n" + block(":root", declarations(source))
    css += block(':root[data-density="dense"]', sizes(source, "dense"))
    target = ASSETS / "tokens.css"
    if "--check" not in sys.argv[1:]:
        target.write_text(css, encoding="utf-8")
    elif not target.exists() or target.read_text(encoding="utf-8") != css:
        sys.exit("Assets/tokens.css is not what Assets/tokens.json makes: run scripts/tokens.py")


if __name__ == "__main__":
    main()
