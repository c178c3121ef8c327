"""Programs that renew what is generated: pages, data, examples."""
