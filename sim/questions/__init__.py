"""The fourteen questions of the case, each as a set of scenarios and a figure that answers it."""
