"""The default engine: a DuckDB file holds ledger and derived tables; reading runs on every core; a county on one machine."""
