"""The doors to the outside world: one module for each thing that is not pure."""
