# Yang dikatakan hasil dan panel Lab Thread, dalam bahasa Indonesia.

## gambar
scoreboard = Waktu dan kelancaran per tempat
score-frozen = ■ membeku { $longest }
score-janky = ◪ tersendat, frame terpanjang { $longest }
score-baseline = baseline
frozen = ■ membeku
smooth = □ lancar
janky = ◪ tersendat
result-primes = { $count } bilangan prima.
result-fibonacci = Bilangannya { $value }.
result-matrix = Hasil kali dengan { $rows } baris.
result-blur = Jumlah semua byte gambar yang dikaburkan { $sum }.
result-roots = Jumlah akarnya { $sum }.
result-mandelbrot = { $steps } iterasi seluruhnya; { $inside } titik termasuk himpunan.
check-pending = Memeriksa…
check-agrees = ✓ diperiksa
check-differs = ✗ salah: { $what } bernilai { $found }, seharusnya { $expected }.
check-failed = Hasil tidak dapat diperiksa: { $message }
check-cancelled = Pemeriksaan dibatalkan.
ending-failed = Gagal: { $message }
row-frames = frame
row-main = utama
row-worker = worker { $number }
frame-caption = tanpa frame { $duration }
frame-caption-blocking = tanpa frame { $duration }, masukan terblokir { $blocking }
timeline-summary = Timeline satu eksekusi, { $where }: total { $total }, frame terlama { $longest }.
legend = Keterangan
frame-free = frame
frame-free-explained = Waktu dari satu frame halaman ke frame berikutnya, sampai 50 ms.
frame-blocked = frame panjang
frame-blocked-explained = Lebih dari 50 ms tanpa frame baru: tidak ada yang bergerak atau menjawab di halaman.
phase-spawn = mulai thread
phase-spawn-explained = Memulai thread, sampai baris pertamanya berjalan.
phase-compile = kompilasi
phase-compile-explained = Mengambil, mengompilasi, dan menyiapkan kode yang menghitung.
phase-queue = menunggu
phase-queue-explained = Mengantre worker yang bebas dan siap. Thread itu sendiri tidak melakukan apa pun.
phase-transfer = kirim
phase-transfer-explained = Mengirim permintaan beserta datanya ke worker.
phase-compute = hitung
phase-compute-explained = Komputasi itu sendiri.
phase-return = kembali
phase-return-explained = Mengirim hasil kembali ke halaman.
phase-crashed = hilang: worker crash
phase-exited = hilang: worker berakhir tanpa jawaban
phase-hung = hilang: worker tidak bergerak
phase-lost-explained = Percobaan yang berakhir bersama worker-nya tanpa hasil, sejak permintaan dikirim sampai worker itu lenyap.

## tabel
runs = Eksekusi
runs-note = Eksekusi dengan pekerjaan dan tempat yang sama berbagi satu baris, dengan mediannya, dan mulai enam eksekusi CI 95 %-nya. Baseline-nya thread utama: kecepatan adalah median dari perbandingan tiap putaran yang memuat keduanya. Cold run harus memulai worker atau memuat kode; bila ada enam eksekusi lain, median tidak mengikutkannya dan menyebutkannya. Frame yang didahulukan sebelum thread utama menghitung tidak termasuk waktunya. Frame terlama, waktu blokir, dan tombol paling lambat adalah yang terburuk dari semua eksekusi.
runs-empty = Belum ada eksekusi.
column-where = Di mana
column-engine = Engine
column-work = Pekerjaan
column-compute = Hitung
column-total = Total
column-longest = Frame terlama
column-blocking = Waktu blokir
column-check = Hasil
column-speed-up = Terhadap baseline
column-interaction = Tombol paling lambat
picture-whole = seluruh gambar
picture-detail = bagian tengahnya, diperbesar

## gambar masuk dan keluar
picture-set = himpunan
picture-owners = thread
picture-owners-alt = Thread mana yang menghitung baris mana, satu warna tiap thread
picture-note-blur = Seret pembatasnya, atau fokus ke pembatas lalu pakai tombol panah. Piksel dilewati bila gambar lebih besar dari tempatnya; bagian tengah yang diperbesar menunjukkan semuanya.
picture-note-alone = Baris yang melewati himpunan paling lama. Jalankan di pool atau shared memory untuk melihat thread mana menghitung baris mana.
picture-note-set = Pita menunjukkan thread mana yang menghitung baris mana, satu warna tiap thread ({ $where }). Baris yang melewati himpunan paling lama: dengan pita tetap, sebagian thread menunggu yang lain.

## interaksi
interactions-none = Tidak ada yang mengetik selama eksekusi ini. Ketik di kolom di atas selagi ia menghitung, untuk melihat berapa lama sebuah tombol menunggu.
interactions = { $count ->
   *[other] { $count } tombol ditekan; yang terlama menunggu { $worst } sampai gambar berikutnya.
} Baik sampai 200 md, buruk di atas 500 md.
interactions-quick = Tombol ditekan: { $count }. Tidak ada yang menunggu lebih dari 16 ms, batas terkecil yang dilaporkan browser.
interaction-quick = ≤ 16 ms

## rincian biaya
ledger = Waktu per fase (satu eksekusi)
ledger-note = Jumlah atas semua thread, jadi dapat melebihi waktu yang berlalu.
column-sum = Total
column-share = Bagian dari yang terbesar
column-count = Jumlah
column-longest-one = Terlama
phase-copy = salin
phase-copy-explained = Menyalin byte: ke dalam pita, serta masuk dan keluar memori modul.
row-thread = thread { $number }

## kumpulan
pool-note = Pool yang dipakai tempat “Pool”. Worker dimulai bila diperlukan dan berakhir setelah semenit tanpa pekerjaan.
pool-workers = Worker dalam pool
pool-add = Tambah 6 tugas
pool-add-explained = Enam tugas, masing-masing satu putaran dari pekerjaan di formulir.
pool-crash = Buat worker crash
pool-crash-explained = Tugas yang kodenya mengalami trap di tengah jalan. Worker-nya diganti; tidak ada tugas lain yang hilang.
pool-hang = Buat worker hang
pool-hang-explained = Tugas yang berputar tanpa akhir. Dihentikan setelah dua detik, dan worker-nya diganti.
pool-smaller = Kurangi satu worker
pool-smaller-explained = Worker yang menganggur pergi seketika, yang sibuk setelah tugasnya.
pool-larger = Tambah satu worker
pool-larger-explained = Ia dimulai bila ada pekerjaan untuknya.
pool-drain = Drain
pool-reopen = Buka lagi
pool-reopen-explained = Pool menerima tugas lagi.
pool-jobs = Tugas yang ditambah di sini, masing-masing diukur sekali
pool-job = tugas { $number }
pool-job-crash = tugas { $number }, crash
pool-job-hang = tugas { $number }, hang
pool-job-under-way = menunggu atau berjalan
pool-job-done = selesai setelah { $duration }
column-worker = Worker
column-state = Keadaan
column-jobs-done = Tugas selesai
column-restarts = Dimulai ulang
worker-vacant = belum dimulai
worker-starting = sedang dimulai
worker-idle = menganggur
worker-job = sibuk (permintaan { $job })
worker-stopping = dihentikan

## sapuan
sweep-note = Mengukur satu putaran dari pekerjaan di formulir pada beberapa ukuran, sampai ukuran di formulir, dengan worker yang sudah panas. Titik-titik bergiliran secara acak, sampai masing-masing diketahui dalam ± { $within } % atau punya { $most } sampel, atau waktunya habis. Pekerjaan pendek diulang sampai satu sampel berlangsung 100 langkah timer. Thread utama membeku sesaat-sesaat.
sweep-budget = Anggaran waktu
sweep-budget-hint = Detik: { $min } sampai { $max }. Sweep yang waktunya habis dapat dilanjutkan.
sweep-axis = Bandingkan
sweep-places = tempat
sweep-places-explained = Tempat yang dipilih di atas. Yang pertama menjadi baseline.
sweep-workers = ukuran pool
sweep-workers-explained = Pool dengan satu worker, dua, dan seterusnya, dengan tugas sebanyak worker.
sweep-threads = thread
sweep-threads-explained = Satu thread di shared memory, dua, dan seterusnya.
sweep-refusal = satu putaran varian ini tidak dapat berjalan paralel.
sweep-start = Mulai sweep
sweep-stop = Berhenti
sweep-go-on = Lanjutkan
sweep-none-yet = Belum ada sweep.
sweep-running = { $work }: { $samples } sampel, { $narrow } dari { $points } titik diketahui dalam ± { $within } %, sisa paling lama { $left }.
sweep-stopped = { $work }: berhenti setelah { $samples } sampel, dengan { $narrow } dari { $points } titik diketahui dalam ± { $within } %. Lanjutkan kapan saja.
sweep-done = { $work }: selesai dengan { $samples } sampel. { $narrow } dari { $points } titik diketahui dalam ± { $within } %; yang lain punya { $most } sampel masing-masing, atau resolusi timer terlalu kasar untuknya.
sweep-heat = Waktu menurut tempat dan ukuran, median (≈: belum diketahui dalam ± { $within } %)
sweep-best = tercepat
sweep-quick = cepat
sweep-slow = lambat
sweep-time = median waktu
sweep-curves = Waktu menurut ukuran, satu garis tiap tempat
sweep-break-even = { $where }: break-even pada sekitar { $size }
sweep-speed-up = kecepatan relatif terhadap satu thread
sweep-thread-count = thread
sweep-measured = terukur
pays-from = Break-even pada sekitar { $size } ({ $rounds }): mulai dari situ { $where } lebih cepat daripada { $first }.
pays-always = { $where } lebih cepat daripada { $first } pada semua ukuran yang diukur ({ $alike } dari { $count } putaran sepakat).
pays-never = { $where } tidak lebih cepat daripada { $first } pada ukuran terbesar yang diukur ({ $alike } dari { $count } putaran sepakat).
pays-unknown = Pilih setidaknya dua tempat untuk mencari ukuran break-even.
law-amdahl = Pada ukuran { $size }, bagian serial pekerjaan itu { $serial } % ({ $rounds }; hukum Amdahl, R² { $fit }).
law-universal = Menurut universal scalability law, contention { $contention } % ({ $contention-rounds }) dan coherence { $coherence } % ({ $coherence-rounds }; R² { $fit }).
law-universal-peak = Menurut universal scalability law, contention { $contention } % ({ $contention-rounds }) dan coherence { $coherence } % ({ $coherence-rounds }; R² { $fit }), sehingga lebih dari { $peak } thread memperlambat.
law-unknown = Sebuah hukum memerlukan setidaknya tiga jumlah thread, satu thread di antaranya.
law-amdahl-name = Amdahl
law-universal-name = universal law

## kode sumber
source-rust = Rust
source-javascript = JavaScript
source-node = Node
source-node-pool = Node: pool

## seberapa pasti angkanya
first-runs-alone = { $count ->
   *[other] semuanya cold run
}
first-runs-counted = { $count ->
   *[other] { $count } di antaranya cold run
}
first-runs-left-out = { $count ->
   *[other] tanpa { $count } cold run, yang makan waktu sampai { $slowest }
}
speed-up-apart = { $speed } (dari median tanpa putaran bersama)
run-one = satu eksekusi
run-one-of-many = satu eksekusi, putaran { $round }
sweep-time-is-up = { $work }: waktu habis setelah { $samples } sampel, dengan { $narrow } dari { $points } titik diketahui dalam ± { $within } %. Lanjutkan untuk selama itu lagi.
sweep-one = { $time } (satu sampel)
sweep-rough = ≈ { $time }
sweep-batch = ; { $batch } iterasi per sampel
sweep-saturated = ; resolusi timer terlalu kasar untuknya
sweep-short = ; sampel lebih pendek dari 100 langkah timer
sweep-time-of = median waktu dari { $count } sampel
sweep-speed-up-of = kecepatan relatif terhadap satu thread, median dari { $count } putaran
rounds-none = belum ada putaran utuh
rounds-one = dari satu putaran
rounds-few = { $low } sampai { $high } dalam { $count } putaran saja
rounds-interval = CI 95 % per putaran { $low } sampai { $high }, n = { $count }
pays-below = di bawah { $size }
pays-above = di atas { $size }
sweep-from-to = { $least } sampai { $most }
runs-failed = { $count } tidak berlaku
pays-not-yet = Titik yang diukur masih terlalu sedikit untuk mencari ukuran break-even.
pays-open = Inkonklusif apakah { $where } lebih cepat daripada { $first } pada ukuran yang diukur: hanya { $alike } dari { $count } putaran yang sesuai dengan median.

## masukan
rounds-hint = Iterasi pekerjaan itu: { $min } sampai { $max }
freeze-estimate = Di thread utama, halaman akan membeku sekitar { $duration } (diperkirakan dari satu eksekusi di mesin ini).
freeze-brief = Di thread utama ini terlalu singkat untuk terasa: tambah putarannya.
freeze-unknown = Di thread utama, halaman akan membeku sampai komputasi selesai.
run = Jalankan
cancel = Batalkan
copy-link = Salin tautan
copied-link = Tautan tersalin

## temuan
finding-none-yet = Tekan Jalankan: halaman membeku selama thread utama menghitung, dan tetap responsif selama worker yang menghitung.
running-main = Thread utama akan segera menghitung. Coba mengetik: halaman tidak dapat menjawab.
running-beside = { $where }: sedang menghitung. Coba mengetik: halaman menjawab.
finding-froze = Halaman membeku { $longest } selama thread utamanya menghitung. Pilih tempat lain agar halaman tetap responsif.
finding-alive = Halaman tetap responsif: { $where } makan waktu { $total }, dan tidak ada frame yang lebih lama dari { $longest }.
finding-both = Halaman membeku { $froze } selama thread utamanya menghitung.
finding-beside = { $where }: pekerjaan yang sama dalam { $total }, dan tidak ada frame yang lebih lama dari { $longest }.
finding-janky = { $where }: selesai dalam { $total }, tetapi halaman tersendat. Satu frame makan { $longest }: ada yang menyibukkan thread utama.
finding-too-short = Thread utama menghitung { $compute }, terlalu singkat untuk terasa: tambah putarannya.
finding-below-step = Ada yang selesai dalam waktu kurang dari satu langkah timer browser ini ({ $step }), jadi waktunya tidak diketahui dan tidak dapat dibandingkan.
finding-long-enough = Dengan ukuran { $size } atau lebih, satu run berlangsung cukup lama.
finding-long-enough-rounds = Dengan ukuran { $size } dan { $rounds } putaran atau lebih, satu run berlangsung cukup lama.
finding-left-out = Tidak diikutkan: { $count } dari { $all } eksekusi, yang angkanya tidak berlaku. { $reasons }
finding-wrong = Ada hasil yang salah, maka waktunya tidak berlaku.
finding-nothing = Tidak ada eksekusi yang berakhir dengan hasil.

## gambar
picture-empty = Frame, lajur, dan hasil akan muncul di sini. Tekan Jalankan.

## tabel
median-interval = { $median } (CI 95 % { $low }–{ $high }, n = { $count })
median-few = { $median } (median dari { $count })
median-one = { $median } (satu eksekusi)
speed-interval = { $speed } (CI 95 % { $range }, n = { $count })

## kernel dan varian
refusal-not-isolated = shared memory memerlukan halaman yang cross-origin isolated.
refusal-no-shared-memory = browser ini tidak memiliki shared memory (SharedArrayBuffer).

## tempat
slice-hint = Milidetik: { $min } sampai { $max }
workers-hint = { $min } sampai { $max }
jobs-hint = Pekerjaan ini: { $min } sampai { $max }
group-algorithm = Algoritma
group-rounds = putaran: { $rounds }
group-threads = Thread, pengoperan data, ulangan
group-repeats = ulangan: { $repeats }
moving = Penyerahan data
moving-clone = clone
moving-transfer = transfer
moving-share = shared memory
repeats = Ulangi
repeats-hint = Kali: { $min } sampai { $max }. Mulai 6, median punya CI 95 %; cold run ditambahkan.

## gambar masuk dan keluar
picture = Gambar Anda sendiri
picture-hint = Pilih gambar, tempelkan, atau jatuhkan di mana saja di halaman ini: sampai { $max } piksel. Gambar tetap di mesin Anda.
picture-generated = Sebelum itu, gambar buatan yang dikaburkan.
picture-reading = Membaca gambar…
picture-own = Gambar Anda: { $width } × { $height } piksel.
picture-drop = Jatuhkan gambar di mana saja untuk mengaburkannya. Gambar tetap di mesin Anda.
picture-drop-busy = Sebuah run sedang berjalan: gambar belum diterima sampai run itu selesai.
picture-taken = Gambar Anda diterima: { $width } × { $height } piksel. Tekan Jalankan untuk mengaburkannya.
picture-taken-switched = Gambar Anda diterima: { $width } × { $height } piksel. Hanya pengaburan yang memakai gambar, jadi kernel sekarang “{ $kernel }”. Tekan Jalankan.
picture-busy = “{ $name }” tidak diterima karena sebuah run sedang berjalan. Tidak ada yang berubah; berikan lagi setelah run itu selesai.
picture-notice-close = Tutup
picture-forget = Kembali ke gambar buatan
picture-too-large = Gambar ini punya { $pixels } piksel; paling banyak { $max } yang diizinkan. Perkecil lalu coba lagi.
picture-file-too-large = Berkas ini { $size } MB; paling banyak { $max } MB yang dibaca.
picture-not-an-image = “{ $name }” bukan gambar yang dapat dibaca browser ini.
picture-failed = Gambar tidak dapat dibaca: { $message }
picture-form-wrong = Perbaiki dulu yang salah di formulir, lalu pilih gambarnya lagi.

## kumpulan
pool-summary = Pool ({ $engine }) untuk { $size }: { $available } menganggur, { $active } sibuk, { $queue } menunggu
pool-summary-draining = Pool ({ $engine }): dikosongkan, { $active } sibuk; tugas baru ditolak

## sapuan
sweep = Sweep: di mana ukuran break-even?

## seberapa pasti angkanya
worst-one = { $worst } (satu eksekusi)
worst-of = { $worst } (terburuk dari { $count })
finding-one-run = Setiap angka berasal dari satu eksekusi.
