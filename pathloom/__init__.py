"""The unique name: settings, command line and the Engine that puts all rooms together."""
