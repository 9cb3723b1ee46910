"""`python -m app.cli` is `mdr`."""

from app.cli import app

app()
