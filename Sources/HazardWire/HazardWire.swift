// HazardWire: see Sources/README.md.
