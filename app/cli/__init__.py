"""The command line `mdr`: start the service, set it up, and check it."""

import typer

from app.cli import checking, law, serving, setting_up

app = typer.Typer(no_args_is_help=True, add_completion=False, help="SEND mediation and disagreement resolution.")
for part in (serving, setting_up, checking, law):
    app.add_typer(part.app)
