import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
} from 'playwright-core';
import { inject } from 'vitest';

let browser: Promise<Browser> | undefined;

export interface VisitorOptions extends BrowserContextOptions {
  /** @default that of the quick shop of all tests */
  readonly url?: string;
}

/** Somebody with a browser of their own at the shop's page. Times out by the test's own limit. */
export class Visitor {
  readonly page: Page;
  readonly context: BrowserContext;
  /** What the browser complained of, refused resources included. */
  readonly complaints: string[];

  private constructor(page: Page, complaints: string[]) {
    this.page = page;
    this.context = page.context();
    this.complaints = complaints;
  }

  static async arrive({ url = inject('pageUrl'), ...options }: VisitorOptions = {}): Promise<Visitor> {
    browser ??= chromium.connect(inject('browser'));
    const context = await (await browser).newContext({ baseURL: url, reducedMotion: 'reduce', ...options });
    const visitor = await Visitor.open(context);
    await visitor.page.locator('#submit:enabled').waitFor();
    return visitor;
  }

  /** Another tab. */
  static async open(context: BrowserContext, path = '/'): Promise<Visitor> {
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(path);
    return new Visitor(page, complaints);
  }

  async order({ drink = 'espresso', size = 'small', name = '' } = {}): Promise<void> {
    const { page } = this;
    await page.getByRole('radio', { name: drink }).check();
    await page.getByRole('radio', { name: size }).check();
    if (name) await page.getByLabel('Name on the cup').fill(name);
    await page.locator('#submit').click();
  }

  /** Whatever is on the rail, or a slip with this text on it. */
  slips(text?: string) {
    const all = this.page.locator('#rail .ticket');
    return text === undefined ? all : all.filter({ hasText: text });
  }

  leave(): Promise<void> {
    return this.context.close();
  }
}
