"""Many runs: plans, their store, and what is learnt from comparing them."""
