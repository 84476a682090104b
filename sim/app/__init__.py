"""The interactive page: a small server of its own, which keeps no user's state.

It calls the public names and holds no rule and no default. `egov app` starts it (`serve.py`).
"""
