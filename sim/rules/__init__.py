"""Rules: short functions of plain numbers, one subject a file.

A rule knows nothing of arrays, of Mesa, or of random numbers. Where it needs luck, it takes a
uniform draw as an argument. Rules that kernels apply to arrays carry ``@rule`` and are compiled;
those that only institutions use are plain Python. Each rule has a number (A1, C4, ...) that
docs/model.md uses too.
"""
