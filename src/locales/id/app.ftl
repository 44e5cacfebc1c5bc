# Perf Playground dalam bahasa Indonesia. Setiap teks ada di semua katalog dengan nama yang sama.

## Shell
skip = Langsung ke lab
what-it-is = Lihat di mesin Anda sendiri apa yang memblokir halaman, dan apa yang membebaskannya.
labs = Lab
glossary = Glosarium
glossary-what = Istilah di halaman-halaman ini, dan artinya.
language = Bahasa
theme-dark = Tema gelap
theme-light = Tema terang
present = Presentasi
keys = Tombol
privacy = Tidak ada yang keluar dari halaman ini: semuanya berjalan di mesin Anda sendiri, dan tidak ada hasil yang dikirim ke mana pun.
build = build { $id }
offline-ready = Halaman ini dan yang sudah Anda buka bisa dipakai offline
offline-all-ready = Semua lab bisa dipakai offline
offline-all-store = Simpan semua lab untuk dipakai offline ({ $size } MB)
offline-all-storing = Menyimpan semua lab, sisa { $size } MB
offline-all-failed-quota = Browser kehabisan ruang untuk menyimpan semua lab. Kosongkan ruang, lalu coba lagi.
offline-all-failed-network = Tidak semua lab dapat diambil. Periksa koneksi, muat ulang halaman, lalu coba lagi.
offline-all-failed-storage = Browser ini tidak menyimpan apa pun untuk situs ini (mungkin jendela privat). Izinkan data situs, lalu coba lagi.
offline-caching = sedang disimpan untuk dipakai offline
offline-failed = gagal disimpan untuk dipakai offline
offline-none = tidak disimpan untuk dipakai offline
storage-refused = Browser ini menolak penyimpanan untuk situs ini: yang Anda isi dan ukur hilang bersama halaman, tidak ada yang bisa dipakai offline, dan worker yang berhenti diam-diam baru ketahuan bila waktunya habis atau Anda menekan Batal.
not-found = Lab itu tidak ada. Pilih salah satu di atas.
fault = Ada yang gagal di lab ini. Muat ulang halaman untuk melanjutkan.

## Apa yang disediakan browser
isolated = ● terisolasi
isolated-explained = Halaman ini cross-origin isolated: thread-nya boleh memakai shared memory, dan resolusi timer-nya yang terhalus di browser ini.
isolation-reloading = ○ dimuat ulang agar terisolasi
not-isolated = ○ tidak terisolasi
not-isolated-explained = Semuanya tetap berjalan kecuali shared memory, dan resolusi timer lebih kasar.
isolation-no-service-worker = Server ini tidak mengirim header isolasi, dan browser ini tidak punya service worker yang dapat menambahkannya (mungkin jendela privat).
isolation-insecure = Halaman ini tidak disajikan dengan aman: buka lewat https atau dari localhost.
isolation-reload-failed = Service worker tidak berhasil mengisolasi halaman. Tutup semua tabnya, lalu buka lagi.
isolation-reload-needed = Muat ulang halaman sekali untuk mengisolasinya.
isolation-starting = Service worker yang mengisolasi halaman sedang dimulai.
cores = { $count ->
   *[other] { $count } inti
}
clock-step = timer { $step } µs
clock-explained = Resolusi timer: langkah terkecil performance.now() yang baru saja terlihat. Tidak ada waktu di halaman ini yang lebih halus dari itu.

## Angka
duration-s = { $value } s
duration-ms = { $value } ms
duration-us = { $value } µs
duration-ns = { $value } ns
no-figure = –
below-step = < { $step }

## Gambar (Pictures)
code-coming = Mengambil bagian halaman ini…
code-missing = Bagian halaman ini tidak dapat diambil. Jika Anda sedang offline, bagian ini belum tersimpan: sambungkan ke jaringan, lalu tekan Jalankan atau buka lagi.

## Tanda hidup
type-here = ketik di sini…
type-here-label = Kolom untuk mengetik selama komputasi berjalan
liveliness-note = Titik dan kolom ini hidup di thread utama. Keduanya membeku bila thread itu membeku.
frame-count = frame { $count }

## Tombol halaman awal
start-freeze = Bekukan halaman ini
start-cancel = Batal
start-measuring = Mengukur seberapa cepat mesin ini…
start-forecast = Halaman akan berhenti selama kira-kira { $seconds } dtk. Perhatikan titiknya, dan cobalah mengetik.
