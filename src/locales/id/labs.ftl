# Yang dimiliki bersama oleh lab, dalam bahasa Indonesia: apa yang dihitung, dengan apa, di mana, dan apa yang salah pada masukan.

## masukan
controls = Percobaan
kernel = Kernel
kernel-primes = Bilangan prima
kernel-primes-explained = Semua bilangan prima sampai ukuran itu, dengan saringan Eratosthenes, satu penanda per bilangan.
size = Ukuran
rounds = Putaran
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
copy-link-failed = Browser tidak mengizinkan
export-failed = Halaman ini tidak berhasil membuat berkas itu; ini kesalahan halaman ini sendiri. Mohon laporkan: { $message }
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

## tempat
strategy-sliced = Diiris
strategy-sliced-explained = Di thread halaman dalam irisan; di antaranya halaman mendapat giliran.
strategy-pool = Kumpulan
strategy-pool-explained = Dipotong menjadi tugas yang diambil beberapa worker dari satu antrean.
strategy-parallel = Memori bersama
strategy-parallel-explained = Beberapa thread berbagi satu memori: tidak ada yang disalin di antara mereka.
place-sliced = Thread utama dalam irisan { $slice } md
place-pool = { $workers ->
   *[other] Kumpulan { $workers } worker
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
schedule = Pembagian
schedule-stealing = saling ambil
schedule-stealing-explained = Yang selesai lebih dulu mengambil dari yang lain.
schedule-static = pita tetap
schedule-static-explained = Setiap thread mendapat satu pita yang sama panjang sejak awal.

## rincian biaya
column-phase = Tahap

## Gambar (Pictures)
factor = { $value } ×
drop-refused = “{ $name }” bukan gambar ({ $type }). Berikan berkas dengan salah satu jenis ini: { $accept }.
drop-unknown-type = jenis tidak dikenal
source = Kode sumber

## mengapa tidak ada hasil
failure-memory = tidak ada memori untuk { $bytes } bita; ukuran yang lebih kecil butuh lebih sedikit
failure-pixels = gambar itu punya { $pixels } piksel; paling banyak { $max } diterima
failure-not-an-image = browser ini tidak dapat membaca berkas itu sebagai gambar
failure-not-shareable = memori hanya dapat dibagi kalau halaman terisolasi
failure-browser = kata browser: “{ $message }”
failure-internal = halaman ini sendiri membuat kesalahan; mohon laporkan: { $message }
failure-crashed = worker itu crash: “{ $message }”
failure-threads-isolation = thread-thread itu tidak dapat dimulai: memori hanya dapat dibagi kalau halaman terisolasi dari situs lain, dan halaman ini tidak
failure-threads-nested = thread-thread itu tidak dapat dimulai: browser ini tidak punya worker di dalam worker
failure-threads-memory = thread-thread itu tidak dapat dimulai: browser ini tidak membiarkan worker menyerahkan memori bersamanya
failure-threads-late = thread-thread itu tidak dapat dimulai: belum semuanya siap dalam { $limit } md
failure-not-loaded = { $script } tidak dapat dimuat
failure-exited = worker itu berakhir tanpa jawaban
failure-start = worker itu belum siap dalam { $limit } md
failure-deadline = tidak ada hasil dalam { $limit } md
failure-stalled = worker itu tidak bergerak selama { $limit } md
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
aspect-input-around = masukan di sekitar piksel { $x }, { $y }, dalam bita
aspect-pixel = piksel { $x }, { $y }
aspect-byte-sum = jumlah semua bita
aspect-point = titik { $x }, { $y }
aspect-inside-count = banyaknya titik yang tak pernah lolos
aspect-step-count = banyaknya langkah
aspect-sample-count = banyaknya sampel
aspect-sample-place = letak sebuah sampel

## conditions, and what they mean for a run
figures-void = Angka-angka ini tidak dihitung. { $reasons }
trust = Keadaan
trust-good = Tidak ada yang meragukan pengukuran saat ini.
trust-marked = Yang diukur sekarang berlaku, dengan catatan.
trust-void = Yang diukur sekarang tidak berlaku.
trust-worker-clock = Jam di worker
trust-worker-clock-explained = Langkah terkecil performance.now() di sebuah worker, tempat sampel diambil. Satu sampel berlangsung setidaknya seratus langkah.
trust-page-clock = Jam halaman
trust-page-clock-explained = Langkah terkecil performance.now() di thread milik halaman itu sendiri.
trust-isolation = Terisolasi
trust-isolation-explained = Halaman yang tidak berbagi proses dengan situs lain boleh membaca jam terhalus yang ada di browser.
trust-page = Halaman
trust-page-explained = Browser memperlambat halaman yang tidak terlihat: pewaktunya, bingkainya, bahkan worker-nya.
trust-pressure = Tekanan pada prosesor
trust-pressure-forced = { $pressure } (ditetapkan tautan, bukan laporan browser)
trust-pressure-explained = Seberapa sibuk atau panas prosesornya, menurut browser selama halaman ini menjadi fokus. Pekerjaan lain di samping satu jalan membuat sampelnya lebih lama.
trust-frames = Antar-bingkai
trust-frames-explained = Jarak waktu dari satu bingkai halaman yang menganggur ke bingkai berikutnya. Lebih dari 25 md menandakan mode hemat daya atau layar yang lambat.
trust-cores = Inti
trust-cores-explained = Inti logis menurut browser. Sampel diambil di satu inti sementara halaman digambar di inti lain.
trust-device = Indeks perangkat
trust-device-explained = Seberapa cepat beban kecil dari bilangan bulat dan pecahan berjalan di sini: pada 2, dua kali secepat satu inti server tempat beban itu dipilih. Ini kasar, satu beban pada satu saat, dan hanya membantu membandingkan angka dari perangkat yang berbeda.
trust-yes = ya
trust-no = tidak
trust-visible = terlihat
trust-hidden = tersembunyi
trust-fine = baik
trust-coarse = kasar: sampel dibuat lebih lama, { $sample } masing-masing
trust-apart = jamnya lebih kasar
trust-unseen = satu jalan tidak berlaku
trust-pressed = pekerjaan lain mengganggu: satu jalan tidak berlaku
trust-pressed-by-run = tinggi, tetapi satu jalan saja bisa menyebabkannya
trust-slow-frames = lambat: mode hemat daya atau layar yang lambat
trust-frozen = halaman nyaris tidak tampil di layar: satu jalan tidak berlaku
trust-one-core = hanya satu: halaman dan sampel bergantian
trust-rough = kasar
trust-coming = sedang dicari tahu
trust-frames-coming = dilihat ketika halaman menganggur
trust-unreported = belum dilaporkan
trust-unknown = tidak diketahui di browser ini
pressure-nominal = ringan
pressure-fair = sedang
pressure-serious = serius
pressure-critical = kritis
reason-hidden = Halaman sempat tersembunyi, dan browser memperlambat yang tidak terlihat.
reason-pressure = Browser melaporkan tekanan { $pressure } pada prosesor: yang berjalan harus berbagi, atau panas memperlambatnya.
reason-frames = Halaman yang menganggur hanya mendapat satu bingkai tiap { $gap }: dalam mode hemat daya prosesor juga lebih lambat, kecuali layarnya saja yang lambat.
reason-not-isolated = Halaman tidak terisolasi dari situs lain, maka jamnya lebih kasar daripada yang mungkin.
reason-coarse-clock = Jam melangkah { $step } tiap kali, maka sampel dibuat lebih lama: { $sample } masing-masing.

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
