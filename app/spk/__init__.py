"""Sistem Pendukung Keputusan: K-Means and SAW order a prelist for people who decide; nothing here decides."""
