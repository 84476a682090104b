"""How fast the model is, and the plain Mesa version that it is held against."""
