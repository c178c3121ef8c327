"""The pages of a portfolio: from a project's files to HTML, without touching the disk."""
