"""The words that invented people, their sheets and their offices are made of."""

MALE = [
    name.replace("_", " ")
    for name in """Abdul Ahmad Aris Amiruddin Andi Arman Asrul Bahar Baharuddin Basri Burhan Darwis Dedi Edi Fadli
Hamzah Haris Hasan Herman Husain Idris Ilham Irfan Ismail Jabir Jufri Kadir Kamaruddin La_Ode Laode Lukman Made Mansur Muhammad Muhlis
Mustafa Nasir Nur Rahman Rasyid Ridwan Rusdi Rustam Safar Saharuddin Said Salim Samsuddin Sudirman Sukri Sulaiman Supardi Suryadi Syamsul
Tamrin Umar Usman Wahyu Yusuf Zainal Ketut Nyoman Slamet Sugeng""".split()
]
FEMALE = [
    name.replace("_", " ")
    for name in """Aisyah Andi Ani Asma Asnia Darmawati Dewi Erni Fatimah Fitri Halimah Haerani Hasnah Hasnawati
Hikmah Indah Irma Jumriah Kartini Lestari Mariana Marlina Masni Murni Nirmala Nur Nuraini Nurhayati Nurlina Rahmawati Ramlah Ratna
Rosdiana Rosmini Rosnah Salmah Sartika Siti Sitti Sri Suharti Sulastri Suriani Suryani Wa_Ode Wahyuni Wati Yuliana Yuni Zubaedah Kadek
Wayan Sumiati""".split()
]
FAMILY = """Abdullah Achmad Adam Ali Amin Arifin Asis Azis Bakri Dahlan Djafar Effendi Gani Hakim Halim Hamid Hanafi Ibrahim Jafar
Jamal Karim Kasim Latif Lamaka Mahmud Malaka Mappa Marzuki Mokodompit Muin Pasaribu Pua Rauf Razak Saleh Sapan Silondae Sinapoy
Surabaya Syah Tahir Tamburaka Taufik Tepu Thalib Wahab Wulele Yahya Yunus Zakaria Hermawan Saputra Wijaya Santoso""".split()
SPELLINGS = [
    ("Muhammad", "Muh."),
    ("Abdul", "Abd."),
    ("Siti", "St."),
    ("Sitti", "Siti"),
    ("Ahmad", "Achmad"),
    ("Syam", "Sam"),
    ("uddin", "udin"),
    ("Nur", "Nur "),
    ("La Ode", "Laode"),
    ("Yusuf", "Jusuf"),
    ("ii", "i"),
    ("ah ", "a "),
]
BIRTH_PLACES = ["Tinanggea", "Andoolo", "Kendari", "Unaaha", "Makassar", "Bone", "Baubau", "Kolaka", "Palangga", "Moramo"]
ELSEWHERE = ["740101", "737103", "740201", "730801"]  # districts that some NIKs were first registered in

JOBS = [
    "Petani",
    "Nelayan",
    "Buruh Tani",
    "Pedagang",
    "Ojek",
    "Tukang Kayu",
    "Buruh Bangunan",
    "Penjual Ikan",
    "Pemulung",
    "Guru Ngaji",
    "Marbot",
    "Petani Rumput Laut",
    "Penjahit",
    "Buruh Harian Lepas",
]
STAFF = ["Staf Administrasi", "Tenaga Kebersihan", "Sopir", "Satpam", "Perawat", "Bidan", "Guru Honorer", "Operator", "Penyuluh"]
OFFICES = [
    "Dinas Kesehatan",
    "Dinas Pendidikan",
    "Satpol PP",
    "Dinas Lingkungan Hidup",
    "Dinas Pertanian",
    "Sekretariat Daerah",
    "Dinas Perhubungan",
    "BPBD",
    "Dinas Perikanan",
    "RSUD",
    "Dinas PUPR",
    "Disnakertrans",
]

# One dict a style of header: field -> words in the sheet, in the sheet's order.
HEADERS = [
    {
        "no": "No",
        "nik": "NIK",
        "name": "Nama Lengkap",
        "birth_place": "Tempat Lahir",
        "birth_date": "Tanggal Lahir",
        "sex": "JK",
        "address": "Alamat",
        "village": "Desa/Kel",
        "district": "Kecamatan",
        "job": "Pekerjaan",
        "phone": "No HP",
        "mother": "Nama Ibu Kandung",
        "income": "Penghasilan",
    },
    {
        "no": "NO.",
        "nik": "NO. KTP",
        "name": "NAMA",
        "birth_place": "TEMPAT LAHIR",
        "birth_date": "TGL LAHIR",
        "sex": "L/P",
        "address": "ALAMAT",
        "village": "DESA",
        "district": "KEC.",
        "job": "JENIS PEKERJAAN",
        "phone": "HP",
        "mother": "IBU KANDUNG",
        "income": "UPAH",
    },
    {
        "no": "Nomor",
        "nik": "Nomor Induk Kependudukan (NIK)",
        "name": "Nama Sesuai KTP",
        "birth_place": "Tmpt. Lahir",
        "birth_date": "Tgl. Lahir",
        "sex": "Jenis Kelamin",
        "address": "Alamat Lengkap",
        "village": "Kelurahan/Desa",
        "district": "Kecamatan",
        "job": "Profesi",
        "phone": "Telepon/WA",
        "mother": "Nama Gadis Ibu",
        "income": "Pendapatan per Bulan",
    },
    {
        "no": "#",
        "name": "Nama Pekerja",
        "nik": "No.NIK",
        "sex": "Kelamin",
        "birth_date": "Tanggal lahir (hh-bb-tttt)",
        "birth_place": "Kota kelahiran",
        "job": "Mata Pencaharian",
        "mother": "Ibu",
        "village": "Desa",
        "district": "Kec",
        "address": "Dusun/Alamat",
        "phone": "Nomor Telepon",
        "income": "Gaji",
    },
    {
        "nik": "NOMOR_IDENTITAS",
        "name": "NAMA_LENGKAP",
        "birth_place": "TEMPAT_LAHIR",
        "birth_date": "TANGGAL_LAHIR",
        "sex": "JENIS_KELAMIN",
        "mother": "NAMA_IBU_KANDUNG",
        "address": "ALAMAT",
        "phone": "HP",
        "income": "UPAH",
        "job": "PEKERJAAN",
        "village": "DESA",
        "district": "KECAMATAN",
    },
]
COMBINED = "Tempat/Tanggal Lahir"  # birth place and date in one column
TITLES = ["PEMERINTAH KABUPATEN KONAWE SELATAN", "{office}", "DAFTAR USULAN PESERTA BPJS KETENAGAKERJAAN", "TAHUN 2026", ""]
