"""The version of the package, for what must not know the package whole."""

__all__ = ["__version__"]

__version__ = "0.1.0"
