# Yang dimiliki bersama oleh lab, dalam bahasa Indonesia: apa yang dihitung, dengan apa, di mana, dan apa yang salah pada masukan.

## masukan
controls = Percobaan
kernel = Kernel
kernel-primes = Bilangan prima
kernel-primes-explained = Semua bilangan prima sampai ukuran itu, dicari dengan saringan Eratosthenes, satu penanda per bilangan.
size = Ukuran
rounds = Putaran
engine = Engine
engine-wasm = WebAssembly
engine-wasm-explained = Rust yang dikompilasi ke WebAssembly.
engine-js = JavaScript
engine-js-explained = JavaScript. Varian polos seperti yang pertama kali ditulis orang, yang lain sudah dioptimalkan.
run-on = Jalankan di
strategy-main = Thread utama
strategy-main-explained = Di thread halaman itu sendiri, sekaligus: halaman membeku selama itu.
strategy-worker = Worker
strategy-worker-explained = Di Web Worker, thread tersendiri di samping halaman.
copy-link-failed = Browser tidak mengizinkan penyalinan
export-failed = Berkas itu tidak dapat dibuat. Ini kesalahan halaman ini; mohon laporkan: { $message }
error-not-a-number = “{ $value }” bukan bilangan bulat. Isi dari { $min } sampai { $max }.
error-not-a-figure = “{ $value }” bukan angka. Berikan angka dari { $min } sampai { $max }.
error-out-of-range = { $value } di luar rentang. Isi angka dari { $min } sampai { $max }.
error-unknown = “{ $value }” tidak dikenal. Pilih salah satu: { $allowed }.
error-nowhere = Pilih setidaknya satu tempat untuk menjalankan.

## gambar
void = tidak sah
progress = Kemajuan
ending-cancelled = Dibatalkan.

## tabel
work = { $kernel } ({ $variant }), { $size } × { $rounds }

## kernel dan varian
kernel-fibonacci = Fibonacci
kernel-fibonacci-explained = Satu bilangan Fibonacci. Rekursi naif menghitung bilangan yang sama berulang-ulang.
kernel-matrix = Perkalian matriks
kernel-matrix-explained = Hasil kali dua matriks persegi berisi float 64-bit.
kernel-blur-grey = Blur, abu-abu
kernel-blur-grey-explained = Box blur 3 × 3 atas gambar dengan satu byte per piksel.
kernel-blur-rgba = Blur, berwarna
kernel-blur-rgba-explained = Box blur 3 × 3 atas gambar dengan empat byte per piksel.
kernel-roots = Akar kuadrat
kernel-roots-explained = Jumlah akar kuadrat semua bilangan bulat sampai ukuran itu.
kernel-mandelbrot = Mandelbrot
kernel-mandelbrot-explained = Berapa iterasi sampai setiap titik sebuah persegi lolos. Ada baris yang makan waktu 100× lebih lama dari baris lain.
variant = Varian
variant-plain = polos
variant-plain-explained = Seperti di buku ajar, atau percobaan pertama.
variant-segmented = bersegmen
variant-segmented-explained = Hanya bilangan ganjil, satu bit masing-masing, dalam segmen yang muat di cache L1 prosesor.
variant-doubling = penggandaan
variant-doubling-explained = Dari F(k) dan F(k + 1) langsung ke F(2k): beberapa langkah alih-alih jutaan panggilan.
variant-reordered = ditata ulang
variant-reordered-explained = Penjumlahan yang sama menurut urutan memori, sehingga setiap cache line dibaca sekali.
variant-separable = terpisah
variant-separable-explained = Jumlah sepanjang baris dulu, lalu menurun kolom: enam penjumlahan alih-alih sembilan.
variant-unrolled = diurai
variant-unrolled-explained = Empat jumlah berjalan sekaligus, sehingga tidak ada penjumlahan yang menunggu yang sebelumnya.
variant-shortcut = pintas
variant-shortcut-explained = Kuadrat dihitung sekali lalu dipakai ulang, dan titik di dua bulatan terbesar dilewati.
variant-simd = SIMD
variant-simd-explained = Dua bilangan atau lebih per instruksi, selebar 128 bit.
size-hint-primes = Bilangan prima sampai angka ini: { $min } sampai { $max }
size-hint-fibonacci = Bilangan Fibonacci yang mana: { $min } sampai { $max }
size-hint-matrix = Baris dan kolom: { $min } sampai { $max }
size-hint-blur = Piksel ke tiap arah: { $min } sampai { $max }
size-hint-roots = Akar bilangan sampai: { $min } sampai { $max }
size-hint-mandelbrot = Titik ke tiap arah: { $min } sampai { $max }
refusal-engine = varian ini hanya ada di WebAssembly.
refusal-shared-values = nilai JavaScript dimiliki satu thread masing-masing, jadi tidak dapat berada di shared memory.
refusal-cut = di varian ini setiap langkah memerlukan langkah sebelumnya, jadi tidak dapat berjalan paralel.

## tempat
strategy-sliced = Diiris
strategy-sliced-explained = Di thread halaman itu sendiri, dalam irisan. Di antaranya halaman menggambar dan menjawab masukan.
strategy-pool = Pool
strategy-pool-explained = Dipotong menjadi tugas, yang diambil beberapa worker dari satu antrean.
strategy-parallel = Shared memory
strategy-parallel-explained = Beberapa thread bekerja di shared memory (SharedArrayBuffer): tidak ada yang disalin di antara mereka.
place-sliced = Thread utama dalam irisan { $slice } ms
place-pool = { $workers ->
   *[other] Pool { $workers } worker
}, { $jobs ->
   *[other] { $jobs } tugas
}
short-pool = Pool { $count } worker
short-parallel = { $count } thread, memori bersama
place-parallel = { $threads ->
   *[other] { $threads } thread
} di memori bersama, { $schedule }
slice = Irisan
workers = Worker
jobs = Tugas
threads-field = Thread
threads-hint = { $min } sampai { $max }
schedule = Penjadwalan
schedule-stealing = work stealing
schedule-stealing-explained = Thread yang selesai lebih dulu mengambil pekerjaan dari yang lain.
schedule-static = pita tetap
schedule-static-explained = Setiap thread mendapat satu pita yang sama panjang sejak awal.

## rincian biaya
column-phase = Tahap

## Gambar (Pictures)
factor = { $value }×
range = { $low }–{ $high }
speed-same = sama cepat
speed-faster = { $factor } lebih cepat
speed-slower = { $factor } lebih lambat
speed-range = { $low } sampai { $high }
longer-percent = { $range } % lebih lama
longer-times = { $range }× lebih lama
source = Kode sumber

## mengapa tidak ada hasil
failure-memory = memori habis: { $bytes } byte tidak dapat dialokasikan; ukuran yang lebih kecil butuh lebih sedikit
failure-pixels = gambar itu punya { $pixels } piksel; paling banyak { $max } yang diizinkan
failure-not-an-image = browser ini tidak dapat membaca berkas itu sebagai gambar
failure-altered-pixels = browser ini mengubah piksel yang dikembalikannya (menangkal fingerprinting), jadi hasil gambar Anda tidak dapat diperiksa; izinkan situs ini membaca kanvas, atau pakai gambar buatan
failure-not-shareable = browser ini tidak memberi halaman shared memory: itu memerlukan halaman yang cross-origin isolated dan browser yang memiliki SharedArrayBuffer
failure-browser = kata browser: “{ $message }”
failure-internal = ini kesalahan halaman ini; mohon laporkan: { $message }
failure-crashed = worker itu crash: “{ $message }”
failure-trapped = worker crash: kodenya terkena trap
failure-details = Rincian
failure-threads-isolation = thread tidak dapat dimulai: shared memory memerlukan halaman yang terisolasi dari situs lain, dan halaman ini tidak
failure-threads-nested = thread tidak dapat dimulai: browser ini tidak mendukung worker di dalam worker
failure-threads-memory = thread tidak dapat dimulai: browser ini tidak memiliki memori yang dapat dipakai bersama oleh worker
failure-threads-late = thread tidak dapat dimulai: belum semuanya siap dalam { $limit } ms
failure-not-loaded = { $script } tidak dapat dimuat
failure-exited = worker itu berakhir tanpa jawaban
failure-start = worker itu belum siap dalam { $limit } ms
failure-deadline = tidak ada hasil dalam { $limit } ms
failure-stalled = worker itu tidak maju selama { $limit } ms
failure-build = worker itu dari build { $found }, halaman ini dari { $expected }: muat ulang halaman
failure-queue-full = { $limit } tugas sudah menunggu; coba lagi setelah satu selesai
failure-shutting-down = pool itu sedang ditutup

## bagaimana sebuah hasil salah
check-error = { $what } bernilai { $found }, seharusnya { $expected }
aspect-kind = jenis hasilnya
aspect-prime-count = banyaknya bilangan prima
aspect-prime-sum = jumlah bilangan prima
aspect-largest-prime = bilangan prima terbesar
aspect-first-primes = daftar bilangan prima pertama
aspect-fibonacci = bilangannya
aspect-row-count = banyaknya baris
aspect-row-fingerprint = sidik baris { $row }
aspect-block-count = banyaknya blok
aspect-block-sum = jumlah blok { $block }
aspect-input-around = masukan di sekitar piksel { $x }, { $y }, dalam byte
aspect-pixel = piksel { $x }, { $y }
aspect-byte-sum = jumlah semua byte
aspect-point = titik { $x }, { $y }
aspect-inside-count = banyaknya titik yang tak pernah lolos
aspect-step-count = banyaknya langkah
aspect-sample-count = banyaknya sampel
aspect-sample-place = letak sebuah sampel

## conditions, and what they mean for a run
figures-void = Angka-angka ini tidak berlaku. { $reasons }
trust = Kondisi
trust-good = Tidak ada yang menghalangi pengukuran saat ini.
trust-marked = Yang diukur sekarang berlaku, dengan catatan.
trust-void = Yang diukur sekarang tidak berlaku.
trust-worker-clock = Resolusi timer, worker
trust-worker-clock-explained = Langkah terkecil performance.now() di worker, tempat sampel diambil. Satu sampel berlangsung setidaknya 100 langkah.
trust-page-clock = Resolusi timer, halaman
trust-page-clock-explained = Langkah terkecil performance.now() di thread halaman itu sendiri.
trust-isolation = Cross-origin isolated
trust-page = Visibilitas halaman
trust-page-explained = Browser memperlambat halaman yang tidak terlihat: timer-nya, frame-nya, bahkan worker-nya.
trust-pressure = Tekanan CPU
trust-pressure-forced = { $pressure } (ditetapkan tautan, bukan laporan browser)
trust-frames = Jarak antar-frame
trust-cores = Inti
trust-cores-explained = Inti logis, menurut laporan browser. Sampel diambil di satu inti sementara halaman digambar di inti lain.
trust-device = Indeks perangkat
trust-yes = ya
trust-no = tidak
trust-visible = terlihat
trust-hidden = tersembunyi
trust-fine = baik
trust-coarse = kasar: satu sampel harus berlangsung { $sample }
trust-apart = resolusi timer lebih kasar
trust-unseen = eksekusi tidak berlaku
trust-pressed = pekerjaan lain mengganggu: eksekusi tidak berlaku
trust-pressed-by-run = tinggi, tetapi eksekusi itu sendiri bisa menyebabkannya
trust-slow-frames = lambat: mode hemat daya atau layar yang lambat
trust-frozen = halaman nyaris tidak mendapat frame: eksekusi tidak berlaku
trust-one-core = hanya satu: halaman dan sampel bergantian
trust-rough = kasar
trust-coming = sedang diukur
trust-frames-coming = diukur ketika halaman menganggur
trust-unreported = belum dilaporkan
trust-unknown = tidak diketahui di browser ini
pressure-nominal = ringan
pressure-fair = sedang
pressure-serious = serius
pressure-critical = kritis
reason-hidden = Halaman sempat tersembunyi, dan browser memperlambat yang tidak terlihat.
reason-pressure = Browser melaporkan tekanan CPU { $pressure }: yang berjalan harus berbagi prosesor, atau panas memperlambatnya.
reason-frames = Halaman yang menganggur hanya mendapat satu frame tiap { $gap }: dalam mode hemat daya prosesor juga lebih lambat, kecuali layarnya saja yang lambat.
reason-not-isolated = Halaman tidak cross-origin isolated, maka resolusi timer-nya lebih kasar daripada yang mungkin.
reason-coarse-clock = Resolusi timer { $step }: satu sampel harus berlangsung { $sample } agar terbaca sampai seperseratusnya.

## bilah jalankan
run-bar = Jalankan dan temuan

## yang disimpan
kept-here = Masukan dan hasil terakhir Anda tersimpan di peramban ini, di perangkat ini, sampai Anda menghapusnya.
kept-nowhere = Peramban ini tidak menyimpan masukan dan hasil Anda, dan semuanya hilang saat halaman ditutup. Pesannya: { $message }
kept-damaged = Yang disimpan peramban ini dari lab ini tidak dapat dibaca ({ $message }). Isinya dibiarkan sampai Anda menjalankan sesuatu atau menghapusnya.
kept-other-schema = Yang disimpan peramban ini dari lab ini memakai skema { $found }, sedangkan halaman ini membaca skema { $expected }. Isinya dibiarkan sampai Anda menjalankan sesuatu atau menghapusnya.
kept-from = Hasil dari { $at }, tersimpan di peramban ini.
kept-other-build = Hasil dari { $at }, diukur dengan build lain ({ $build }): build ini bisa lebih cepat atau lebih lambat.
forget = Hapus semuanya
forget-question = Hapus masukan dan hasil semua lab yang disimpan peramban ini? Semuanya tidak dapat dikembalikan.
forget-yes = Hapus
forget-no = Tetap simpan
forgotten = Sudah dihapus. Peramban ini tidak menyimpan apa pun milik Anda.
forget-failed = Peramban ini tidak menghapusnya. Pesannya: { $message }

## editor kode
editor-hint = Tab menambah inden. Untuk keluar dari editor dengan keyboard, tekan Escape, lalu Tab.
editor-missing = Editor kode tidak dapat dimuat. Bidang biasa ini berisi kode yang sama.
editor-error = Baris { $line }: { $message }
editor-error-at = Baris { $line }, kolom { $column }: { $message }
editor-selection-deleted = Pilihan dihapus
