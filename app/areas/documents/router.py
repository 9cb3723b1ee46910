"""Keep documents by who may see them, check them, and hand them out safely, over HTTP."""

from fastapi import APIRouter

from app.web.answers import Replays
from app.web.transaction import TransactionRoute

router = APIRouter(prefix="/cases/{case_id}/documents", tags=["Documents"], route_class=TransactionRoute)
by_id = APIRouter(prefix="/documents", tags=["Documents"], route_class=TransactionRoute)

REPLAYS: Replays = {}
