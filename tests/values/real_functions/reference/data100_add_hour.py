"""The hour of a moment, as a further column."""


def moments(df):
    """Return a table with the moments as texts."""
    return df.assign(time=[f"{hour:02d}:{minute:02d}" for hour, minute in zip(df["h"], df["m"], strict=True)])


def add_hour(df, time_col, result_col):
    """Add a column to the table itself."""
    parts = df[time_col].str.split(":", expand=True).astype(int)
    df[result_col] = parts[0] + parts[1] / 60


def with_hour(df, result_col):
    """Return the table with the column."""
    return df.assign(**{result_col: df["h"] + df["m"] / 60})
