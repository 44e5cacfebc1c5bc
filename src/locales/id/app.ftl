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
duration-ns = { $value } nd
no-figure = –

## Lab thread: masukan
threads-question = Di mana sebuah komputasi sebaiknya berjalan agar halaman tetap hidup, dan mulai ukuran berapa itu menguntungkan?
controls = Percobaan
kernel = Kernel
kernel-primes = Bilangan prima
kernel-primes-explained = Semua bilangan prima sampai ukuran itu, dengan saringan Eratosthenes, satu penanda per bilangan.
size = Ukuran
rounds = Putaran
rounds-hint = Berapa kali diulang: { $min } sampai { $max }
engine = Mesin
engine-wasm = WebAssembly
engine-wasm-explained = Rust yang dikompilasi ke WebAssembly.
engine-js = JavaScript
engine-js-explained = JavaScript: varian polos seperti yang pertama kali ditulis orang, yang lain ditulis dengan cermat.
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
running-beside = { $where }: sedang menghitung. Coba mengetik: halaman tetap hidup.
finding-froze = Halaman membeku { $longest } selama thread utamanya menghitung. Pilih tempat lain agar halaman tetap hidup.
finding-alive = Halaman tetap hidup: bingkai terlamanya { $longest } selama ini berjalan: { $where }, dalam { $total }.
finding-both = Halaman membeku { $froze } selama thread utamanya menghitung.
finding-beside = { $where }: pekerjaan yang sama dalam { $total }, dan tidak ada bingkai di atas { $longest }.
finding-hitched = { $where }: selesai dalam { $total }, tetapi satu bingkai makan { $longest }: ada yang menyibukkan thread utama halaman ini.
finding-too-short = Thread utama menghitung { $compute }, terlalu singkat untuk terasa. Tambah putarannya.
finding-hidden = Halaman ada di latar belakang, dan di sana browser menjeda bingkai: jalan ini tidak mengatakan apa-apa tentang pembekuan. Jalankan lagi dan tetaplah di halaman.
finding-wrong = Ada hasil yang salah, maka waktunya tidak berlaku.
finding-nothing = Tidak ada jalan yang berakhir dengan hasil.

## Lab thread: gambar
picture-empty = Bingkai, lajur, dan hasil akan muncul di sini. Tekan Jalankan.
void = tidak sah
progress = Kemajuan
ending-cancelled = Dibatalkan.

## Lab thread: tabel
median-interval = { $median } ({ $low }–{ $high }, n = { $count })
median-few = { $median } (median dari { $count })
median-one = { $median } (satu jalan)
work = { $kernel } ({ $variant }), { $size } × { $rounds }

## Lab thread: kernel dan varian
kernel-fibonacci = Fibonacci
kernel-fibonacci-explained = Satu bilangan Fibonacci. Rekursi naif menghitung bilangan yang sama berulang-ulang.
kernel-matrix = Perkalian matriks
kernel-matrix-explained = Hasil kali dua matriks persegi berisi bilangan 64-bit.
kernel-blur-grey = Blur, abu-abu
kernel-blur-grey-explained = Blur kotak 3 × 3 atas gambar dengan satu bita per piksel.
kernel-blur-rgba = Blur, berwarna
kernel-blur-rgba-explained = Blur kotak 3 × 3 atas gambar dengan empat bita per piksel.
kernel-roots = Akar kuadrat
kernel-roots-explained = Jumlah akar kuadrat semua bilangan bulat sampai ukuran itu.
kernel-mandelbrot = Mandelbrot
kernel-mandelbrot-explained = Seberapa cepat setiap titik sebuah persegi lolos. Ada baris yang makan seratus kali lebih lama dari baris lain.
variant = Varian
variant-plain = polos
variant-plain-explained = Seperti di buku ajar, atau percobaan pertama.
variant-segmented = bersegmen
variant-segmented-explained = Hanya bilangan ganjil, satu bit masing-masing, dalam segmen yang muat di cache pertama prosesor.
variant-doubling = penggandaan
variant-doubling-explained = Dari F(k) dan F(k + 1) langsung ke F(2k): beberapa langkah alih-alih jutaan panggilan.
variant-reordered = ditata ulang
variant-reordered-explained = Penjumlahan yang sama menurut urutan memori, sehingga setiap baris cache dibaca sekali.
variant-separable = terpisah
variant-separable-explained = Jumlah sepanjang baris dulu, lalu menurun kolom: enam penjumlahan alih-alih sembilan.
variant-unrolled = diurai
variant-unrolled-explained = Empat jumlah sekaligus, sehingga satu penjumlahan tidak menunggu yang sebelumnya.
variant-shortcut = pintas
variant-shortcut-explained = Kuadrat disimpan, dan titik dua bola terbesar sudah diketahui lebih dulu.
variant-simd = SIMD
variant-simd-explained = Dua bilangan atau lebih dalam satu instruksi selebar 128 bit.
size-hint-primes = Bilangan prima sampai angka ini: { $min } sampai { $max }
size-hint-fibonacci = Bilangan Fibonacci yang mana: { $min } sampai { $max }
size-hint-matrix = Baris dan kolom: { $min } sampai { $max }
size-hint-blur = Piksel ke tiap arah: { $min } sampai { $max }
size-hint-roots = Akar bilangan sampai: { $min } sampai { $max }
size-hint-mandelbrot = Titik ke tiap arah: { $min } sampai { $max }
refusal-engine = varian ini hanya ada di WebAssembly.
refusal-shared-values = nilai JavaScript dimiliki satu thread masing-masing, jadi tidak dapat dipakai bersama.
refusal-cut = di varian ini setiap langkah memerlukan langkah sebelumnya, jadi tidak dapat dipotong.
refusal-not-isolated = memori hanya dapat dipakai bersama bila halaman terisolasi.

## Lab thread: tempat
strategy-sliced = Diiris
strategy-sliced-explained = Di thread halaman dalam irisan; di antaranya halaman mendapat giliran.
strategy-pool = Kumpulan
strategy-pool-explained = Dipotong menjadi tugas yang diambil beberapa worker dari satu antrean.
strategy-parallel = Memori bersama
strategy-parallel-explained = Beberapa thread di atas satu memori: tidak ada yang disalin di antara mereka.
place-sliced = Thread utama dalam irisan { $slice } md
place-pool = { $workers ->
   *[other] Kumpulan { $workers } worker
}, { $jobs ->
   *[other] { $jobs } tugas
}
place-parallel = { $threads ->
   *[other] { $threads } thread
} di atas satu memori, { $schedule }
slice = Irisan
slice-hint = Milidetik: { $min } sampai { $max }
workers = Worker
workers-hint = { $min } sampai { $max }
jobs = Tugas
jobs-hint = Pekerjaan ini: { $min } sampai { $max }
threads-field = Thread
threads-hint = { $min } sampai { $max }
schedule = Pembagian
schedule-stealing = saling ambil
schedule-stealing-explained = Yang selesai lebih dulu mengambil dari yang lain.
schedule-static = pita tetap
schedule-static-explained = Setiap thread mendapat satu pita yang sama panjang sejak awal.
moving = Bita berpindah dengan
moving-clone = salinan
moving-clone-explained = Browser menyalinnya (structured clone), pergi dan pulang.
moving-transfer = serah terima
moving-transfer-explained = Diserahkan: pengirim tidak memilikinya lagi.
moving-share = memori bersama
moving-share-explained = Tetap di tempatnya, dan kedua pihak melihatnya.
repeats = Ulangi
repeats-hint = Kali: { $min } sampai { $max }. Mulai 6, median punya selang, dan jalan pertama ditambahkan.

## Lab thread: gambar masuk dan keluar
picture = Gambar Anda sendiri
picture-hint = Jatuhkan gambar di sini, sampai { $max } piksel. Gambar tetap di mesin Anda.
picture-generated = Sebelum itu, gambar buatan yang dikaburkan.
picture-reading = Membaca gambar…
picture-own = Gambar Anda: { $width } × { $height } piksel.
picture-forget = Kembali ke gambar buatan
picture-too-large = Gambar ini punya { $pixels } piksel; paling banyak { $max }. Perkecil lalu coba lagi.
picture-file-too-large = Berkas ini { $size } MB; paling banyak { $max } MB yang dibaca.
picture-not-an-image = Browser ini tidak dapat membaca berkas itu sebagai gambar.
picture-failed = Gambar tidak dapat dibaca: { $message }

## Lab thread: rincian biaya
column-phase = Tahap

## Lab thread: kumpulan
pool-summary = Kumpulan ({ $engine }) untuk { $size }: { $available } menganggur, { $active } sibuk, { $queue } menunggu
pool-summary-draining = Kumpulan ({ $engine }): dikosongkan, { $active } sibuk; tugas baru ditolak

## Lab thread: sapuan
sweep = Sapuan: mulai ukuran berapa ia menguntungkan?

## Gambar (Pictures)
factor = { $value } ×
drop-refused = “{ $name }” bukan gambar ({ $type }). Berikan berkas dengan salah satu jenis ini: { $accept }.
drop-unknown-type = jenis tidak dikenal
source = Kode sumber
code-coming = Mengambil bagian halaman ini…
code-missing = Bagian halaman ini tidak dapat diambil. Periksa koneksi, lalu tekan Jalankan atau buka lipatannya sekali lagi.

## Lab thread: seberapa pasti angkanya
worst-one = { $worst } (satu jalan)
worst-of = { $worst } (terburuk dari { $count })
finding-one-run = Setiap angka berasal dari satu jalan.

## Lab bandingkan: judul
compare = Bandingkan
compare-question = Mana dari beberapa cara yang lebih cepat, seberapa jauh, dan seberapa yakin?
