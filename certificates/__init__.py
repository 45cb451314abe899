"""Certificates: plain facts in, signed PDF out. No Flask, no database."""
