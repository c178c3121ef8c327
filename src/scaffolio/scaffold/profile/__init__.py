"""What a person's data are, decided on a bounded sample: pure functions, no disk."""
