// CaseStore: see Sources/README.md.
