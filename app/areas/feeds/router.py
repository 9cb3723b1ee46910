"""Calendars at private addresses that their owner can take back, over HTTP."""

from fastapi import APIRouter

from app.web.answers import Replays
from app.web.transaction import TransactionRoute

router = APIRouter(prefix="/calendar-feeds", tags=["Calendars"], route_class=TransactionRoute)
public = APIRouter(prefix="/calendars", tags=["Calendars"], route_class=TransactionRoute)

REPLAYS: Replays = {}
