# Halaman awal dalam bahasa Indonesia.

## Apa yang ditunjukkannya
start-what-happens = Gambar yang sama dilukis tiga kali: oleh thread utama, yang juga harus menjaga halaman tetap hidup; lalu oleh sebuah worker; lalu oleh banyak thread.
start-leading = Sebentar lagi halaman membeku. Perhatikan titiknya, atau tekan Batal.
start-threads = { $count } thread
start-picture = Himpunan Mandelbrot, dilukis oleh: { $where }
start-in-the-lab = Buka run ini di lab Thread: setiap fase setiap thread

## Lab dan contoh
start-examples = Contoh
start-examples-note = Masing-masing membuka labnya dan langsung berjalan.
start-more = Selengkapnya
start-api = API
start-api-explained = API acuan sebuah server berkluster, untuk dibaca dan dipanggil. API ini ada bila server proyek ini yang menyajikan halaman; host statis tidak memilikinya.
start-source = Kode sumber
start-source-explained = Semua ini satu proyek dalam Rust. Kode sumber setiap kernel juga ada di lab Thread.
card-frames = Bingkai halaman ini, sekarang. Terlama: { $longest }
card-engines = Fibonacci rekursif di kedua mesin, diukur di sini dan sekarang: satu garis per run, dan mediannya
card-event-loop = Yang dipanggil program dalam urutan ini berjalan dalam urutan itu: tick, microtask, timer, immediate
card-cache = Dua belas akses yang sama dalam cache empat entri: nilai dari pembacaan yang memindahkan kuncinya
card-database = Kueri untuk membaca 100 penulis beserta bukunya: satu per penulis dan satu lagi, dua, dan satu
