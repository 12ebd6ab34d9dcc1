"""The yardstick: views as anybody would write them, in a project and a database of their own."""
