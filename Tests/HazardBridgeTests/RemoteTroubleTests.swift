import Testing

@Suite struct RemoteTroubleTests {}
