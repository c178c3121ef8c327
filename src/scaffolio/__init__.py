"""Scaffolio starts, checks and shows machine-learning portfolio projects."""

__version__ = "0.1.0"
