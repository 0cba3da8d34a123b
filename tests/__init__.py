"""What each module of `helpers` promises, one test file per module; bench/ measures speed."""
