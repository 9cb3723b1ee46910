"""Record, share and answer what the child or young person said, over HTTP."""

from fastapi import APIRouter

from app.web.answers import Replays
from app.web.transaction import TransactionRoute

router = APIRouter(prefix="/cases/{case_id}/child-views", tags=["Child's voice"], route_class=TransactionRoute)
by_id = APIRouter(prefix="/child-views", tags=["Child's voice"], route_class=TransactionRoute)

REPLAYS: Replays = {}
