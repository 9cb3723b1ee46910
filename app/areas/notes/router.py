"""Notes and safeguarding records, each behind a wall of its own, over HTTP."""

from fastapi import APIRouter

from app.web.answers import Replays
from app.web.transaction import TransactionRoute

router = APIRouter(prefix="/cases/{case_id}", tags=["Notes"], route_class=TransactionRoute)
by_id = APIRouter(prefix="", tags=["Notes"], route_class=TransactionRoute)

REPLAYS: Replays = {}
