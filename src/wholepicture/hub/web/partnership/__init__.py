"""What those who lead agencies see: words and counts, no names."""
