"""Direction tests: a lever is moved in twin runs, and the sign is as theory expects."""
