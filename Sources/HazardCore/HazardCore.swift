// HazardCore: see Sources/README.md.
