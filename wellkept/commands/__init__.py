"""The subcommands of `wellkept`, one module per noun. Each opens what it needs and prints."""
