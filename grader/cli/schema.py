"""`grader schema`: the JSON Schema of task files and of results."""

from __future__ import annotations

from pathlib import Path

import click

from grader.cli.encoding import print_data


@click.command(short_help="Print the JSON Schema of task files or of results.")
@click.argument("what", type=click.Choice(["spec", "result"]), metavar="spec|result")
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write the schema to FILE instead of the terminal.",
)
def schema(what: str, output: Path | None) -> int:
    """Print the JSON Schema of task files (spec) or of the results that `grader check --json` writes (result).

    With the schema of task files an editor completes the keys, explains them and marks mistakes.

    \b
    Examples:
      grader schema spec --output tasks/.schema.json
      grader schema result
    """
    from grader.authoring.schema import as_text, result_schema, spec_schema
    from grader.results.files import write

    text = as_text(spec_schema() if what == "spec" else result_schema())
    if output is None:
        print_data(text)
    else:
        write(output, text)
    return 0
