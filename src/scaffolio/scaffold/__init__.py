"""The request for a project and the record of what was rendered."""
