"""The domain: catalogue, dossier, fields, completeness and the pipeline that joins them."""
