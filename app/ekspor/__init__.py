"""Files of the registry for those who may have them: made by a job, sealed, watermarked, short-lived."""
