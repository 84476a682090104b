"""Those who decide: one Mesa agent a file.

Methods are verbs; every decision goes to the minutes.
"""
