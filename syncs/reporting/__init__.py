"""What the pages show, read from stored rows and counters; nothing heavy is computed again.

Each module reads for one page or one part of it and returns a frozen value of `page_values`.
Everything here is called inside the walls of the tenants it is about.
"""
