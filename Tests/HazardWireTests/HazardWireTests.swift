// Tests of HazardWire.
