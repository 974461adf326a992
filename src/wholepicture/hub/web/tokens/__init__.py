"""The administrator's page of the tokens with which agencies' systems come in."""
