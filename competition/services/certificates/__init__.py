"""Certificates: reserved with a number, made, handed out, ended. The deeds stand in modules."""
