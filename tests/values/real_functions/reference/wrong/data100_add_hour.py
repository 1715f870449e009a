"""Known wrong solutions."""


def add_hour_to_a_copy(df, time_col, result_col):
    """Forget to change the table that was given."""
    df = df.copy()
    parts = df[time_col].str.split(":", expand=True).astype(int)
    df[result_col] = parts[0] + parts[1] / 60
