"""The contracts under which a provider serves councils and health bodies."""
