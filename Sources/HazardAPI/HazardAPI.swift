// HazardAPI: see Sources/README.md.
