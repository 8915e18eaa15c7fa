"""Industries of employers: the 21 sections of KBLI 2020 (BPS), by their letter; and sizes of enterprises, as payung.law.join has them."""

from payung.law.join import Size
from payung.values.words import Words

INDUSTRIES: dict[str, Words] = {
    "A": Words("Pertanian, kehutanan, dan perikanan", "Agriculture, forestry and fishing"),
    "B": Words("Pertambangan dan penggalian", "Mining and quarrying"),
    "C": Words("Industri pengolahan", "Manufacturing"),
    "D": Words("Listrik, gas, uap, dan udara dingin", "Electricity, gas, steam and cold air"),
    "E": Words("Air, limbah, dan daur ulang", "Water, waste and recycling"),
    "F": Words("Konstruksi", "Construction"),
    "G": Words("Perdagangan dan reparasi kendaraan", "Trade and repair of vehicles"),
    "H": Words("Pengangkutan dan pergudangan", "Transport and storage"),
    "I": Words("Akomodasi dan makan minum", "Accommodation and food"),
    "J": Words("Informasi dan komunikasi", "Information and communication"),
    "K": Words("Keuangan dan asuransi", "Finance and insurance"),
    "L": Words("Real estat", "Real estate"),
    "M": Words("Profesional, ilmiah, dan teknis", "Professional, scientific and technical work"),
    "N": Words("Penyewaan, ketenagakerjaan, dan penunjang usaha", "Renting, employment and business support"),
    "O": Words("Administrasi pemerintahan dan pertahanan", "Public administration and defence"),
    "P": Words("Pendidikan", "Education"),
    "Q": Words("Kesehatan dan aktivitas sosial", "Health and social work"),
    "R": Words("Kesenian, hiburan, dan rekreasi", "Arts, entertainment and recreation"),
    "S": Words("Jasa lainnya", "Other services"),
    "T": Words("Rumah tangga sebagai pemberi kerja", "Households as employers"),
    "U": Words("Badan internasional", "International bodies"),
}
SIZES: dict[str, Words] = {
    Size.MICRO: Words("mikro", "micro"),
    Size.SMALL: Words("kecil", "small"),
    Size.MEDIUM: Words("menengah", "medium"),
    Size.LARGE: Words("besar", "large"),
}
UNKNOWN = Words("belum diketahui", "not known")
