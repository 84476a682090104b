"""Kernels: the loops that apply rules to arrays.

A kernel works on blocks of agents, ``first`` to ``last``. Each block writes its own agents and its
own row of the running totals, and the rows are added in order afterwards; the result therefore
does not depend on how many threads share the blocks.
"""
