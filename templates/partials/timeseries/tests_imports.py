from statsmodels.tsa.holtwinters import ExponentialSmoothing  # type: ignore[import-untyped]
