# The Database lab in Indonesian.

## Form
database-controls = Apa yang dibaca
database-books = Buku di perpustakaan
database-books-hint = { $min } sampai { $max }; penulisnya sepersepuluh
database-round-trip = Round trip ke basis data (dimodelkan)
database-round-trip-hint = 0 berarti basis data di proses yang sama; 0,5 ms pusat data yang sama; 10 ms negara yang sama

## Bar
database-run = Jalankan
database-cancel = Batal
database-none-yet = Tekan Jalankan: setiap pola melakukan hal yang sama pada SQLite di sebuah worker.
database-opening = Mengambil SQLite dan memulai workernya …
database-loading = Menyisipkan baris: { $rows } dari { $all }
database-reading = Membaca: { $done } dari { $all } kali
database-executing = Menjalankan …
database-cancelled = Dibatalkan.
database-different = Pola-pola memberi baris yang berbeda; itu kesalahan halaman ini. Tidak ada angka yang berlaku.
database-failed = Basis data tidak menjawab: { $reason }
database-refused = Basis data menolak: { $reason }
database-finding = Dengan round trip { $wire }, { $slow } butuh { $slow_took } untuk { $items } { $unit } ({ $slow_queries } kueri): { $factor } lamanya { $fast }, yang butuh { $fast_took } ({ $fast_queries } kueri).

## Results
database-scoreboard = Waktu menurut pola
database-empty = Lajur, kueri, dan waktu muncul di sini.
database-pattern = Pola
database-queries = Kueri
database-rows = Baris
database-bytes = Byte
database-steps = Langkah mesin virtual
database-full-scan = Langkah full scan
database-measured = basis data dan decode (diukur)
database-modelled = kabel (dimodelkan)
database-note = Tiap pola berjalan { $rounds } kali, bergiliran; yang berlaku adalah yang berdurasi median. Semuanya memberi baris yang sama, diperiksa dengan digest. SQLite { $version } berjalan di browser ini, di mana tidak ada kueri yang bepergian: kabelnya dimodelkan sebagai kueri × round trip.
database-lanes = Apa menunggu apa, dalam satu skala waktu
database-lanes-summary = Untuk tiap pola, kapan aplikasi, kabel, dan basis data sibuk. Yang diarsir dimodelkan, yang penuh diukur.
database-curves = Total menurut round trip (dimodelkan dari yang diukur)
database-curves-summary = Berapa lama tiap pola, menurut panjang round trip.
database-curves-x = Round trip
database-curves-y = Total
database-here = di sini
database-break-evens = Titik impas

pattern-n-plus-one = N+1
pattern-in-batches = batch IN
pattern-join = join
lane-application = app
lane-wire = kabel
lane-database = DB
activity-request = permintaan di jalan (dimodelkan)
activity-service = prepare dan step (diukur)
activity-answer = jawaban di jalan (dimodelkan)
activity-decode = decode baris (diukur)
break-even-same = { $first } dan { $second } sama lama pada round trip berapa pun.
break-even-always = { $first } lebih cepat daripada { $second } pada round trip berapa pun.
break-even-never = { $first } lebih lambat daripada { $second } pada round trip berapa pun.
break-even-from = { $first } lebih cepat daripada { $second } mulai round trip { $at }.
break-even-until = { $first } lebih cepat daripada { $second } sampai round trip { $at }.

card-database = Kueri untuk membaca 100 penulis beserta bukunya: satu per penulis dan satu lagi, dua, dan satu
database-lanes-axis = Waktu sejak kueri pertama
database-lanes-cut = { $count } kueri lagi tidak digambar.
database-no-api = API tidak menjawab: { $reason }. “cargo xtask serve” menjalankannya; host statis tidak punya.

## Form, continued
database-task = Tugas
database-n = Ukuran: { $unit }
database-n-hint = { $min } sampai { $max }; bila datanya kurang, semuanya
task-authors-with-books = Penulis beserta bukunya
task-orders-of-users = Pesanan pengguna: indeks atau tidak
task-point-reads = Buku menurut id: prepared atau tidak
task-inserts = Sisipkan pesanan
task-pages = Membalik halaman pesanan
task-columns = Daftar: semua kolom atau beberapa
unit-authors = penulis
unit-users = pengguna
unit-reads = pembacaan
unit-orders = pesanan
unit-books = buku
trips = Round trip
trips-modelled = dimodelkan
trips-modelled-hint = Tidak ada kueri yang bepergian. Waktu kabel dihitung dari jumlah kueri dan round trip di atas.
trips-messages = dijalani lewat pesan
trips-messages-hint = Selain itu, halaman sendiri mengirim tiap kueri sebagai pesan ke worker dan menunggu barisnya: round trip sungguhan antara dua thread.
trips-http = dijalani oleh API
trips-http-hint = Selain itu, API server ini membaca SQLite-nya sendiri, dan menunggu round trip di atas (dalam milidetik bulat, paling banyak 20) pada tiap pernyataan.
trips-refused = hanya untuk penulis beserta bukunya
wire = Kabel
wire-says = jitter { $percent } %, bandwidth berapa pun
wire-says-bandwidth = jitter { $percent } %, { $megabits } Mbit/s
database-jitter = Jitter, dalam % dari round trip (dimodelkan)
database-jitter-hint = 0 sampai 100; digambar di lajur, rata-ratanya nol
database-bandwidth = Bandwidth, dalam Mbit/s (dimodelkan)
database-bandwidth-hint = 1 sampai 100.000; kosong berarti tak terbatas
library = Perpustakaan
library-says = { $books } buku, { $rows } baris
database-skew = Kemencengan buku menurut penulis (eksponen Zipf)
database-skew-hint = 0 sampai 2 dalam langkah 0,25; 0 berarti merata
database-seed = Seed
database-seed-hint = { $min } sampai { $max }
database-batch = Baris dalam satu batch
database-batch-hint = { $min } sampai { $max }

## Results, continued
standing = { $queries } kueri, { $factor }
standing-baseline = { $queries } kueri, baseline
pattern-measured = { $pattern }, diukur
database-sizes = Total menurut ukuran, pada round trip { $at }
database-sizes-summary = Berapa lama tiap pola menurut ukuran: diukur tanpa kabel, dan dimodelkan dengannya.
database-break-even-sizes = Ukuran titik impas, pada round trip { $at }
break-even-size-same = { $first } dan { $second } sama lama.
break-even-size-always = { $first } lebih cepat daripada { $second } pada setiap ukuran yang diukur.
break-even-size-never = { $first } lebih lambat daripada { $second } pada setiap ukuran yang diukur.
break-even-size-from = { $first } lebih cepat daripada { $second } mulai { $at }.
break-even-size-until = { $first } lebih cepat daripada { $second } sampai { $at }.
database-work = Pekerjaan di baliknya
database-prepare = Prepare
database-step = Step
database-decode = Decode
database-sorts = Pengurutan
database-automatic = Baris indeks otomatis
database-real = Round trip yang dijalani
database-real-total = Total (diukur)
database-real-trip = Round trip rata-rata
database-real-modelled = Total (dimodelkan dengannya)
database-real-messages = Tiap kueri adalah pesan ke worker, dikirim setelah baris kueri sebelumnya datang; hasil di atas 2.000 baris butuh satu pesan lagi per 2.000. Round trip rata-rata adalah sisa total tanpa pekerjaan basis data dan decode.
database-real-http = API melakukannya pada SQLite-nya sendiri, pada perpustakaannya sendiri, dan menunggu round trip pada tiap pernyataan; batchnya adalah satu daftar.
database-why = Mengapa: pernyataan dan rencananya
database-plans = Dua rencana berdampingan
plan-first = Rencana pertama
plan-second = Rencana kedua
plan-only-first = Hanya di yang pertama
plan-only-second = Hanya di yang kedua
plan-both = Di keduanya
plan-none = tidak ada
detector-n-plus-one = N+1: kueri ini berjalan { $times } kali, setelah satu yang memberi { $rows } baris.
detector-reads = Berulang: kueri ini berjalan { $times } kali, tiap kali dengan nilai lain.
detector-inserts = Berulang: penyisipan ini berjalan { $times } kali, masing-masing dalam transaksinya sendiri.
detector-inserts-in-transaction = Berulang: penyisipan ini berjalan { $times } kali dalam satu transaksi.
detector-join = Satu kueri menggantikan keduanya:
detector-batch = Satu kueri dengan daftar nilai menggantikannya:
detector-chunk = Satu penyisipan beberapa baris menggantikannya:
detector-transaction = Satu transaksi di sekelilingnya menghemat sebagian besarnya:
pattern-json-aggregation = JSON
pattern-without-index = tanpa indeks
pattern-with-index = indeks
pattern-re-parsed = diurai ulang
pattern-prepared = prepared
pattern-insert-singly = satu per satu
pattern-insert-in-transaction = transaksi
pattern-insert-prepared = prepared
pattern-insert-in-chunks = per kelompok
pattern-offset = OFFSET
pattern-keyset = keyset
pattern-all-columns = semua kolom
pattern-few-columns = beberapa kolom

## Panel: console
database-console = Konsol SQL: pernyataan Anda sendiri

## Panel: storage
database-storage = Basis data Anda: penyimpanan, impor, ekspor

## Panel: dashboard
database-dashboard = Statistik, kueri lambat, cache hasil

## Panel: transactions
database-transactions = Transaksi: dua koneksi yang berbenturan

## Panel: pool
database-pool = Connection pool (dimodelkan)
