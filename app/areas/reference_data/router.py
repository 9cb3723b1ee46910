"""The code lists and the table of moves, for anyone, over HTTP."""

from fastapi import APIRouter

from app.web.answers import Replays
from app.web.transaction import TransactionRoute

router = APIRouter(prefix="/reference-data", tags=["Reference data"], route_class=TransactionRoute)

REPLAYS: Replays = {}
