"""A village opens Payung on a phone and a slow line."""

from playwright.sync_api import Page

MOST_BYTES = 150_000
MOST_SECONDS = 3.0
SLOW = {"offline": False, "latency": 200, "downloadThroughput": 400_000 / 8, "uploadThroughput": 200_000 / 8}  # milliseconds, bytes a second


def slow_line(page: Page) -> list[int]:
    """The bytes of each answer as they come over the wire, head and body; nothing is kept from before."""
    session, received = page.context.new_cdp_session(page), []
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    session.send("Network.emulateNetworkConditions", SLOW)
    session.on("Network.loadingFinished", lambda told: received.append(told["encodedDataLength"]))
    return received


def seconds(page: Page) -> float:
    """From asking for the page until it stands with its styles and its scripts have run."""
    return float(page.evaluate("performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd")) / 1000


def test_a_village_sees_its_first_page_within_three_seconds_and_150_kb(as_user):
    page = as_user("desa", "phone")
    received = slow_line(page)
    page.goto("/", wait_until="networkidle")
    assert page.locator("h1").is_visible()
    assert 0 < sum(received) < MOST_BYTES
    assert seconds(page) < MOST_SECONDS


def test_signing_in_weighs_no_more(as_user):
    page = as_user(None, "phone")
    received = slow_line(page)
    page.goto("/akun/login/", wait_until="networkidle")
    assert page.locator("#id_login").is_visible()
    assert 0 < sum(received) < MOST_BYTES
    assert seconds(page) < MOST_SECONDS
