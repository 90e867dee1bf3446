"""Engines that turn sound into text, behind one Protocol (`protocol.Transcriber`); pure, without Django."""
