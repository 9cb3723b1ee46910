"""Demo years: fictional people, realistic histories, and the needs assessment's totals exactly."""
