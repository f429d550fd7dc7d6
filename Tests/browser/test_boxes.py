"""What a ticked box looks like."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, expect

from actions import ban, tick
from conftest import Pages
from pixels import colours

ADDRESS = "2001:db8::bad:b0"
EDGE = 4


def is_plain(box: Locator) -> bool:
    """Whether a box is all dark or all light within its border; a shadow may lie on it."""
    shades = [sum(colour) / 3 for colour in colours(box.screenshot(animations="disabled"), EDGE)]
    return max(shades) - min(shades) < 80


@pytest.mark.parametrize("forced", ["none", "active"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_ticked_box_shows_a_tick(pages: Pages, theme: str, forced: str) -> None:
    with pages.open(color_scheme=theme, forced_colors=forced) as page:
        # No refresh comes between a look for a box and its picture.
        for news in ("**/api/pulse*", "**/api/events/stream*"):
            page.route(news, lambda _: None)
        ban(page, [ADDRESS], jail="proftpd")
        for path, name in [
            ("/bans/ban", "proftpd"), (f"/bans?q={ADDRESS}", "Select 2001:db8::bad:b0 in proftpd"),
            (f"/bans?q={ADDRESS}", "Select all on this page"),
        ]:
            page.goto(path)
            box = page.get_by_role("checkbox", name=name, exact=True)
            expect(box).to_be_visible()
            assert is_plain(box)
            tick(box)
            page.mouse.move(0, 0)
            assert not is_plain(box), f"{name} in {theme}, forced colours {forced}"
