import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Readable, type Writable } from 'node:stream';
import { waitFor } from './wait-for.js';

const CANDIDATES = ['chromium', 'chromium-browser', 'google-chrome'];
const FLAGS = [
  ...['--headless', '--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
  ...['--disable-component-update', '--disable-sync', '--remote-debugging-pipe', 'about:blank'],
];
/** A busy machine takes its time to draw. */
const PATIENCE_MS = 20_000;

const executable = process.env['CHROMIUM'] ?? CANDIDATES.find((name) => spawnSync('which', [name]).status === 0);

/** Whether tests in a browser can run here; says so when they can't. */
export function hasBrowser(): boolean {
  if (executable !== undefined) return true;
  process.stderr.write('neither chromium nor CHROMIUM is here: tests in a browser are left out\n');
  return false;
}

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly sessionId?: string;
  readonly result?: Readonly<Record<string, unknown>>;
  readonly error?: { readonly message: string };
}

export interface PageOptions {
  readonly width?: number;
  readonly height?: number;
  readonly colorScheme?: 'light' | 'dark';
  /** `Accept-Language`, e.g. `ru-RU`. */
  readonly language?: string;
}

/** A Chromium of this test's own, driven over its DevTools protocol through a pipe: no port, no WebSocket. */
export class Browser {
  private lastId = 0;
  private unread = '';
  private readonly waiting = new Map<number, (message: Message) => void>();
  private readonly listeners = new Set<(message: Message) => void>();

  private constructor(
    private readonly process: ChildProcess,
    private readonly profile: string,
  ) {
    (process.stdio[4] as Readable).setEncoding('utf8').on('data', (text: string) => this.read(text));
  }

  static open(): Browser {
    if (executable === undefined) throw new Error('no browser here');
    const profile = mkdtempSync(join(tmpdir(), 'browser-'));
    const stdio = ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] as const;
    return new Browser(spawn(executable, [`--user-data-dir=${profile}`, ...FLAGS], { stdio: [...stdio] }), profile);
  }

  /** @throws Error with the browser's words when it refuses */
  async send(method: string, params: object = {}, sessionId?: string): Promise<Readonly<Record<string, unknown>>> {
    this.lastId += 1;
    const id = this.lastId;
    const answer = new Promise<Message>((resolve) => this.waiting.set(id, resolve));
    const session = sessionId === undefined ? {} : { sessionId };
    (this.process.stdio[3] as Writable).write(`${JSON.stringify({ id, method, params, ...session })}\0`);
    const { result = {}, error } = await answer;
    if (error !== undefined) throw new Error(`${method}: ${error.message}`);
    return result;
  }

  /** @returns what stops listening */
  listen(listener: (message: Message) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** A page of its own: cookies and storage are nobody else's. */
  async page(url: string, options: PageOptions = {}): Promise<Page> {
    const { browserContextId } = await this.send('Target.createBrowserContext');
    const { targetId } = await this.send('Target.createTarget', { url: 'about:blank', browserContextId });
    const { sessionId } = await this.send('Target.attachToTarget', { targetId, flatten: true });
    const page = new Page(this, String(sessionId));
    await page.prepare(options);
    await page.visit(url);
    return page;
  }

  async close(): Promise<void> {
    const exited = once(this.process, 'exit');
    // Asked rather than killed: its helpers end with it, and nobody writes to the profile any more.
    void this.send('Browser.close');
    await exited;
    await rm(this.profile, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
  }

  private read(text: string): void {
    const parts = (this.unread + text).split('\0');
    this.unread = parts.pop() ?? '';
    for (const part of parts) {
      const message = JSON.parse(part) as Message;
      if (message.id === undefined) for (const listener of [...this.listeners]) listener(message);
      else {
        this.waiting.get(message.id)?.(message);
        this.waiting.delete(message.id);
      }
    }
  }
}

export class Page {
  /** What the page complained of: exceptions, refused resources, blocked scripts. */
  readonly complaints: string[] = [];

  constructor(
    private readonly browser: Browser,
    private readonly sessionId: string,
  ) {
    browser.listen(({ method, params, sessionId: from }) => {
      if (from !== sessionId) return;
      if (method === 'Runtime.exceptionThrown' || method === 'Log.entryAdded')
        this.complaints.push(JSON.stringify(params));
    });
  }

  async prepare({ width = 1280, height = 900, colorScheme = 'light', language = 'en-GB' }: PageOptions): Promise<void> {
    await this.send('Page.enable');
    await this.send('Runtime.enable');
    await this.send('Log.enable');
    await this.send('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 1, mobile: false });
    await this.send('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-color-scheme', value: colorScheme }] });
    const { userAgent } = await this.browser.send('Browser.getVersion');
    await this.send('Network.setUserAgentOverride', { userAgent, acceptLanguage: language });
  }

  async visit(url: string): Promise<void> {
    const loaded = new Promise<void>((resolve) => {
      const stop = this.browser.listen(({ method, sessionId }) => {
        if (method !== 'Page.loadEventFired' || sessionId !== this.sessionId) return;
        stop();
        resolve();
      });
    });
    await this.send('Page.navigate', { url });
    await loaded;
  }

  /** The value of an expression in the page. @throws Error with the page's exception */
  async evaluate<T>(expression: string): Promise<T> {
    const options = { expression, awaitPromise: true, returnByValue: true };
    const { result, exceptionDetails } = await this.send('Runtime.evaluate', options);
    if (exceptionDetails !== undefined) throw new Error(JSON.stringify(exceptionDetails));
    return (result as { value: T }).value;
  }

  /** Waits until an expression holds in the page. */
  async until(expression: string): Promise<void> {
    await waitFor(() => this.evaluate<boolean>(`Boolean(${expression})`), expression, PATIENCE_MS);
  }

  /** What stands on the page, with its line breaks as spaces. */
  async text(selector: string): Promise<string> {
    const found = `document.querySelector(${JSON.stringify(selector)})`;
    return this.evaluate<string>(`(${found}?.innerText ?? '').replace(/\\s+/g, ' ').trim()`);
  }

  /** A key as a person presses it: `Tab`, `Enter`, `Escape`, ` `, or a letter. */
  async press(key: string): Promise<void> {
    const codes: Readonly<Record<string, number>> = { Tab: 9, Enter: 13, Escape: 27, ' ': 32, ArrowDown: 40 };
    const text = key === 'Enter' ? '\r' : key.length === 1 ? key : undefined;
    const code = codes[key] ?? key.toUpperCase().charCodeAt(0);
    const common = { key, code: key === ' ' ? 'Space' : key, windowsVirtualKeyCode: code };
    await this.send('Input.dispatchKeyEvent', { type: 'keyDown', ...common, ...(text !== undefined && { text }) });
    await this.send('Input.dispatchKeyEvent', { type: 'keyUp', ...common });
  }

  /** The whole page as a PNG, not only what the window shows. */
  async screenshot(): Promise<Buffer> {
    const { data } = await this.send('Page.captureScreenshot', { format: 'png', captureBeyondViewport: true });
    return Buffer.from(String(data), 'base64');
  }

  send(method: string, params: object = {}): Promise<Readonly<Record<string, unknown>>> {
    return this.browser.send(method, params, this.sessionId);
  }
}
