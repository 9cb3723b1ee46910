"""The case, its facts, its stage, its assignment and its history.

Beside the usual four names: `fact_bodies` with `fact_payloads` and `meeting_payloads`, one strict body for each type of
fact; `working`, which works out what is cached of a case, for the service, the demo years and `mdr verify` alike;
`settling`, which stores it and keeps what was said before; `batches`, many cases at a time; `whole`, a case read in one
statement; and `shown` with `audiences`, which build the model of each audience.
"""
