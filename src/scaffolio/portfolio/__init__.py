"""A portfolio: the plan for several projects, what becomes of each, and how they are shown."""
