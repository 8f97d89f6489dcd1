// HTTPServer: see Sources/README.md.
