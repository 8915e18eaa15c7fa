"""The words that invented families are named with, the most frequent first, and how clerks write one name in several ways."""

MEN = """Muhammad Ahmad Abdul Nur Hasan Usman Ismail Ibrahim Yusuf Umar Slamet Herman Ridwan Rahman Amiruddin Syamsul Sudirman Rustam Arifin
Sulaiman Mansur Baharuddin Jamaluddin Kamaruddin Samsuddin Zainal Hamzah Idris Ilyas Haris Husain Irfan Ilham Agus Bambang Budi Edi Dedi
Fadli Firman Hendra Iwan Joko Jufri Kadir Lukman Mustafa Nasir Rasyid Rusdi Safar Saharuddin Said Salim Sukri Supardi Suryadi Tamrin
Wahyu Wawan Yahya Yunus Zakaria Arman Aris Asrul Bahar Basri Burhan Darwis Djafar Gunawan Hardin Hasanuddin Jabir Jumadil La_Pili La_Ndolo
Muhlis Muslimin Nurdin Soekarno Soeharto Sahrul Suparman Sutrisno Taufik Tjahjono Untung Wijaya Yanto Zulkifli Rizal Fajar Dimas Aditya
Alfian Bayu Fitrah Galang Hidayat Ikbal Marwan Naufal Rafli Rendi Syahrir""".split()
WOMEN = """Siti Nur Sri Nurhayati Fatimah Aisyah Dewi Hasnah Ratna Ani Wati Rosmini Suriani Halimah Hasnawati Rahmawati Kartini Murni Mariana
Darmawati Fitri Indah Irma Yuliana Sitti Nuraini Nurlina Ramlah Rosdiana Rosnah Salmah Sulastri Suryani Zubaedah Asma Asnia Erni Haerani
Hikmah Jumriah Lestari Marlina Masni Nirmala Sartika Suharti Wahyuni Yuni Sumiati Aminah Asriani Citra Eka Elviana Endang Herlina Jamilah
Kasmawati Lina Mega Megawati Mulyati Nining Ningsih Nurbaya Nurfadillah Nurjannah Nursia Puspita Rina Rini Rukiah Sakina Samsiah Sarina
Soekarni Subaedah Sukmawati Tjahaja Tuti Umi Wa_Ndoi Wa_Siri Yanti Zaenab Zulaiha Aulia Anisa Bunga Cahya Dian Intan Karmila Mawar
Novita Putri Reski Safitri Vina Widya""".split()
FAMILY = """Abdullah Saputra Rahim Ali Santoso Hamid Wijaya Karim Latif Mokodompit Halim Azis Saleh Hidayat Tahir Malaka Silondae
Tamburaka Sinapoy Lamaka Achmad Adam Amin Asis Bakri Dahlan Djafar Effendi Gani Hakim Hanafi Jafar Jamal Kasim Mahmud Mappa Marzuki Muin
Pasaribu Pua Rauf Razak Sapan Surabaya Syah Taufik Tepu Thalib Wahab Wulele Yunus Hermawan Konggoasa Lakidende Haluoleo Sangia Tekaka
Rere Puuwatu Mekuo Landipo Pombili Wonua Mandonga Labandonga Tongano Sumbu Lasinrang Daeng_Matutu Daeng_Sila Suwarno Djojo Tjokro""".split()
# Long tail: a family name of three such syllables is seldom met twice.
SYLLABLES = "Ka La Ma Ta Wa Sa Ra Po Lo Mo To Wu Ku Tu Si Ti Ki Ndo Ngga Mbu Le Pe".split()
# Clans that fill a village; men bear the first word, women the second.
CLANS = [("La_Ode", "Wa_Ode"), ("Mokodompit", "Mokodompit"), ("Andi", "Andi"), ("Silondae", "Silondae"), ("Tamburaka", "Tamburaka")]
BALINESE = [("I_Wayan", "Ni_Wayan"), ("I_Made", "Ni_Made"), ("I_Nyoman", "Ni_Nyoman"), ("I_Ketut", "Ni_Ketut")]
TWIN_SONS = [("Hasan", "Husain"), ("Ahmad", "Ahmadi"), ("Rahman", "Rahim"), ("Ridwan", "Rizwan"), ("Firman", "Firmin"), ("Arman", "Arwan")]
TWIN_DAUGHTERS = [("Ani", "Ina"), ("Rina", "Rini"), ("Yanti", "Yanta"), ("Nurul", "Nurin"), ("Fitri", "Fitra"), ("Lina", "Lita")]
# What one clerk writes, what another does; tried both ways, on whole words where the pattern says so.
SPELLINGS = [
    (r"\bMuhammad\b", "Muh."),
    (r"\bMuhammad\b", "Mohamad"),
    (r"\bMuh\.", "Moh."),
    (r"\bAbdul ", "Abd. "),
    (r"\bAbdul ", "Abdul"),
    (r"\bAbdul R", "Abdurr"),
    (r"\bSiti\b", "St."),
    (r"\bSiti\b", "Sitti"),
    (r"\bSitti\b", "Siti"),
    (r"\bSt\.", "Sitti"),
    (r"\bLa Ode\b", "Laode"),
    (r"\bLa Ode\b", "L.O."),
    (r"\bWa Ode\b", "Waode"),
    (r"\bAhmad", "Achmad"),
    (r"\bAchmad\b", "Ahmad"),
    (r"\bSoe", "Su"),
    (r"\bSu", "Soe"),
    (r"\bDj", "J"),
    (r"\bJa", "Dja"),
    (r"\bTj", "C"),
    (r"\bCa", "Tja"),
    (r"\bYu", "Ju"),
    (r"\bNur([a-z])", "Nur $1"),
    (r"\bNur ([A-Z])", "Nur$1"),
    (r"uddin\b", "udin"),
    (r"\bSyam", "Sam"),
    (r"ah\b", "a"),
    (r"\b(I|Ni) (Wayan|Made|Nyoman|Ketut)\b", "$2"),
    (r"sy", "sj"),
    (r"dh?i\b", "dy"),
]
BEFORE = ["H.", "Hj.", "Drs.", "Ir.", "dr."]
AFTER = ["S.Pd.", "S.Sos.", "S.E.", "A.Md.", "S.Pd.I"]
BIRTH_PLACES = """Tinanggea Andoolo Kendari Unaaha Makassar Bone Baubau Kolaka Palangga Moramo Raha Wawotobi Konda Lambuya Bungku Wajo Soppeng
Buton Muna Jeneponto Lainea Kolono Ranomeeto""".split()
