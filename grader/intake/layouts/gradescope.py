"""Gradescope's *Download Submissions*: a folder or PDF a submission, and `submission_metadata.yml` that says whose."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from grader.course.moments import moment
from grader.intake.layouts.layout import DownloadEntry, LayoutReading, Listing, Person, PlatformLayout

if TYPE_CHECKING:
    from collections.abc import Iterator

METADATA = "submission_metadata.yml"
DEEPEST = 4
"""The metadata of interest: submission, `:submitters`, one of them, its keys."""


class MetadataError(Exception):
    """The file is YAML, and not what Gradescope writes."""


def _read(listing: Listing) -> LayoutReading:
    """Read the records; a folder that none of them names is a submission of nobody known."""
    if METADATA not in listing.names:
        return LayoutReading((), tuple(listing.tops))
    import yaml  # few downloads are of this platform

    try:
        records = _records(listing.text_of(METADATA))
    except (yaml.YAMLError, MetadataError, ValueError, RecursionError, StopIteration) as error:
        return LayoutReading((), refuted=f"{METADATA} cannot be read ({type(error).__name__})")
    people = {key: _person(record) for key, record in records.items()}
    ids = _ids(people)
    entries = []
    for name in listing.names:
        first, slash, rest = name.partition("/")
        if name != METADATA:
            person = people.get(first, Person())
            entries.append(DownloadEntry(name, ids.get(first, first), rest if slash else first, person.name))
    people_by_id = {ids[key]: person for key, person in people.items()}
    platform_files = {METADATA: "is the platform's own list"}
    return LayoutReading(tuple(entries), (), platform_files, people=people_by_id)


def _ids(people: dict[str, Person]) -> dict[str, str]:
    """Return what each submission goes by: the student's number or address where it is one student's alone."""
    firsts = [person.ids[0] for person in people.values() if len(person.members) == 1 and person.ids]
    return {
        key: person.ids[0] if len(person.members) == 1 and person.ids and firsts.count(person.ids[0]) == 1 else key
        for key, person in people.items()
    }


def _person(record: dict[str, Any]) -> Person:
    submitters = [submitter for submitter in record.get(":submitters", []) if isinstance(submitter, dict)]
    members = tuple(
        (
            str(submitter.get(":name", "")),
            tuple(str(submitter[key]) for key in (":sid", ":email") if submitter.get(key)),
        )
        for submitter in submitters
    )
    at = moment(str(record.get(":created_at", "")).replace(" UTC", "Z"))
    names = " & ".join(name for name, _ in members if name)
    ids = members[0][1] if len(members) == 1 else ()
    return Person(names, ids, at.isoformat() if at is not None else "", members)


def _records(text: str) -> dict[str, dict[str, Any]]:
    """Return the metadata of each submission; results of tests, which may be long, are skipped, not built."""
    import yaml

    records: dict[str, dict[str, Any]] = {}
    events = yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    for event in events:
        if isinstance(event, yaml.MappingStartEvent):
            break
    for key in _keys(events):
        record = records.setdefault(key, {})
        if not isinstance(next(events), yaml.MappingStartEvent):
            raise MetadataError("a record is no mapping")
        for field in _keys(events):
            record[field] = _value(events, next(events), keep=field in {":submitters", ":created_at"})
    return records


def _keys(events: Iterator[Any]) -> Iterator[str]:
    """Yield the keys of a mapping whose values the caller reads in between."""
    import yaml

    for event in events:
        if isinstance(event, yaml.MappingEndEvent):
            return
        if not isinstance(event, yaml.ScalarEvent):
            raise MetadataError("a key is no text")
        yield event.value


def _value(events: Iterator[Any], event: Any, *, keep: bool, depth: int = 2) -> Any:
    """Return the value that begins with `event`, down to a few levels; None for what is not kept."""
    import yaml

    if isinstance(event, yaml.ScalarEvent):
        return event.value if keep else None
    if isinstance(event, yaml.SequenceStartEvent | yaml.MappingStartEvent) and (not keep or depth > DEEPEST):
        level = 1
        while level:
            inner = next(events)
            level += isinstance(inner, yaml.SequenceStartEvent | yaml.MappingStartEvent)
            level -= isinstance(inner, yaml.SequenceEndEvent | yaml.MappingEndEvent)
        return None
    if isinstance(event, yaml.SequenceStartEvent):
        items = []
        for inner in events:
            if isinstance(inner, yaml.SequenceEndEvent):
                break
            items.append(_value(events, inner, keep=True, depth=depth + 1))
        return items
    if isinstance(event, yaml.MappingStartEvent):
        return {key: _value(events, next(events), keep=True, depth=depth + 1) for key in _keys(events)}
    return None


GRADESCOPE = PlatformLayout("gradescope", "Gradescope", _read, f"`{METADATA}` beside a folder a submission")
