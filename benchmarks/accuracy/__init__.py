"""How often the audit says what people said of the same repositories: ``python -m benchmarks.accuracy --help``."""
