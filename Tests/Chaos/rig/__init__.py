"""What a scenario stands on: a broker, servers, load, and a way to know that all is quiet."""
