"""The field's nouns as frozen types. Imports nothing of ours; everything else imports it."""
