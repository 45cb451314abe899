"""The application: settings in, Flask application out. The only module that knows every other."""
