"""`grader sandbox`: show which isolation layers this machine enforces."""

from __future__ import annotations

import click

from grader.cli.options import exit_codes

ADVICE = {
    "rights": "Start the grader on Linux.",
    "landlock": (
        "Use a kernel from 5.13 on that is booted with it, and Docker from 20.10.18 on; or start the grader as root "
        "with an interpreter that everybody can read, so that it can change to a user who owns nothing."
    ),
    "seccomp": "Use Linux on x86_64 in a container whose profile allows seccomp.",
}
STANDS_IN = (
    "The change of user stands in for it, as long as no other user can read the course, the class and the results: "
    "`grader batch` looks whether they are closed (chmod 700)."
)
PURPOSE = {
    "rights": "no rights of yours, no debugger, no life after the grader",
    "landlock": "reads nothing but the interpreter, libraries and its own folder",
    "seccomp": "writes nothing, no network, no processes, no signals",
}


@click.command(
    short_help="Show which isolation layers work on this machine.",
    epilog=exit_codes(c0="this machine enforces the whole sandbox", c1="a layer is missing"),
)
def sandbox() -> int:
    """Start a sandboxed worker that tries to break out, and show layer by layer what this machine enforces.

    \b
    Examples:
      grader sandbox
    """
    from grader.sandbox.factory import WorkerFactory
    from grader.sandbox.isolation import Isolation

    report = WorkerFactory().report()
    full = report.isolation is Isolation.SANDBOX
    for layer in report.layers:
        click.echo(f"{'+' if layer.held else '-'} {layer.name:9} {PURPOSE[layer.name]}")
        click.echo(f"  {'':9} {'in force' if layer.held else 'MISSING'}: {layer.says}")
        if not layer.held:
            click.echo(f"  {'':9} {STANDS_IN if full else ADVICE[layer.name]}")
    click.echo(f"  {'memory':9} {_memory()}")
    click.echo(
        "This machine enforces the whole sandbox."
        if full
        else "This machine does not enforce the whole sandbox: students can check their own code here, and "
        "`grader batch` asks for --isolation process."
    )
    return 0 if full else 1


def _memory() -> str:
    from grader.sandbox.isolation import MEMORY
    from grader.sandbox.memory import affordable, container_limit

    limit = container_limit()
    limit_text = (
        "this machine sets no limit" if limit is None else f"all processes here have {limit >> 20} MiB together"
    )
    return f"{affordable(MEMORY, limit) >> 20} MiB for students' code unless a task says otherwise; {limit_text}"
