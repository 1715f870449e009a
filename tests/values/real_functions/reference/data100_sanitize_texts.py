"""Texts in small letters, without punctuation."""


def sanitize_texts(df):
    """Return a table with a further column."""
    clean = df["text"].str.lower().str.replace("[^a-z0-9 ]", " ", regex=True)
    return df.assign(clean_text=clean)
