"""What a notebook is: its cells' roles, ids and marks; how it is executed and stamped."""
