"""The one policy of who may see what: relation, purpose and time. Plain Python."""
