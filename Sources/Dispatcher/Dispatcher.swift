// Dispatcher: see Sources/README.md.
