"""Data files of the model, each value with its source, and the functions that read them."""
