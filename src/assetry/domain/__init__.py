"""The business: one package per area, each looking only down."""
