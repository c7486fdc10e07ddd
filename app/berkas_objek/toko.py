"""Opens the object store; named by text, so that a process that opens no file does not carry the library."""

import obstore

from app.config import Pengaturan


def toko_objek(pengaturan: Pengaturan) -> obstore.store.ObjectStore:
    """Return the object store: the S3 bucket when one is named, else the local folder."""
    o = pengaturan.objek
    if o.s3_bucket is None:
        o.folder.mkdir(parents=True, exist_ok=True)
        return obstore.store.LocalStore(o.folder)
    return obstore.store.S3Store(
        o.s3_bucket,
        endpoint=o.s3_endpoint,
        region=o.s3_region,
        access_key_id=o.s3_kunci_akses.get_secret_value() if o.s3_kunci_akses else None,
        secret_access_key=o.s3_rahasia.get_secret_value() if o.s3_rahasia else None,
        virtual_hosted_style_request=False,
        client_options={"allow_http": (o.s3_endpoint or "").startswith("http://")},
    )
