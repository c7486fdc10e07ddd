"""What is opened by the thousand does not show itself in a log or a traceback."""

from datetime import date

from app.keluarga.entitas_massal import AnggotaTerbuka, JawabanTerbuka, KeluargaTerbuka


def test_opened_rows_name_themselves_without_what_was_sealed() -> None:
    orang = AnggotaTerbuka({"nik": "3204051201800001"}, None, "orang", "ANAK", "Budi Uji", date(2001, 2, 3), "L")
    jawaban = JawabanTerbuka({"keluarga": {"301": 987}}, "REGSOSEK2022K", date(2026, 1, 2))
    keluarga = KeluargaTerbuka("rumah", "32.04.05.2001", "3204051201800002", "Jalan Uji", [orang], jawaban)
    assert [repr(x) for x in (orang, jawaban, keluarga)] == [
        "AnggotaTerbuka(orang)",
        "JawabanTerbuka(REGSOSEK2022K)",
        "KeluargaTerbuka(rumah)",
    ]
