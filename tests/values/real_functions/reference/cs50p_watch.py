"""The address of a video."""

import re


def frame(scheme, host, video):
    """Return a frame of a page."""
    return f'<iframe src="{scheme}://{host}/embed/{video}"></iframe>'


def parse(s):
    """Return the short address, or None."""
    match = re.search(r'src="https?://(?:www\.)?youtube\.com/embed/([A-Za-z0-9]+)"', s)
    return f"https://youtu.be/{match[1]}" if match else None
