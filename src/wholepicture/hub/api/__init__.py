"""The API by which agencies' own systems post concerns."""
