"""Scripts that rebuild the samples from the package versions their data cards name."""
