"""A thousand saves of ten markers who fight over a few answers: none is lost, and every conflict is shown."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from tests.marking.small_site import ITEM, mark_body, post, small_site

if TYPE_CHECKING:
    from pathlib import Path

MARKERS = tuple(f"m{number}" for number in range(10))
TURNS, ANSWERS = 100, 20


@pytest.mark.slow
def test_a_thousand_saves_of_ten_markers(tmp_path: Path) -> None:
    """Whoever was too late is shown the other mark, decides again, and nothing is overwritten unseen."""
    site = small_site(tmp_path, {f"s{number}": f"so {number}" for number in range(ANSWERS)}, markers=MARKERS)
    numbers = {site.number(f"s{number}"): f"s{number}" for number in range(ANSWERS)}
    saved: list[tuple[str, int]] = []
    seen: list[str] = []

    def work(marker: str) -> None:
        client = site.client(marker)
        for turn in range(TURNS):
            submission = f"s{(int(marker[1:]) * 7 + turn) % ANSWERS}"
            version = 0
            while True:
                comment = f"{marker} {turn}"
                body = mark_body(site, submission, "there", comment=comment, version=version, act=f"{marker}-{turn:08}")
                status, answer = post(client, "mark", body)
                if status == 200:
                    saved.append((submission, answer["version"]))
                    break
                assert status == 409
                seen.append(answer["conflict"]["comment"])
                version = answer["conflict"]["version"]

    threads = [threading.Thread(target=work, args=(marker,)) for marker in MARKERS]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(saved) == len(set(saved)) == len(MARKERS) * TURNS
    for submission in numbers.values():
        history = site.service.ask_from_outside(lambda store, of=submission: store.history(of, ITEM))  # type: ignore[misc]
        assert [stored.version for stored in history] == list(range(1, len(history) + 1))
        assert len(history) == sum(of == submission for of, _ in saved)
    assert len(seen) >= len(MARKERS) * TURNS - ANSWERS  # each decision begins from an answer that nobody has marked
    site.service.close()
