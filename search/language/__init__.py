"""What is known of the language: spelling, word forms, other words for the same, need, slips of the finger.

All of it pure; `search.indonesian` is its face.
"""
