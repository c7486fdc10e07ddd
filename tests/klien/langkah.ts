// The first steps of the story with openapi-fetch over the generated types; `jalankan.py` makes them and calls this.
import createClient from "openapi-fetch";
import type { components, paths } from "./skema.js";

declare const process: { env: Record<string, string | undefined> };

interface Atur {
  alamat: string;
  pengguna: string;
  sandi: string;
  subjek: components["schemas"]["Subjek"];
}

function pastikan(benar: unknown, apa: unknown): asserts benar {
  if (!benar) throw new Error(JSON.stringify(apa));
}

const atur = JSON.parse(process.env["DTKS_KLIEN"] ?? "{}") as Atur;
const klien = createClient<paths>({ baseUrl: atur.alamat });

// What anybody may read.
const tantangan = await klien.POST("/v1/publik/tantangan");
pastikan(tantangan.data, tantangan.error);
const wilayah = await klien.GET("/v1/publik/wilayah", { params: { query: { induk: "32", batas: 5 } } });
pastikan(wilayah.data?.data[0]?.kode === "32.01", wilayah);
const daftar = await klien.GET("/v1/publik/referensi");
pastikan(daftar.data?.data[0], daftar.error);
const satu = await klien.GET("/v1/publik/referensi/{nama}", { params: { path: { nama: daftar.data.data[0].nama } } });
pastikan(satu.data?.butir.length, satu.error);

// A login; the refusal of a wrong password is a typed problem.
const masuk = (password: string) =>
  klien.POST("/v1/auth/token", {
    body: { grant_type: "password", username: atur.pengguna, password },
    headers: { "Content-Type": "application/x-www-form-urlencoded" },
  });
const salah = await masuk("salah sekali");
pastikan(salah.error?.kode === "kredensial-tidak-sah", salah);
const token = await masuk(atur.sandi);
pastikan(token.data, token.error);
const headers = { Authorization: `Bearer ${token.data.access_token}` };

// A draft, twice with one Idempotency-Key, is once in the list.
const header = { "idempotency-key": crypto.randomUUID() };
const buat = () =>
  klien.POST("/v1/petugas/usulan", {
    headers,
    params: { header },
    body: { jenis: "BARU", subjek: atur.subjek, pernyataan_disetujui: true },
  });
const draf = await buat();
pastikan(draf.data, draf.error);
const lagi = await buat();
pastikan(lagi.data?.ref === draf.data.ref, lagi);
const query = { batas: 200, status: draf.data.status };
const semua = await klien.GET("/v1/petugas/usulan", { headers, params: { query } });
pastikan(semua.data?.data.filter((u) => u.ref === draf.data.ref).length === 1, semua);
console.log(`         TypeScript: ${draf.data.ref} drafted`);
