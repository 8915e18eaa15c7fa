"""Pictures of the screens for docs/screens: python scripts/screens.py (make screenshots)

Invents the regency of the demo in build/screens, serves it, and takes each picture of SHOTS as that person sees it. A picture is a PNG with few
colours, so that it stays small.
"""

import base64
import os
import signal
import socket
import struct
import subprocess
import sys
import time
import urllib.error
import urllib.request
import zlib
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).parents[1]
OUT = ROOT / "docs" / "screens"
PASSWORD = "payung-demo-2026"  # noqa: S105  of the invented accounts
WIDE, PHONE = {"width": 1280, "height": 800}, {"width": 360, "height": 740}
MOST = 80_000  # bytes of one picture


@dataclass(frozen=True)
class Shot:
    """`path`, or the words of the links that lead there one after the other from it."""

    name: str
    user: str
    path: str = "/"
    links: tuple[str, ...] = ()
    phone: bool = False


SHOTS = (
    Shot("beranda", "kabid"),
    Shot("unggah", "operator", "/unggah/"),
    Shot("papan", "dpmd", "/papan/"),
    Shot("pasangan", "operator", "/pasangan/", ("Mulai meninjau",)),
    Shot("urutan", "kabid", "/dana/1/urutan/"),
    Shot("skenario", "kabid", "/dana/1/skenario/"),
    Shot("tagihan", "bendahara", "/tagihan/"),
    Shot("cakupan", "kadis", "/cakupan/"),
    Shot("desa-saya", "desa", "/unggah/desa-saya/", phone=True),
    Shot("beranda-ponsel", "kadis", phone=True),
)

# The most frequent colours of a picture and, for each of its points, the nearest of them: [width, height, palette, points].
PALETTE = """async (source) => {
  const image = new Image(); image.src = source; await image.decode();
  const canvas = document.createElement('canvas'); canvas.width = image.width; canvas.height = image.height;
  const pen = canvas.getContext('2d'); pen.drawImage(image, 0, 0);
  const data = pen.getImageData(0, 0, image.width, image.height).data, count = new Map();
  for (let at = 0; at < data.length; at += 4) {
    const colour = data[at] << 16 | data[at + 1] << 8 | data[at + 2]; count.set(colour, (count.get(colour) || 0) + 1);
  }
  const palette = [...count].sort((one, other) => other[1] - one[1]).slice(0, 96).map(([colour]) => colour), nearest = new Map();
  const near = (colour) => {
    if (!nearest.has(colour)) {
      let best = 0, least = Infinity;
      palette.forEach((other, index) => {
        const red = (colour >> 16) - (other >> 16), green = (colour >> 8 & 255) - (other >> 8 & 255), blue = (colour & 255) - (other & 255);
        const distance = red * red + green * green + blue * blue;
        if (distance < least) { least = distance; best = index; }
      });
      nearest.set(colour, best);
    }
    return nearest.get(colour);
  };
  let points = '';
  for (let at = 0; at < data.length; at += 4) points += String.fromCharCode(near(data[at] << 16 | data[at + 1] << 8 | data[at + 2]));
  return [image.width, image.height, palette, btoa(points)];
}"""


def small(blank: Page, png: bytes) -> bytes:
    """The same picture with a palette of 96 colours."""
    width, height, palette, points = blank.evaluate(PALETTE, "data:image/png;base64," + base64.b64encode(png).decode())
    raw = base64.b64decode(points)
    lines = b"".join(b"\0" + raw[at : at + width] for at in range(0, len(raw), width))

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    colours = b"".join(colour.to_bytes(3) for colour in palette)
    head = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"PLTE", colours) + chunk(b"IDAT", zlib.compress(lines, 9)) + chunk(b"IEND", b"")


def take(browser: Browser, url: str, shot: Shot) -> bytes:
    context = browser.new_context(viewport=PHONE if shot.phone else WIDE, base_url=url, reduced_motion="reduce")
    page = context.new_page()
    page.goto("/akun/login/")
    page.locator("#id_login").fill(shot.user)
    page.locator("#id_password").fill(PASSWORD)
    page.locator("main button.main").click()
    page.wait_for_url(lambda address: "/akun/login" not in address)
    page.goto(shot.path)
    for words in shot.links:
        page.locator("main").get_by_role("link", name=words).first.click()
    page.wait_for_load_state("networkidle")
    png = small(context.new_page(), page.screenshot())
    context.close()
    return png


def main() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {**os.environ, "PAYUNG_DEMO_PASSWORD": PASSWORD, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "payung", "demo", str(ROOT / "build" / "screens"), "--serve", "--port", str(port)]
    server = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    too_big = []
    try:
        wait(server, f"http://127.0.0.1:{port}/siap")
        OUT.mkdir(parents=True, exist_ok=True)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
            for shot in SHOTS:
                png = take(browser, f"http://127.0.0.1:{port}", shot)
                (OUT / f"{shot.name}.png").write_bytes(png)
                print(f"{len(png):>8,} {shot.name}.png")
                too_big += [shot.name] if len(png) > MOST else []
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(20)
    return 1 if too_big else 0


def wait(server: "subprocess.Popen[bytes]", url: str) -> None:
    for _ in range(600):
        try:
            urllib.request.urlopen(url, timeout=5)  # noqa: S310  our own address
            return
        except (urllib.error.URLError, OSError):
            if server.poll() is not None:
                break
            time.sleep(0.3)
    raise SystemExit("the screens did not start")


if __name__ == "__main__":
    sys.exit(main())
