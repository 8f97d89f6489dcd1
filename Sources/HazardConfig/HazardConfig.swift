// HazardConfig: see Sources/README.md.
