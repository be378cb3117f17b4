"""A service desk's log of incidents, brought to voc as cases and commands."""
