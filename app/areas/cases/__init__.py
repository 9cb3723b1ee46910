"""The case, its facts, its stage, its assignment and its history.

Beside the usual four names: `fact_bodies`, one strict body for each type of fact; `working`, which works out what
is cached of a case from its facts, for the service, the demo years and `mdr verify` alike; and `shown`, which
builds the model of each audience.
"""
