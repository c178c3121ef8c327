"""Readers of one format each: text in, facts out, no input or output of their own."""
