"""An agency's configuration as one file: read, compared with what there is, applied, written."""
