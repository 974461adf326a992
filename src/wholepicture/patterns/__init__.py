"""What runs across children, found early and explained; evidence, never a score."""
