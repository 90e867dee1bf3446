"""Names and terms that the machine has perhaps misheard: suggestions, which a person takes or refuses."""
