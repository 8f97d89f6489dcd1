// Tests of MessageLog.
