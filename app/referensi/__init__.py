"""Code lists that everybody may read: reasons with their next step, legal bases, and the lists that domains publish."""
