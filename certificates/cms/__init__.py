"""The part of a signature that is CMS: what pyHanko is told to build, and what it builds once."""
