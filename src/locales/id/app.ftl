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
blocked = ■ terblokir
free = □ bebas
hitched = ◪ tersendat
void = tidak sah
progress = Kemajuan
result-primes = { $count } bilangan prima.
result-fibonacci = Bilangannya { $value }.
result-matrix = Hasil kali dengan { $rows } baris.
result-blur = Jumlah semua bita gambar yang dikaburkan { $sum }.
result-roots = Jumlah akarnya { $sum }.
result-mandelbrot = { $steps } langkah seluruhnya; { $inside } titik termasuk himpunan.
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
frame-caption-blocking = tanpa bingkai { $duration }, masukan terblokir { $blocking }
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
runs-note = Jalan dengan pekerjaan dan tempat yang sama diringkas dalam satu baris: median, dan mulai enam jalan selang yang memuat median sejati dengan kepastian 95 %. Percepatan adalah median dari perbandingan tiap putaran yang memuat keduanya. Jalan pertama harus memulai worker atau memuat kode: bila ada enam jalan lain, median tidak mengikutkannya dan menyebutkannya. Bingkai yang didahulukan sebelum thread halaman bekerja tidak termasuk waktunya. Bingkai terlama, pemblokiran, dan tombol terlambat adalah yang terburuk dari semua jalan. Yang mewakili satu jalan menyebutkannya.
runs-empty = Belum ada jalan.
column-where = Di mana
column-engine = Mesin
column-work = Pekerjaan
column-compute = Hitung
column-total = Seluruhnya
column-longest = Bingkai terlama, jalan terburuk
column-blocking = Pemblokiran, jalan terburuk
column-check = Hasil
column-speed-up = Percepatan
column-interaction = Tombol terlambat, jalan terburuk
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
picture-before = sebelum
picture-after = sesudah
picture-before-detail = sebelum, bagian tengah diperbesar
picture-after-detail = sesudah, bagian tengah diperbesar
picture-set = himpunan
picture-owners = siapa
picture-owners-alt = Thread mana yang menghitung baris mana, satu warna tiap thread
picture-note-blur = Piksel dilewati bila gambar lebih besar dari tempatnya; bagian tengah yang diperbesar menunjukkan semuanya.
picture-note-alone = Baris yang melewati himpunan paling lama. Jalankan di kumpulan atau memori bersama, untuk melihat siapa menghitung baris mana.
picture-note-set = Pita menunjukkan thread mana yang menghitung baris mana, satu warna tiap thread. Baris yang melewati himpunan paling lama: dengan pita tetap, sebagian thread menunggu yang lain.

## Lab thread: interaksi
interactions-none = Tidak ada yang mengetik selama jalan ini: ketik di kolom di atas selagi ia menghitung, untuk melihat berapa lama sebuah tombol menunggu.
interactions = { $count ->
   *[other] { $count } tombol ditekan; yang terlama menunggu { $worst } sampai gambar berikutnya.
} Baik sampai 200 md, buruk di atas 500 md.
interactions-quick = Tombol ditekan: { $count }. Tidak ada yang menunggu lebih dari 16 md, batas terkecil yang dilaporkan browser.
interaction-quick = ≤ 16 md

## Lab thread: rincian biaya
ledger = Apa biayanya (satu jalan)
ledger-note = Jumlah atas semua thread, jadi dapat melebihi waktu yang berlalu.
column-phase = Tahap
column-sum = Jumlah
column-share = Perbandingan
column-count = Kali
column-longest-one = Terlama
phase-copy = salin
phase-copy-explained = Menyalin bita: ke dalam pita, masuk dan keluar memori modul.
row-thread = thread { $number }

## Lab thread: kumpulan
pool-summary = Kumpulan ({ $engine }) untuk { $size }: { $available } menganggur, { $active } sibuk, { $queue } menunggu
pool-summary-draining = Kumpulan ({ $engine }): dikosongkan, { $active } sibuk; tugas baru ditolak
pool-note = Kumpulan yang dipakai pilihan “Kumpulan”. Worker dimulai bila diperlukan dan dilepas setelah semenit tanpa kerja.
pool-workers = Worker dalam kumpulan
pool-add = Tambah 6 tugas
pool-add-explained = Enam tugas, masing-masing satu putaran dari pekerjaan di formulir.
pool-crash = Jatuhkan worker
pool-crash-explained = Tugas yang kodenya gagal di tengah jalan. Worker diganti; tidak ada tugas lain yang hilang.
pool-hang = Gantung worker
pool-hang-explained = Tugas yang berputar tanpa akhir. Dihentikan setelah dua detik, dan workernya diganti.
pool-smaller = Kurangi satu worker
pool-smaller-explained = Worker yang menganggur pergi seketika, yang sibuk setelah tugasnya.
pool-larger = Tambah satu worker
pool-larger-explained = Ia dimulai bila ada pekerjaan untuknya.
pool-drain = Kosongkan
pool-drain-explained = Tugas yang berjalan diselesaikan, yang menunggu dan yang baru ditolak.
pool-reopen = Buka lagi
pool-reopen-explained = Kumpulan menerima tugas lagi.
pool-jobs = Tugas yang ditambah di sini, masing-masing diukur sekali
pool-job = tugas { $number }
pool-job-crash = tugas { $number }, jatuh
pool-job-hang = tugas { $number }, menggantung
pool-job-under-way = menunggu atau berjalan
pool-job-done = selesai setelah { $duration }
column-worker = Worker
column-state = Keadaan
column-jobs-done = Tugas selesai
column-restarts = Dimulai ulang
worker-vacant = belum dimulai
worker-starting = sedang dimulai
worker-idle = menganggur
worker-job = bekerja (permintaan { $job })
worker-stopping = diakhiri

## Lab thread: sapuan
sweep = Sapuan: mulai ukuran berapa ia menguntungkan?
sweep-note = Mengukur pekerjaan di formulir, satu putaran, pada ukuran sampai ukuran di formulir, dengan worker yang sudah dimulai dan panas. Titik-titik bergiliran dalam putaran, tiap putaran dengan urutan sendiri, sampai masing-masing diketahui dalam ± { $within } % atau punya { $most } sampel, paling lama semenit. Pekerjaan pendek diulang, agar satu sampel berlangsung seratus langkah jam. Thread utama membeku sesaat-sesaat.
sweep-axis = Bandingkan
sweep-places = tempat
sweep-places-explained = Tempat yang dipilih di atas; yang pertama menjadi pembanding bagi yang lain.
sweep-workers = besar kumpulan
sweep-workers-explained = Kumpulan satu worker, dua, dan seterusnya, dengan tugas sebanyak worker.
sweep-threads = thread
sweep-threads-explained = Thread di atas satu memori: satu, dua, dan seterusnya.
sweep-refusal = satu putaran varian ini tidak dapat dibagi.
sweep-start = Mulai sapuan
sweep-stop = Berhenti
sweep-go-on = Lanjutkan
sweep-none-yet = Belum ada sapuan.
sweep-running = { $work }: { $samples } sampel, { $narrow } dari { $points } titik diketahui dalam ± { $within } %, sisa paling lama { $left }.
sweep-stopped = { $work }: berhenti setelah { $samples } sampel, dengan { $narrow } dari { $points } titik diketahui dalam ± { $within } %. Lanjutkan kapan saja.
sweep-done = { $work }: selesai dengan { $samples } sampel. { $narrow } dari { $points } titik diketahui dalam ± { $within } %; titik lain punya { $most } sampel, atau jam terlalu kasar untuknya.
sweep-heat = Waktu menurut tempat dan ukuran, median (≈: belum diketahui dalam ± { $within } %)
sweep-best = tercepat
sweep-quick = cepat
sweep-slow = lambat
sweep-time = waktu, median
sweep-curves = Waktu menurut ukuran, satu garis tiap tempat
sweep-break-even = { $where } menguntungkan mulai sekitar { $size }
sweep-speed-up = percepatan terhadap satu thread
sweep-thread-count = thread
sweep-measured = terukur
pays-from = Mulai sekitar { $size } ({ $rounds }), { $where } lebih cepat daripada { $first }.
pays-always = { $where } lebih cepat daripada { $first } pada semua ukuran yang diukur (menurut { $alike } dari { $count } putaran).
pays-never = { $where } tidak lebih cepat daripada { $first } pada ukuran terbesar yang diukur (menurut { $alike } dari { $count } putaran).
pays-unknown = Pilih dua tempat atau lebih, untuk melihat mulai ukuran berapa salah satunya menguntungkan.
law-amdahl = Pada ukuran { $size }, { $serial } % pekerjaan bersifat seolah-olah serial ({ $rounds }; hukum Amdahl, R² { $fit }).
law-universal = Menurut hukum skalabilitas universal, perebutan { $contention } % ({ $contention-rounds }) dan koherensi { $coherence } % ({ $coherence-rounds }; R² { $fit }).
law-universal-peak = Menurut hukum skalabilitas universal, perebutan { $contention } % ({ $contention-rounds }) dan koherensi { $coherence } % ({ $coherence-rounds }; R² { $fit }), sehingga lebih dari { $peak } thread memperlambat.
law-unknown = Untuk sebuah hukum, setidaknya tiga jumlah thread harus diukur, satu thread di antaranya.
law-amdahl-name = Amdahl
law-universal-name = hukum universal

## Lab thread: kode sumber
source-rust = Rust
source-javascript = JavaScript
source-node = Node
source-node-pool = Node: kumpulan

## Gambar (Pictures)
zoom = Perbesaran
zoom-in = Perbesar +
zoom-out = Perkecil −
zoom-whole = Seluruhnya
zoom-all = terlihat: seluruh { $end }
zoom-part = terlihat: { $from } sampai { $to } dari { $end }
table-cut = { $shown } baris pertama dari { $count }. Berkas CSV memuat semuanya.
factor = { $value } ×
axis-log = { $title } (logaritmik)
curves-hint = Tunjuk sebuah garis, atau fokus ke gambar lalu pakai tombol panah.
curves-reading = { $series }: { $y-title } { $y } pada { $x-title } { $x }
curves-interval = selang { $low } sampai { $high }
curves-modelled = { $name } (model)
column-line = Garis
column-low = Selang dari
column-high = Selang sampai
heatmap-hint = Tunjuk sebuah sel, atau fokus ke gambar lalu pakai tombol panah.
heatmap-reading = { $y-title } { $y }, { $x-title } { $x }: { $reading }
heatmap-corner = { $y-title } ↓ { $x-title } →
heatmap-empty = belum diukur
heatmap-active = sedang diukur
drop-refused = “{ $name }” bukan gambar ({ $type }). Berikan berkas dengan salah satu jenis ini: { $accept }.
drop-unknown-type = jenis tidak dikenal
source = Kode sumber
source-files = Berkas
code-coming = Mengambil bagian halaman ini…
code-missing = Bagian halaman ini tidak dapat diambil. Periksa koneksi, lalu tekan Jalankan atau buka lipatannya sekali lagi.
source-coming = Mengambil…
source-missing = { $url } tidak dapat diambil ({ $reason }). Tutup lalu buka lagi untuk mencoba ulang.
source-copy = Salin kode
source-copied = Kode tersalin

## Lab thread: seberapa pasti angkanya
first-runs-alone = { $count ->
   *[other] semuanya jalan pertama
}
first-runs-counted = { $count ->
   *[other] { $count } di antaranya jalan pertama
}
first-runs-left-out = { $count ->
   *[other] tanpa { $count } jalan pertama, yang makan waktu sampai { $slowest }
}
worst-one = { $worst } (satu jalan)
worst-of = { $worst } (terburuk dari { $count })
speed-up-measure = 1 ×, pembanding
speed-up-apart = { $factor } (dari median tanpa putaran bersama)
finding-one-run = Setiap angka berasal dari satu jalan.
run-one = satu jalan
run-one-of-many = satu jalan, putaran { $round }
sweep-time-is-up = { $work }: waktu habis setelah { $samples } sampel, dengan { $narrow } dari { $points } titik diketahui dalam ± { $within } %. Lanjutkan untuk selama itu lagi.
sweep-one = { $time } (satu sampel)
sweep-rough = ≈ { $time }
sweep-batch = ; { $batch } jalan per sampel
sweep-saturated = ; jam terlalu kasar untuknya
sweep-short = ; sampel lebih pendek dari seratus langkah jam
sweep-time-of = waktu, median dari { $count } sampel
sweep-speed-up-of = percepatan terhadap satu thread, median dari { $count } putaran
rounds-none = belum ada putaran utuh
rounds-one = dari satu putaran
rounds-few = { $low } sampai { $high } dalam { $count } putaran saja
rounds-interval = per putaran { $low } sampai { $high }, n = { $count }
pays-below = di bawah { $size }
pays-above = di atas { $size }
sweep-from-to = { $least } sampai { $most }
runs-failed = { $count } tidak berlaku
pays-not-yet = Titik yang diukur masih terlalu sedikit untuk mengatakan mulai ukuran berapa sebuah tempat menguntungkan.
pays-open = Belum jelas apakah { $where } lebih cepat daripada { $first } pada ukuran yang diukur: hanya { $alike } dari { $count } putaran yang sesuai dengan median.

## Lab bandingkan: judul
compare = Bandingkan
compare-question = Mana dari beberapa cara yang lebih cepat, seberapa jauh, dan seberapa yakin?
