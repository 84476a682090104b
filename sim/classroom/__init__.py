"""For a class: roles with aims, hand-in codes, a round of teams, and forecasts that are scored."""
