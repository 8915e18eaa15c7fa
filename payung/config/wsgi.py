"""The server's entry: granian serves `payung.config.wsgi:application`."""

import os

from django.core.wsgi import get_wsgi_application

if not os.environ.get("PAYUNG_SECRET"):
    raise SystemExit("PAYUNG_SECRET belum diisi: tanpa itu setiap proses memakai kunci sendiri. Jalankan “payung serve”. / PAYUNG_SECRET is not set.")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "payung.config.settings")
application = get_wsgi_application()
