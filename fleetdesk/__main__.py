"""`python -m fleetdesk` and the `fleetdesk` command."""

from fleetdesk.cli.main import main

if __name__ == "__main__":
    main()
