"""A result for a platform: one file for each target, and the table of them (`targets`)."""
