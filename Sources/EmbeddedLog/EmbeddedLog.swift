// EmbeddedLog: see Sources/README.md.
