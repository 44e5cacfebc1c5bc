# Lab Cache dalam bahasa Indonesia.

## Formulir
cache-controls = Yang disimulasikan
cache-trace = Jejak: apa yang diakses
trace-loop = Perulangan atas 1.011 objek
trace-scan = Perulangan atas 2.001 objek
trace-zigzag = Bolak-balik atas 2.001 objek
trace-zipf = Objek populer (Zipf)
trace-shift = Kumpulan panas yang bergeser
trace-zipf-and-scan = Objek populer dan pemindaian
trace-phases = Objek populer dan perulangan bergantian
trace-recipe = Resep sendiri
trace-file = Berkas sendiri
shows-loop = Satu objek demi satu, 500 kali. Cache yang lebih kecil dari perulangan, di bawah LRU, mengeluarkan tiap objek tepat sebelum gilirannya.
shows-scan = Satu objek demi satu, 25 kali: kebijakan yang menyimpan yang pernah kena menang.
shows-zigzag = Yang terakhir dipakai dibutuhkan lebih dulu, maka LRU sebaik peramal.
shows-zipf = Sedikit objek populer dan tetap begitu, seperti di web: frekuensi yang menentukan.
shows-shift = Seperduapuluh objek panas, dan tiap 20.000 akses yang lain: yang dulu sering kini tak berguna.
shows-zipf-and-scan = Objek populer, dan di antaranya banyak yang datang sekali. LRU memberi ruang yang sama, dan kalah.
shows-phases = Objek populer dan perulangan bergantian: kebijakan yang menyesuaikan diri harus mengulanginya tiap kali.
shows-recipe = Ubah resep di bawah.
shows-file = oracleGeneral, vscsi, csv, txt, ARC .lis, LIRS .trace, log akses, atau log Redis MONITOR, juga terkemas gz atau zst. Dibaca di peramban ini dan tidak dikirim ke mana pun.
cache-choose = Berkas Anda (atau jatuhkan di mana saja)
cache-file = Dipilih: { $name }
cache-drop = Jatuhkan jejak di sini
cache-size = Ukuran cache, dalam objek
cache-size-hint = { $min } sampai { $max }
pair = Dua cache, langkah demi langkah
pair-says = { $first } lawan { $second }, { $queue } entri
cache-first = Pertama
cache-second = Kedua
cache-queue = Entri masing-masing
cache-queue-hint = { $min } sampai { $max }
recipe = Resep
cache-recipe = Resep jejak
cache-recipe-hint = loop(n), scan, zigzag(n), zipf(alpha,n), shift(n,share,probability,period), mix(bobot*…+bobot*…), phases(…*akses,…*akses), lalu *akses dan @benih
recipe-error-range = { $field } adalah { $value }; berikan { $min } sampai { $max }.
recipe-error-number = { $field } adalah “{ $value }”, pada karakter { $at }; berikan angka { $min } sampai { $max }.
recipe-error-pattern = “{ $value }”, pada karakter { $at }, bukan pola: loop, scan, zigzag, zipf, shift, mix, atau phases.
recipe-error-sign = “{ $value }”, pada karakter { $at }, seharusnya “{ $expected }”.
recipe-error-depth = Pola bersarang { $value } tingkat; paling banyak 4.
recipe-error-length = Resep memuat { $value } bita; paling banyak 2.000.
policies = Kebijakan dengan kurva
policies-says = { $count }
cache-no-policy = Pilih setidaknya satu kebijakan.
terms = Kedaluwarsa dan metode
terms-says-ttl = { $method }, kedaluwarsa setelah { $ttl } dtk
cache-ttl = Masa berlaku, dalam detik (kosong: selamanya)
cache-ttl-hint = { $min } sampai { $max }; perlu jejak dengan waktu
cache-seed = Benih
cache-seed-hint = { $min } sampai { $max }
method = Kurva
method-exact = tepat
method-exact-hint = tiap akses, pada tiap ukuran
method-sampled = sampel
method-sampled-hint = empat sampel, masing-masing seperlima puluh objek, dalam cache seperlima puluh ukuran (MINISIM), dengan CI 95 %

## Bilah
cache-run = Jalankan
cache-cancel = Batalkan
cache-none-yet = Tekan Jalankan: dua cache menempuh akses yang sama, lalu tiap kebijakan mendapat kurvanya.
cache-opening = Memulai worker dan membuat jejak …
cache-reading = Membaca: { $bytes } dari { $all } MB
cache-running = Menyimulasikan: { $share }
cache-cancelled = Dibatalkan. Kurva sejauh yang sempat dihitung.
cache-no-file-chosen = Pilih berkas dulu, atau jatuhkan ke halaman.
cache-failed = Simulasi berakhir: { $reason }
cache-refused = Jejak ditolak: { $reason }
cache-unknown-format = Nama “{ $name }” tidak memberi tahu isi berkas. Akhirannya seharusnya .csv, .txt, .log, .lis, .trace, .vscsi, .oracleGeneral, atau .monitor, terkemas atau tidak.
cache-finding = Dengan ruang untuk { $size } dari { $objects } objek, { $first } gagal pada { $first_misses } pembacaan, { $second } { $second_misses }, dan { $best }, yang terbaik di sini, { $best_misses }.
cache-parted = Keduanya berpisah pada akses { $at }.
cache-never-parted = Keduanya tak pernah berpisah.

## Hasil
cache-empty = Antrean, rasio gagal, dan kurva muncul di sini.
cache-scoreboard = Rasio gagal menurut kebijakan
cache-trace-figures = { $accesses } akses ke { $objects } objek, { $once } di antaranya diakses sekali.
cache-percent = { $value } %
standing-oracle = tahu masa depan
standing-best = terbaik
cache-curves = Rasio gagal menurut ukuran cache
cache-curves-summary = Untuk tiap kebijakan, bagian pembacaan yang gagal, menurut banyaknya objek dalam cache.
cache-curves-x = Objek dalam cache
cache-curves-y = Rasio gagal (%)
cache-here = di sini
cache-at-size = Ukuran: { $size } objek

film = Dua cache dengan { $queue } entri atas akses yang sama
film-strip = Akses-akses terakhir
film-key = kunci
film-hit = kena
film-miss = gagal
film-evicted = mengeluarkan { $keys }
film-queue = { $name }: { $len }
film-queue-limit = { $name }: { $len } dari { $limit }
film-ghosts = (hantu: kunci saja)
film-hidden = { $count } lagi
film-back = Mundur
film-forward = Maju
film-play = Putar
film-pause = Jeda
film-to-parting = Ke tempat berpisah
film-at = Akses { $at } dari { $len }
film-slider = Akses
film-kept = Hanya akses ini yang disimpan. Tekan Jalankan untuk menempuh semuanya.
film-note = Objek masuk di kiri dan keluar di kanan. Angka di atas kunci adalah tanda kebijakan: bit, frekuensi, status.

## Kebijakan
policy-articles = “LRU” dari artikel
policy-random = Acak
explained-articles = Kelas LRUCache dari artikel pertama. Pembacaan tak memindahkan kunci, jadi ia FIFO; dan menimpa sebuah kunci mengeluarkan kunci lain dengan sia-sia.
explained-fifo = Yang tertua keluar, apa pun yang dibaca sementara itu.
explained-lru = Yang paling lama tak diakses keluar.
explained-random = Masing-masing sama mungkinnya keluar.
explained-lfu = Yang paling jarang diakses keluar; bila sama, yang paling lama begitu.
explained-clock = FIFO dengan kesempatan kedua bagi yang diakses sejak itu.
explained-sieve = Sebuah jarum berjalan dari yang tertua ke yang terbaru dan mengeluarkan yang tak diakses sejak dilewati; yang selamat tetap di tempatnya.
explained-slru = Lima segmen: tiap kena menaikkan satu, yang meluap turun satu.
explained-two-q = FIFO untuk yang baru, LRU untuk yang kembali setelah meninggalkannya.
explained-arc = Dua daftar LRU, yang diakses sekali dan yang lagi, yang bagiannya mengikuti kena di antara hantunya.
explained-lirs = Yang diakses dua kali dalam jarak pendek tinggal; sisanya lewat antrean kecil.
explained-w-tinylfu = Jendela kecil untuk yang baru, dan saringan yang menerima yang lebih sering diakses daripada yang harus keluar.
explained-s3-fifo = FIFO kecil yang segera ditinggalkan kebanyakan objek, FIFO utama untuk yang diakses di dalamnya, dan hantu.
explained-opt = Yang dibutuhkan paling jauh di masa depan keluar. Tak ada kebijakan tanpa pengetahuan itu yang lebih jarang gagal.

## Misses
cache-misses = Mengapa meleset: penyesalan, objek dan antrean sepanjang waktu

## Builder
cache-builder = Susun jejak, dan lihat siapa yang menang

## Application caches
cache-application = Cache di dalam aplikasi (dimodelkan)

## Code
cache-code = Kode: tiap kebijakan dalam Rust, dan LRU dalam JavaScript
