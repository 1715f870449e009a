"""Known wrong solutions."""


def sanitize_texts_without_signs(df):
    """Take the signs out instead of putting blanks there."""
    return df.assign(clean_text=df["text"].str.lower().str.replace("[^a-z0-9 ]", "", regex=True))
