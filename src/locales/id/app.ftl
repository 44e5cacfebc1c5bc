# Perf Playground dalam bahasa Indonesia. Setiap teks ada di semua katalog dengan nama yang sama.

## Shell
skip = Langsung ke lab
what-it-is = Lihat di mesin Anda sendiri apa yang memblokir halaman, dan apa yang membebaskannya.
labs = Lab
language = Bahasa
theme-dark = Tema gelap
theme-light = Tema terang
present = Presentasi
keys = Tombol
privacy = Tidak ada yang keluar dari halaman ini: semuanya berjalan di mesin Anda sendiri, dan tidak ada angka yang dikirim ke mana pun.
build = build { $id }
offline-ready = Halaman ini dan yang sudah Anda buka bisa dipakai luring
offline-all-ready = Semua lab bisa dipakai luring
offline-all-store = Simpan semua lab untuk dipakai luring ({ $size } MB)
offline-all-storing = Menyimpan semua lab, sisa { $size } MB
offline-all-failed-quota = Peramban kehabisan ruang untuk menyimpan semua lab. Kosongkan ruang, lalu coba lagi.
offline-all-failed-network = Tidak semua lab dapat diambil. Periksa koneksi, muat ulang halaman, lalu coba lagi.
offline-all-failed-storage = Peramban ini tidak menyimpan apa pun untuk situs ini (mungkin jendela privat). Izinkan data situs, lalu coba lagi.
offline-caching = sedang disimpan untuk dipakai luring
offline-failed = gagal disimpan untuk dipakai luring
offline-none = tidak disimpan untuk dipakai luring
not-found = Lab itu tidak ada. Pilih salah satu di atas.
fault = Ada yang gagal di lab ini. Muat ulang halaman untuk melanjutkan.

## Apa yang disediakan browser
isolated = ● terisolasi
isolated-explained = Halaman ini terisolasi lintas asal: memori boleh dibagi antar-thread, dan jam terhalus yang ada di browser boleh dibaca.
isolation-reloading = ○ dimuat ulang agar terisolasi
not-isolated = ○ tidak terisolasi
not-isolated-explained = Semuanya tetap berjalan kecuali thread yang berbagi memori, dan jamnya lebih kasar.
isolation-no-service-worker = Server ini tidak mengirim header isolasi, dan browser ini tidak punya service worker yang dapat menambahkannya (mungkin jendela privat).
isolation-insecure = Halaman ini tidak disajikan dengan aman: buka lewat https atau dari localhost.
isolation-reload-failed = Service worker tidak berhasil mengisolasi halaman. Tutup semua tabnya, lalu buka lagi.
isolation-reload-needed = Muat ulang halaman sekali untuk mengisolasinya.
isolation-starting = Service worker yang mengisolasi halaman sedang dimulai.
cores = { $count ->
   *[other] { $count } inti
}
clock-step = jam { $step } µs
clock-explained = Angka jam adalah langkah terkecil performance.now() yang baru saja terlihat. Tidak ada waktu di halaman ini yang lebih halus dari itu.

## Angka
duration-s = { $value } dtk
duration-ms = { $value } md
duration-us = { $value } µd
duration-ns = { $value } nd
no-figure = –

## Gambar (Pictures)
code-coming = Mengambil bagian halaman ini…
code-missing = Bagian halaman ini tidak dapat diambil. Jika Anda sedang luring, bagian ini belum disimpan: sambungkan, atau simpan dulu semua lab untuk dipakai luring. Lalu tekan Jalankan atau buka lipatannya sekali lagi.

## Tanda hidup
type-here = ketik di sini…
type-here-label = Kolom untuk mengetik selama komputasi berjalan
liveliness-note = Titik dan kolom ini hidup di thread utama. Keduanya membeku bila thread itu membeku.
frame-count = bingkai { $count }

## Tombol halaman awal
start-freeze = Bekukan halaman ini
start-cancel = Batal
start-measuring = Mengukur seberapa cepat mesin ini…
start-forecast = Halaman akan berhenti selama kira-kira { $seconds } dtk. Perhatikan titiknya, dan cobalah mengetik.
