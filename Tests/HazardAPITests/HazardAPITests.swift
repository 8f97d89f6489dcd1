// Tests of HazardAPI.
