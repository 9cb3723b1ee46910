"""What follows a case: checks at set times, complaints, and transfers to another provider, over HTTP."""

from fastapi import APIRouter

from app.web.answers import Replays
from app.web.transaction import TransactionRoute

router = APIRouter(prefix="/cases/{case_id}", tags=["After the case"], route_class=TransactionRoute)
by_id = APIRouter(prefix="", tags=["After the case"], route_class=TransactionRoute)

REPLAYS: Replays = {}
