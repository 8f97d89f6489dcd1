// CommandArguments: see Sources/README.md.
