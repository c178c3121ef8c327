"""How often the audit says what people said of the same repositories."""
