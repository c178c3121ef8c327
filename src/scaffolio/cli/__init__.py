"""The command line: one module a command. Parse, ask, call one use case, print."""
