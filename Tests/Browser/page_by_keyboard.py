#!/usr/bin/env python3
"""Uses the HTML report of `ntm validate` as somebody with nothing but a keyboard does, in headless Chromium.

    python3 Tests/Browser/page_by_keyboard.py .build/release/ntm [FOLDER FOR PICTURES]

Three batches are checked, with no finding, with a few and with 20,000. Of each page: nothing is asked of a network, every control is
reached with the tabulator and has a name, a village is chosen, a text is looked for, a column is sorted both ways, the next page is
turned, and the page prints on A4. Needs Chromium (`CHROMIUM` names another program); ends with 1 at the first difference.
"""
import base64, json, os, shutil, subprocess, sys, tempfile


class Browser:
    """Chromium over its pipe: commands go in by file 3, answers and events come by file 4, each with a zero byte behind."""

    def __init__(self, program):
        commands, self.out = os.pipe(); self.into, answers = os.pipe()
        self.profile = tempfile.mkdtemp(prefix="ntm-browser-")
        def files():
            first, second = os.dup(commands), os.dup(answers)
            os.dup2(first, 3); os.dup2(second, 4)
        self.process = subprocess.Popen(
            [program, "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--remote-debugging-pipe", "--lang=vi", f"--user-data-dir={self.profile}",
             "--window-size=1280,900", "about:blank"], preexec_fn=files, close_fds=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(commands); os.close(answers)
        self.rest, self.number, self.events, self.session = b"", 0, [], None
        target = next(t for t in self.call("Target.getTargets")["targetInfos"] if t["type"] == "page")
        self.session = self.call("Target.attachToTarget", targetId=target["targetId"], flatten=True)["sessionId"]
        for domain in ("Page", "Network", "Runtime"): self.call(domain + ".enable")

    def call(self, method, **parameters):
        self.number += 1
        message = {"id": self.number, "method": method, "params": parameters}
        if self.session: message["sessionId"] = self.session
        os.write(self.out, json.dumps(message).encode() + b"\0")
        while True:
            answer = self.next()
            if answer.get("id") != self.number: continue
            if "error" in answer: raise SystemExit(f"{method}: {answer['error']}")
            return answer["result"]

    def next(self):
        while b"\0" not in self.rest:
            data = os.read(self.into, 1 << 16)
            if not data: raise SystemExit("the browser ended")
            self.rest += data
        line, self.rest = self.rest.split(b"\0", 1)
        answer = json.loads(line)
        if "method" in answer: self.events.append(answer)
        return answer

    def open(self, path):
        self.events = []
        self.call("Page.navigate", url="file://" + os.path.abspath(path))
        while not any(e["method"] == "Page.loadEventFired" for e in self.events): self.next()

    def ask(self, expression):
        answer = self.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in answer: raise SystemExit(f"{expression}: {answer['exceptionDetails']}")
        return answer["result"].get("value")

    def key(self, name, text=None, shift=False):
        codes = {"Tab": 9, "Enter": 13, "ArrowDown": 40, "Home": 36, "Escape": 27}
        common = {"key": name, "code": name, "windowsVirtualKeyCode": codes[name], "modifiers": 8 if shift else 0}
        if name == "Enter": text = "\r"
        self.call("Input.dispatchKeyEvent", type="keyDown" if text else "rawKeyDown", **common, **({"text": text} if text else {}))
        self.call("Input.dispatchKeyEvent", type="keyUp", **common)

    def type(self, text):
        self.call("Input.insertText", text=text)
        self.ask("new Promise((done) => setTimeout(done, 300))")

    def close(self):
        self.process.kill(); self.process.wait(); shutil.rmtree(self.profile, ignore_errors=True)


WHERE = """(() => { const e = document.activeElement; return {tag: e.tagName, id: e.id, text: e.textContent.slice(0, 60),
  column: e.closest("th") ? e.closest("th").dataset.column : null, sort: e.closest("th") ? e.closest("th").getAttribute("aria-sort") : null,
  inPages: !!e.closest(".pages"), name: (e.labels && e.labels[0] ? e.labels[0].textContent : "") || e.getAttribute("aria-label")
  || (e.getAttribute("aria-labelledby") || "").split(" ").map((id) => document.getElementById(id)?.textContent || "").join("") || e.textContent.trim(),
  seen: getComputedStyle(e).outlineStyle !== "none" || getComputedStyle(e).boxShadow !== "none"}; })()"""
ROWS = "[...document.querySelectorAll('#findings tbody tr')].map((r) => r.className)"
SHOWN = "document.querySelector('#findings .shown').textContent"


class Check:
    def __init__(self, browser, name): self.browser, self.name = browser, name

    def that(self, condition, what):
        if not condition: raise SystemExit(f"{self.name}: {what}")

    def tab_to(self, what, wanted, most=60):
        """Presses the tabulator until the focus is where it is wanted; on the way every stop must have a name and be seen."""
        for _ in range(most):
            self.browser.key("Tab")
            here = self.browser.ask(WHERE)
            if here["tag"] == "BODY": continue
            self.that(here["name"].strip(), f"a stop without a name: {here}")
            self.that(here["seen"], f"a stop that is not seen: {here}")
            if wanted(here): return here
        raise SystemExit(f"{self.name}: {what} is not reached with the tabulator")

    def offline(self):
        asked = [e["params"]["request"]["url"] for e in self.browser.events if e["method"] == "Network.requestWillBeSent"]
        self.that(all(url.startswith(("file:", "data:")) for url in asked), f"asks a network: {asked}")

    def prints(self):
        pdf = base64.b64decode(self.browser.call("Page.printToPDF", paperWidth=8.27, paperHeight=11.69, printBackground=True)["data"])
        self.that(pdf.startswith(b"%PDF") and len(pdf) > 2000, "does not print")
        self.that(self.browser.ask("document.documentElement.scrollWidth <= Math.max(innerWidth, 1280)"), "is wider than the window")

    def picture(self, folder):
        if not folder: return
        data = self.browser.call("Page.captureScreenshot", format="png")["data"]
        with open(os.path.join(folder, f"page-{self.name}.png"), "wb") as out: out.write(base64.b64decode(data))


def use(check, pages):
    """Chooses, looks for, sorts and turns with keys alone."""
    browser = check.browser
    before = browser.ask(SHOWN)
    check.tab_to("the search", lambda h: h["id"] == "findings-search")
    browser.type("không phải là số")
    few = browser.ask(SHOWN)
    check.that(few != before and browser.ask(ROWS) != [], "looking for a text changes nothing")
    check.that(browser.ask("[...document.querySelectorAll('#findings tbody tr')].every((r) => r.textContent.toLowerCase().includes('không phải là số'))"), "rows without the text are shown")
    check.tab_to("the severity", lambda h: h["id"] == "findings-filter-0")
    browser.ask("document.activeElement.dataset.before = document.activeElement.value")
    browser.key("ArrowDown")
    check.that(set(browser.ask(ROWS)) == {"error"}, f"choosing the errors shows {set(browser.ask(ROWS))}")
    check.tab_to("the reset", lambda h: h["tag"] == "BUTTON" and h["column"] is None and not h["inPages"])
    browser.key("Enter"); browser.type("")
    check.that(browser.ask(SHOWN) == before, "the reset does not show everything again")
    head = check.tab_to("a heading", lambda h: h["column"] == "1")
    browser.key("Enter")
    files = "[...document.querySelectorAll('#findings tbody tr')].map((r) => r.cells[1].textContent)"
    check.that(browser.ask(WHERE)["sort"] == "ascending", f"sorting is not said: {head}")
    rising = browser.ask(files)
    browser.key("Enter")
    check.that(browser.ask(WHERE)["sort"] == "descending" and browser.ask(files)[0] >= rising[0], "the second press does not turn the order")
    if not pages: return
    first = browser.ask("document.querySelector('#findings .pages span').textContent")
    top = browser.ask(files)
    check.tab_to("the next page", lambda h: h["inPages"] and h["text"] == browser.ask("JSON.parse(document.getElementById('strings').textContent).next"), most=200)
    browser.key("Enter")
    check.that(browser.ask("document.querySelector('#findings .pages span').textContent") != first, "the next page is not shown")
    check.that(browser.ask("document.querySelectorAll('#findings tbody tr').length") > 0 and (browser.ask(files) != top), "the next page has the rows of the first")
    check.that(browser.ask(WHERE)["tag"] == "TABLE", "after turning the page the focus is not at the table")


def village(path, name, rows, faults):
    """A list of households as CSV; each fault is a figure that is none, with a text of its own."""
    # Where the village stands in the title only, a note says so: of a village without faults there is nothing to say.
    column = "" if faults else ",Thôn"
    lines = [f"DANH SÁCH KHẢO SÁT HỘ GIA ĐÌNH THÔN {name.upper()} NĂM 2025", "", f"STT{column},Họ và tên chủ hộ,Số nhân khẩu,Điện an toàn,Nước sạch,Nhà tiêu HVS"]
    for n in range(1, rows + 1):
        size = f"số {n}" if n <= faults else str(1 + n % 6)
        lines.append(f"{n}{column and ',' + name},Lê Văn {name} {n},{size},x,x,x")
    with open(path, "w", encoding="utf-8") as out: out.write("\n".join(lines) + "\n")


def main():
    program, folder = sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else None
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not chromium: sys.exit("Chromium is missing (Debian: apt-get install chromium)")
    work = tempfile.mkdtemp(prefix="ntm-pages-")
    browser = Browser(chromium)
    try:
        for name, files, faults in (("none", 1, 0), ("few", 2, 10), ("many", 400, 50)):
            batch = os.path.join(work, name); os.makedirs(batch)
            for n in range(files): village(os.path.join(batch, f"thon-{n:03d}.csv"), f"Xóm {n}", 60, faults)
            page = os.path.join(work, name + ".html")
            made = subprocess.run([program, "validate", batch, "--quiet", "--output", f"html={page}", "--force"], capture_output=True, text=True)
            if not os.path.exists(page): sys.exit(f"{name}: no page was made: {made.stderr}")
            browser.open(page)
            check = Check(browser, name)
            check.offline()
            errors = browser.ask("document.querySelectorAll('#findings tbody tr.error').length")
            check.that((errors > 0) == (faults > 0), f"{errors} rows of errors are shown")
            if not faults: check.that(browser.ask("document.querySelectorAll('#findings tbody tr').length") == 1, "a page without findings does not say so")
            if faults: use(check, pages=files * faults > 5000)
            check.prints(); check.picture(folder)
            print(f"{name}: {browser.ask(SHOWN)}")
    finally:
        browser.close(); shutil.rmtree(work, ignore_errors=True)


if __name__ == "__main__": main()
