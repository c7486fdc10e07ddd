"""Requests made from the served contract: for every operation an address, parameters and a body that it can read."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from tests.pabrik.gambar import foto

METODE = ("get", "post", "put", "patch", "delete")
_DARI_POLA = {
    r"^[A-Z][A-Z0-9_]{2,63}$": "ALASAN_UJI",
    r"^\d{4}-(0[1-9]|1[0-2])$": "2026-11",
}


@dataclass(frozen=True)
class Operasi:
    """One operation of the contract."""

    metode: str
    jalur: str
    isi: Mapping[str, Any]

    @property
    def nama(self) -> str:
        return f"{self.metode.upper()} {self.jalur}"

    @property
    def jabatan(self) -> frozenset[str] | None:
        """Who may, as the contract says; None where it says nothing."""
        return frozenset(self.isi["x-jabatan"]) if "x-jabatan" in self.isi else None

    @property
    def parameter(self) -> list[str]:
        return re.findall(r"\{(\w+)\}", self.jalur)


def operasi(kontrak: Mapping[str, Any]) -> Iterator[Operasi]:
    """Return every operation of the served document."""
    for jalur, isi in kontrak["paths"].items():
        for metode in METODE:
            if metode in isi:
                yield Operasi(metode, jalur, isi[metode])


class Pengisi:
    """Fills schemas with the first thing that fits them."""

    def __init__(self, kontrak: Mapping[str, Any]) -> None:
        self._skema = kontrak["components"]["schemas"]

    def permintaan(self, op: Operasi) -> dict[str, Any]:
        """Return the keyword arguments of httpx for this operation, without its path."""
        kueri, tajuk = {}, {}
        for p in op.isi.get("parameters", ()):
            if p["in"] == "query" and p.get("required"):
                kueri[p["name"]] = self.isi(p["schema"], p["name"])
            if p["in"] == "header" and p["name"].lower() == "if-match":
                tajuk["If-Match"] = '"v1"'
        if "application/octet-stream" in op.isi.get("requestBody", {}).get("content", {}):
            tajuk["Content-Type"] = "application/octet-stream"
        return {"params": kueri, "headers": tajuk} | self._badan(op)

    def _badan(self, op: Operasi) -> dict[str, Any]:
        media = op.isi.get("requestBody", {}).get("content", {})
        if "application/json" in media:
            return {"json": self.isi(media["application/json"]["schema"], "")}
        for jenis in ("multipart/form-data", "application/x-www-form-urlencoded"):
            if jenis in media:
                return self._formulir(self._urai(media[jenis]["schema"]), is_berkas=jenis.startswith("multipart"))
        return {"content": b"x"} if media else {}

    def _formulir(self, skema: Mapping[str, Any], *, is_berkas: bool) -> dict[str, Any]:
        data, berkas = {}, {}
        for nama, sifat in skema.get("properties", {}).items():
            if nama not in skema.get("required", ()):
                continue
            if self._urai(sifat).get("format") == "binary" or "contentMediaType" in self._urai(sifat):
                berkas[nama] = ("uji.jpg", foto(), "image/jpeg")
            else:
                data[nama] = self.isi(sifat, nama)
        return {"data": data} | ({"files": berkas} if is_berkas and berkas else {})

    def _urai(self, skema: Mapping[str, Any]) -> Mapping[str, Any]:
        while "$ref" in skema:
            skema = self._skema[skema["$ref"].rsplit("/", 1)[-1]]
        return skema

    def isi(self, skema: Mapping[str, Any], nama: str, dalam: int = 0) -> Any:
        skema = self._urai(skema)
        for kunci in ("const", "default"):
            if kunci in skema and skema[kunci] is not None:
                return skema[kunci]
        if skema.get("examples"):
            return skema["examples"][0]
        if "enum" in skema:
            return skema["enum"][0]
        for kunci in ("allOf", "oneOf", "anyOf"):
            if kunci in skema:
                return self.isi(next(s for s in skema[kunci] if s.get("type") != "null"), nama, dalam)
        return self._menurut_jenis(skema, nama, dalam)

    def _menurut_jenis(self, skema: Mapping[str, Any], nama: str, dalam: int) -> Any:
        jenis = skema.get("type")
        if jenis == "object":
            wajib = skema.get("required", ()) if dalam < 6 else ()
            sifat = skema.get("properties", {})
            return {n: self.isi(sifat[n], n, dalam + 1) for n in wajib if n in sifat}
        if jenis == "array":
            return [self.isi(skema.get("items", {}), nama, dalam + 1)] * max(1, skema.get("minItems", 0))
        if jenis in {"integer", "number"}:
            return skema.get("minimum", skema.get("exclusiveMinimum", 0) + 1)
        if jenis == "boolean":
            return True
        return self._teks(skema, nama)

    @staticmethod
    def _teks(skema: Mapping[str, Any], nama: str) -> str:
        bentuk = {
            "uuid": str(uuid4()),
            "date": "2026-11-01",
            "date-time": "2026-11-01T08:00:00Z",
            "time": "09:00:00",
            "email": "uji@contoh.id",
        }
        if skema.get("format") in bentuk:
            return bentuk[skema["format"]]
        if skema.get("pattern") in _DARI_POLA:
            return _DARI_POLA[skema["pattern"]]
        if nama == "kode_desa":
            return "32.04.05.2001"
        return "Penjelasan uji yang cukup panjang"[: skema.get("maxLength", 40)].ljust(skema.get("minLength", 0), "x")
