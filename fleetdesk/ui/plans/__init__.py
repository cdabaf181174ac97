"""The Plans page: what is serviced after how many uses."""
