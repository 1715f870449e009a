"""Pages and tables that follow the marks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.errors import UsageError
from grader.marking.publishing import Publisher
from grader.report.html import render
from tests.marking.small_site import mark_body, post

if TYPE_CHECKING:
    import pytest

    from tests.marking.small_site import SmallSite


def page(site: SmallSite, submission: str = "annika") -> str:
    """Return a student's page; empty where there is none."""
    path = site.folder.report(submission)
    return path.read_text(encoding="utf-8") if path.exists() else ""


def test_a_page_follows_its_mark_and_others_stay(site: SmallSite) -> None:
    """Only what is older than its result is written, and once."""
    site.publisher.publish_pages()
    post(site.client(), "mark", mark_body(site, "annika", "there", comment="Good.", note="a doubt"))
    before = site.folder.report("bjarne").stat().st_mtime_ns if page(site, "bjarne") else 0
    assert site.publisher.publish_pages() == 1
    assert "Good." in page(site)
    assert "a doubt" not in page(site)
    assert (site.folder.report("bjarne").stat().st_mtime_ns if page(site, "bjarne") else 0) == before
    assert site.publisher.publish_pages() == 0


def test_what_waits_is_written_after_a_crash(site: SmallSite) -> None:
    """The store has the list, and no process."""
    post(site.client(), "mark", mark_body(site, "annika", "there", comment="Kept."))
    again = Publisher(site.service, lambda: None)
    assert again.publish_pages() >= 1
    assert "Kept." in page(site)


def test_a_mark_that_comes_while_a_page_is_written_is_not_forgotten(
    site: SmallSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page is listed once more."""
    site.publisher.publish_pages()
    post(site.client(), "mark", mark_body(site, "annika", "there", comment="First."))
    place, real = "grader.marking.publishing.render", render

    def interrupted(*arguments: object) -> str:
        monkeypatch.setattr(place, real)
        text = real(*arguments)  # type: ignore[arg-type]
        body = mark_body(site, "annika", "back", comment="Second.", version=1, act="b" * 12)
        assert post(site.client(), "mark", body)[0] == 200
        return text

    monkeypatch.setattr(place, interrupted)
    assert site.publisher.publish_pages() == 1
    assert "First." in page(site)
    assert site.publisher.publish_pages() == 1
    assert "Second." in page(site)


def test_finishing_says_what_was_written(site: SmallSite) -> None:
    """Pages and tables; the tables are somebody else's while a batch runs."""
    post(site.client(), "mark", mark_body(site, "annika", "there"))
    assert "grades.csv and index.html are up to date" in site.publisher.publish_all()
    assert site.tables

    def busy() -> None:
        raise UsageError("a batch is running")

    said = Publisher(site.service, busy).publish_all()
    assert "A batch is running here: it writes grades.csv when it ends." in said
