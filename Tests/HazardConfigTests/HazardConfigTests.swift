// Tests of HazardConfig.
