import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const MAC = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";

/** ADVISOR_CHROMIUM, else what is on the path; null where there is none. */
export function browserPath(): string | null {
  const { ADVISOR_CHROMIUM: said, PATH = "" } = process.env;
  if (said) return said;
  const found = PATH.split(delimiter).flatMap((dir) => NAMES.map((name) => join(dir, name)));
  return [...found, MAC].find((file) => existsSync(file)) ?? null;
}

export const NO_BROWSER =
  "no Chromium on this machine: the HTML report was not looked at in a browser (install chromium, or set ADVISOR_CHROMIUM)";

/** A page of the browser, and everything that it asked for or complained about. */
export interface Opened {
  readonly page: Page;
  /** Requests but the file itself, console messages, errors, dialogs. */
  readonly noise: readonly string[];
}

export class Reader {
  private readonly dir = mkdtempSync(join(tmpdir(), "advisor-browser-"));
  private files = 0;
  private readonly browser: Browser;

  private constructor(browser: Browser) {
    this.browser = browser;
  }

  static async start(): Promise<Reader> {
    const isRoot = process.getuid?.() === 0;
    return new Reader(
      await chromium.launch({ executablePath: browserPath() ?? "", args: isRoot ? ["--no-sandbox"] : [] }),
    );
  }

  async open(html: string, options: BrowserContextOptions = {}): Promise<Opened> {
    const file = join(this.dir, `${++this.files}.html`);
    writeFileSync(file, html);
    const context = await this.browser.newContext({ viewport: { width: 1400, height: 900 }, ...options });
    const page = await context.newPage();
    const noise: string[] = [];
    const address = pathToFileURL(file).href;
    page.on("request", (r) => {
      if (r.url() !== address && r.url() !== "data:,") noise.push(`asked for ${r.url().slice(0, 200)}`);
    });
    page.on("console", (m) => noise.push(`console: ${m.text()}`));
    page.on("pageerror", (e) => noise.push(`error: ${e.message}`));
    page.on("dialog", (d) => {
      noise.push(`dialog: ${d.message()}`);
      void d.dismiss();
    });
    await page.goto(address);
    return { page, noise };
  }

  async stop(): Promise<void> {
    await this.browser.close();
    rmSync(this.dir, { recursive: true });
  }
}
