"""Link review: same, different or unsure, one pair after another, by keys or by buttons."""
