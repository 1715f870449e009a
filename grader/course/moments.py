"""Moments and spans of time as people and platforms write them; what is not understood for sure is not understood."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAYS = (
    re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})"),
    re.compile(r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})"),
    re.compile(r"(?:[a-z]+,? +)?(?P<day>\d{1,2}) +(?P<month>[a-z]{3})[a-z]*,? +(?P<year>\d{4})"),
    re.compile(r"(?:[a-z]+,? +)?(?P<month>[a-z]{3})[a-z]* +(?P<day>\d{1,2}),? +(?P<year>\d{4})"),
)
"""2026-11-20, 20.11.2026, Friday, 20 November 2026, Nov 20, 2026; 20/11/2026 means two days and is not taken."""
_CLOCK = re.compile(
    r"(?:[ ,t-]+(?P<hour>\d{1,2})[:-]?(?P<minute>\d{2})(?:[:-](?P<second>\d{2})(?:\.\d+)?)?"
    r" *(?P<half>[ap]m(?![a-z]))?)?"
    r" *(?P<zone>z|[+-]\d{2}:?\d{2}|[a-z]+(?:/[a-z_]+)*)?$"
)
_STAMP = re.compile(r"^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)\d{0,3}$")
_SPAN = re.compile(r"(\d+(?:\.\d+)?)\s*([a-z]*)")
_UNITS = {
    "": 60, "m": 60, "min": 60, "mins": 60, "minute": 60, "minutes": 60, "h": 3600, "hour": 3600, "hours": 3600,
    "d": 86400, "day": 86400, "days": 86400, "w": 604800, "week": 604800, "weeks": 604800,
}  # fmt: skip


def moment(text: str, *, day_ends: bool = False) -> datetime | None:
    """Return the moment that a text names, without a zone where it names none; None where it is not understood.

    A day without a time is taken with `day_ends` alone, and then means its last second.
    """
    text = text.strip()
    stamp = _STAMP.match(text)
    try:
        if stamp is not None:  # Sakai's, which is in UTC
            return datetime(*map(int, stamp.groups()), tzinfo=UTC)  # type: ignore[arg-type,misc]
        for pattern in _DAYS:
            match = pattern.match(text.lower())
            clock = _CLOCK.match(text.lower(), match.end()) if match is not None else None
            if match is not None and clock is not None:
                return _moment(match, clock, text[clock.start("zone") :], day_ends=day_ends)
    except (ValueError, OverflowError):  # the 31st of February, and zones that nobody knows
        return None
    return None


def _moment(day: re.Match[str], clock: re.Match[str], zone: str, *, day_ends: bool) -> datetime | None:
    month = day["month"]
    when = date(int(day["year"]), int(month) if month.isdigit() else MONTHS.index(month) + 1, int(day["day"]))
    if clock["hour"] is None:
        return datetime.combine(when, time(23, 59, 59)) if day_ends and clock["zone"] is None else None
    hour = int(clock["hour"])
    if clock["half"] is not None:
        hour = hour % 12 + 12 * (clock["half"] == "pm")
    at = datetime.combine(when, time(hour, int(clock["minute"]), int(clock["second"] or 0)))
    return at if clock["zone"] is None else at.replace(tzinfo=zone_of(zone))


def zone_of(name: str) -> tzinfo:
    """Return a zone by its offset or its name; CET and the like mean several.  Raises ValueError."""
    if name.upper() in {"Z", "UTC", "GMT"}:
        return UTC
    if name[0] in "+-":
        offset = datetime.strptime(name.replace(":", ""), "%z").tzinfo
        if offset is not None:
            return offset
    if "/" not in name:
        raise ValueError(f"{name} is not the name of one zone (expected one like Europe/Berlin)")
    try:
        return ZoneInfo(name)
    except (OSError, KeyError) as error:
        raise ValueError(f"this machine knows no zone {name} (expected one like Europe/Berlin)") from error


def span(text: str) -> timedelta | None:
    """Return the time that `90`, `90 minutes`, `2 h` or `1 day 3 hours` takes; a number alone is minutes."""
    text = text.strip().lower()
    parts = _SPAN.findall(text)
    if not parts or _SPAN.sub("", text).strip(" ,+and") or any(unit not in _UNITS for _, unit in parts):
        return None
    try:
        return timedelta(seconds=sum(float(number) * _UNITS[unit] for number, unit in parts))
    except OverflowError:
        return None
