"""From the journal to tidy tables in Parquet, and a census folder opened to read them."""
