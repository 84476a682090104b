"""`python -m sim VERB` does the same as `egov VERB`."""

from sim.cli import main

if __name__ == "__main__":
    main()
