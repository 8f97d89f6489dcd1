// Tests of HazardCore.
