// KafkaLog: see Sources/README.md.
