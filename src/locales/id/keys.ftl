# Daftar tombol papan ketik dalam bahasa Indonesia.

keys-enter = Enter
keys-enter-does = Di kolom sebuah lab: jalankan. Pada sebuah tombol: tekan tombol itu.
keys-escape = Escape
keys-escape-does = Batalkan yang sedang berjalan. Bila tidak ada: keluar dari mode presentasi.
keys-question = ?
keys-question-does = Tampilkan daftar ini.
keys-tab = Tab
keys-tab-does = Pindah ke kontrol atau gambar berikutnya.
keys-arrows = ← → ↑ ↓
keys-arrows-does = Dalam gambar: pindah dari satu ke yang berikutnya dan baca nilainya.
keys-ends = Home, End
keys-ends-does = Dalam gambar: ke yang pertama atau yang terakhir.
keys-zoom = +, −, 0
keys-zoom-does = Dalam gambar: perbesar, perkecil, tampilkan seluruhnya.
keys-editor = Escape, lalu Tab
keys-editor-does = Keluar dari editor kode, yang memakai Tab untuk indentasi.
keys-close = Tutup
