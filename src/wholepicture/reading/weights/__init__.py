"""Weights of the learned tier, made by bench/learn_reading.py."""
