# Perf Playground dalam bahasa Indonesia. Setiap teks ada di semua katalog dengan nama yang sama.

## Shell
skip = Langsung ke lab
labs = Lab
threads = Thread
language = Bahasa
theme-dark = Tema gelap
theme-light = Tema terang
present = Presentasi
privacy = Tidak ada yang keluar dari halaman ini: semuanya berjalan di mesin Anda sendiri, dan tidak ada angka yang dikirim ke mana pun.
build = build { $id }
offline-ready = bisa dipakai luring
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
no-figure = –

## Lab thread: masukan
threads-question = Di mana komputasi sebaiknya berjalan agar halaman tetap hidup?
controls = Percobaan
kernel = Kernel
kernel-primes = Bilangan prima
kernel-primes-explained = Semua bilangan prima sampai ukuran itu, dengan saringan Eratosthenes, satu penanda per bilangan.
size = Ukuran
size-hint = Bilangan prima sampai angka ini: { $min } sampai { $max }
rounds = Putaran
rounds-hint = Berapa kali diulang: { $min } sampai { $max }
engine = Mesin
engine-wasm = WebAssembly
engine-wasm-explained = Rust yang dikompilasi ke WebAssembly.
engine-js = JavaScript
engine-js-explained = Saringan yang sama seperti yang pertama kali akan ditulis orang dalam JavaScript.
run-on = Jalankan di
strategy-main = Thread utama
strategy-main-explained = Di thread halaman itu sendiri, sekaligus.
strategy-worker = Worker
strategy-worker-explained = Di thread tersendiri, di samping halaman.
freeze-estimate = Di thread utama, halaman akan membeku sekitar { $duration } (diperkirakan dari satu jalan di mesin ini).
freeze-brief = Di thread utama ini terlalu singkat untuk terasa; tambah putarannya.
freeze-unknown = Di thread utama, halaman akan membeku sampai komputasi selesai.
run = Jalankan
cancel = Batalkan
copy-link = Salin tautan
copied-link = Tautan tersalin
copy-link-failed = Browser tidak mengizinkan
error-not-a-number = “{ $value }” bukan bilangan bulat. Isi dari { $min } sampai { $max }.
error-out-of-range = { $value } di luar rentang. Isi angka dari { $min } sampai { $max }.
error-unknown = “{ $value }” tidak dikenal. Pilih salah satu: { $allowed }.
error-nowhere = Pilih setidaknya satu tempat untuk menjalankan.

## Lab thread: tanda hidup
type-here = ketik di sini…
type-here-label = Kolom untuk mengetik selama komputasi berjalan
liveliness-note = Titik dan kolom ini hidup di thread utama. Keduanya membeku bila thread itu membeku.
frame-count = bingkai { $count }

## Lab thread: temuan
finding-none-yet = Tekan Jalankan: halaman membeku selama thread utama menghitung, dan tetap hidup selama worker yang menghitung.
running-main = Thread utama akan segera menghitung. Coba mengetik: halaman tidak dapat menjawab.
running-worker = Sebuah worker sedang menghitung. Coba mengetik: halaman tetap hidup.
finding-froze = Halaman membeku { $longest } selama thread utamanya menghitung. Pilih Worker agar halaman tetap hidup.
finding-alive = Halaman tetap hidup: bingkai terlama { $longest } selama worker menghitung { $compute }.
finding-both = Halaman membeku { $froze } selama thread utamanya menghitung. Saat worker mengerjakan hal yang sama dalam { $compute }, bingkai terlama { $longest }.
finding-hitched = Worker yang menghitung, tetapi satu bingkai makan { $longest }: ada hal lain yang menyibukkan thread utama halaman ini.
finding-too-short = Thread utama menghitung { $compute }, terlalu singkat untuk terasa. Tambah putarannya.
finding-hidden = Halaman ada di latar belakang, dan di sana browser menjeda bingkai: jalan ini tidak mengatakan apa-apa tentang pembekuan. Jalankan lagi dan tetaplah di halaman.
finding-wrong = Ada hasil yang salah, maka waktunya tidak berlaku.
finding-nothing = Tidak ada jalan yang berakhir dengan hasil.

## Lab thread: gambar
picture-empty = Bingkai, lajur, dan hasil akan muncul di sini. Tekan Jalankan.
title-main = Di thread utama
title-worker = Di worker
blocked = ■ terblokir
free = □ bebas
hitched = ◪ tersendat
void = tidak sah
progress = Kemajuan
result-primes = { $count } bilangan prima.
check-pending = Memeriksa…
check-agrees = ✓ diperiksa
check-differs = ✗ salah: { $what } bernilai { $found }, seharusnya { $expected }.
check-failed = Hasil tidak dapat diperiksa: { $message }
ending-cancelled = Dibatalkan.
ending-failed = Gagal: { $message }
row-frames = bingkai
row-main = utama
row-worker = worker { $number }
frame-caption = tanpa bingkai { $duration }
timeline-summary = Garis waktu satu jalan, { $where }: { $total } seluruhnya, bingkai terlama { $longest }.
timeline-hint = Tunjuk sebuah balok, atau fokus ke gambar lalu pakai tombol panah.
timeline-readout = { $lane }: { $what }, { $duration }, mulai { $start }
timeline-axis = waktu sejak Jalankan ditekan
legend = Keterangan
show-as-table = Tampilkan sebagai tabel
save-png = Simpan PNG
save-csv = Simpan CSV
column-lane = Lajur
column-what = Apa
column-start = Mulai
column-duration = Lama
frame-free = bingkai
frame-free-explained = Waktu antara dua bingkai halaman, sampai 50 md.
frame-blocked = bingkai terblokir
frame-blocked-explained = Lebih dari 50 md tanpa bingkai baru: tidak ada yang bergerak atau menjawab di halaman.
phase-spawn = mulai thread
phase-spawn-explained = Memulai thread, sampai baris pertamanya berjalan.
phase-compile = kompilasi
phase-compile-explained = Mengambil, mengompilasi, dan menyiapkan kode yang menghitung.
phase-queue = antre
phase-queue-explained = Menunggu worker yang bebas dan siap.
phase-transfer = kirim
phase-transfer-explained = Mengirim permintaan ke worker.
phase-compute = hitung
phase-compute-explained = Komputasi itu sendiri.
phase-return = kembali
phase-return-explained = Mengirim hasil kembali ke halaman.

## Lab thread: tabel
runs = Jalan
runs-note = Setiap baris adalah satu jalan, bukan median: bandingkan sebagaimana adanya.
runs-empty = Belum ada jalan.
column-run = Jalan
column-where = Di mana
column-engine = Mesin
column-work = Pekerjaan
column-compute = Hitung
column-total = Seluruhnya
column-longest = Bingkai terlama
column-blocking = Pemblokiran
column-check = Hasil
work-primes = prima sampai { $size } × { $rounds }
void-hidden = tidak sah (tersembunyi)
