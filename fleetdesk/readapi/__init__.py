"""What other systems read: maintenance compliance and the state of every asset, over HTTP, as paged JSON and CSV.

It stands on an ordinary home that is joined to the hub with the whole fleet as its scope: so it says what the window
says, from the same folds, and the hub stays a store of journals. It only reads.
"""
