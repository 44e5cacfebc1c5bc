# Yang dikatakan hasil dan panel Lab Thread, dalam bahasa Indonesia.

## gambar
scoreboard = Waktu dan kelancaran per tempat
score-frozen = ■ membeku { $longest }
score-janky = ◪ tersendat, bingkai terpanjang { $longest }
score-baseline = acuan
score-same = sama cepat
score-faster = { $factor } lebih cepat
score-slower = { $factor } lebih lambat
frozen = ■ membeku
smooth = □ lancar
janky = ◪ tersendat
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
check-cancelled = Pemeriksaan dibatalkan.
ending-failed = Gagal: { $message }
row-frames = bingkai
row-main = utama
row-worker = worker { $number }
frame-caption = tanpa bingkai { $duration }
frame-caption-blocking = tanpa bingkai { $duration }, masukan terblokir { $blocking }
timeline-summary = Garis waktu satu jalan, { $where }: { $total } seluruhnya, bingkai terlama { $longest }.
legend = Keterangan
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

## tabel
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

## gambar masuk dan keluar
picture-before = sebelum
picture-after = sesudah
picture-before-detail = sebelum, bagian tengah diperbesar
picture-after-detail = sesudah, bagian tengah diperbesar
picture-set = himpunan
picture-owners = siapa
picture-owners-alt = Thread mana yang menghitung baris mana, satu warna tiap thread
picture-note-blur = Piksel dilewati bila gambar lebih besar dari tempatnya; bagian tengah yang diperbesar menunjukkan semuanya.
picture-note-alone = Baris yang melewati himpunan paling lama. Jalankan di kumpulan atau memori bersama, untuk melihat siapa menghitung baris mana.
picture-note-set = Pita menunjukkan thread mana yang menghitung baris mana, satu warna tiap thread ({ $where }). Baris yang melewati himpunan paling lama: dengan pita tetap, sebagian thread menunggu yang lain.

## interaksi
interactions-none = Tidak ada yang mengetik selama jalan ini: ketik di kolom di atas selagi ia menghitung, untuk melihat berapa lama sebuah tombol menunggu.
interactions = { $count ->
   *[other] { $count } tombol ditekan; yang terlama menunggu { $worst } sampai gambar berikutnya.
} Baik sampai 200 md, buruk di atas 500 md.
interactions-quick = Tombol ditekan: { $count }. Tidak ada yang menunggu lebih dari 16 md, batas terkecil yang dilaporkan browser.
interaction-quick = ≤ 16 md

## rincian biaya
ledger = Apa biayanya (satu jalan)
ledger-note = Jumlah atas semua thread, jadi dapat melebihi waktu yang berlalu.
column-sum = Jumlah
column-share = Perbandingan
column-count = Kali
column-longest-one = Terlama
phase-copy = salin
phase-copy-explained = Menyalin bita: ke dalam pita, masuk dan keluar memori modul.
row-thread = thread { $number }

## kumpulan
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

## sapuan
sweep-note = Mengukur pekerjaan di formulir, satu putaran, pada ukuran sampai ukuran di formulir, dengan worker yang sudah dimulai dan panas. Titik-titik bergiliran dalam putaran, tiap putaran dengan urutan sendiri, sampai masing-masing diketahui dalam ± { $within } % atau punya { $most } sampel, atau waktunya habis. Pekerjaan pendek diulang, agar satu sampel berlangsung seratus langkah jam. Thread utama membeku sesaat-sesaat.
sweep-budget = Anggaran waktu
sweep-budget-hint = Detik: { $min } sampai { $max }. Sapuan yang waktunya habis dapat dilanjutkan.
sweep-axis = Bandingkan
sweep-places = tempat
sweep-places-explained = Tempat yang dipilih di atas; yang pertama menjadi pembanding bagi yang lain.
sweep-workers = besar kumpulan
sweep-workers-explained = Kumpulan satu worker, dua, dan seterusnya, dengan tugas sebanyak worker.
sweep-threads = thread
sweep-threads-explained = Thread yang berbagi memori: satu, dua, dan seterusnya.
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

## kode sumber
source-rust = Rust
source-javascript = JavaScript
source-node = Node
source-node-pool = Node: kumpulan

## seberapa pasti angkanya
first-runs-alone = { $count ->
   *[other] semuanya jalan pertama
}
first-runs-counted = { $count ->
   *[other] { $count } di antaranya jalan pertama
}
first-runs-left-out = { $count ->
   *[other] tanpa { $count } jalan pertama, yang makan waktu sampai { $slowest }
}
speed-up-measure = 1 ×, pembanding
speed-up-apart = { $factor } (dari median tanpa putaran bersama)
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

## masukan
rounds-hint = Berapa kali diulang: { $min } sampai { $max }
freeze-estimate = Di thread utama, halaman akan membeku sekitar { $duration } (diperkirakan dari satu jalan di mesin ini).
freeze-brief = Di thread utama ini terlalu singkat untuk terasa; tambah putarannya.
freeze-unknown = Di thread utama, halaman akan membeku sampai komputasi selesai.
run = Jalankan
cancel = Batalkan
copy-link = Salin tautan
copied-link = Tautan tersalin

## temuan
finding-none-yet = Tekan Jalankan: halaman membeku selama thread utama menghitung, dan tetap hidup selama worker yang menghitung.
running-main = Thread utama akan segera menghitung. Coba mengetik: halaman tidak dapat menjawab.
running-beside = { $where }: sedang menghitung. Coba mengetik: halaman tetap hidup.
finding-froze = Halaman membeku { $longest } selama thread utamanya menghitung. Pilih tempat lain agar halaman tetap hidup.
finding-alive = Halaman tetap hidup: bingkai terlamanya { $longest } selama ini berjalan: { $where }, dalam { $total }.
finding-both = Halaman membeku { $froze } selama thread utamanya menghitung.
finding-beside = { $where }: pekerjaan yang sama dalam { $total }, dan tidak ada bingkai di atas { $longest }.
finding-janky = { $where }: selesai dalam { $total }, tetapi satu bingkai makan { $longest }: ada yang menyibukkan thread utama halaman ini.
finding-too-short = Thread utama menghitung { $compute }, terlalu singkat untuk terasa. Tambah putarannya.
finding-left-out = Tidak diikutkan: { $count } dari { $all } jalan, yang angkanya tidak dihitung. { $reasons }
finding-wrong = Ada hasil yang salah, maka waktunya tidak berlaku.
finding-nothing = Tidak ada jalan yang berakhir dengan hasil.

## gambar
picture-empty = Bingkai, lajur, dan hasil akan muncul di sini. Tekan Jalankan.

## tabel
median-interval = { $median } ({ $low }–{ $high }, n = { $count })
median-few = { $median } (median dari { $count })
median-one = { $median } (satu jalan)

## kernel dan varian
refusal-not-isolated = memori hanya dapat dipakai bersama bila halaman terisolasi.

## tempat
slice-hint = Milidetik: { $min } sampai { $max }
workers-hint = { $min } sampai { $max }
jobs-hint = Pekerjaan ini: { $min } sampai { $max }
group-algorithm = Algoritma
group-rounds = putaran: { $rounds }
group-threads = Thread, pengoperan data, ulangan
group-repeats = ulangan: { $repeats }
moving = Bita berpindah dengan
moving-clone = salinan
moving-clone-explained = Browser menyalinnya (structured clone), pergi dan pulang.
moving-transfer = serah terima
moving-transfer-explained = Diserahkan: pengirim tidak memilikinya lagi.
moving-share = memori bersama
moving-share-explained = Tetap di tempatnya, dan kedua pihak melihatnya.
repeats = Ulangi
repeats-hint = Kali: { $min } sampai { $max }. Mulai 6, median punya selang, dan jalan pertama ditambahkan.

## gambar masuk dan keluar
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
picture-form-wrong = Perbaiki dulu yang salah di formulir, lalu pilih gambarnya lagi.

## kumpulan
pool-summary = Kumpulan ({ $engine }) untuk { $size }: { $available } menganggur, { $active } sibuk, { $queue } menunggu
pool-summary-draining = Kumpulan ({ $engine }): dikosongkan, { $active } sibuk; tugas baru ditolak

## sapuan
sweep = Sapuan: mulai ukuran berapa ia menguntungkan?

## seberapa pasti angkanya
worst-one = { $worst } (satu jalan)
worst-of = { $worst } (terburuk dari { $count })
finding-one-run = Setiap angka berasal dari satu jalan.
