// HazardApp: see Sources/README.md.
