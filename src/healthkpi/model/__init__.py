"""The nouns: what flows from stage to stage, frozen."""
