"""Where things are on this machine, the log, the loop, the workstation's identity."""
