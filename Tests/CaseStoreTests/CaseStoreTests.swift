// Tests of CaseStore.
