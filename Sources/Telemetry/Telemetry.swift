// Telemetry: see Sources/README.md.
