// Tests of CommandArguments.
