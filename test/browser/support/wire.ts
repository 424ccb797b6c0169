import { expect, type BrowserContext, type Response } from '@playwright/test';

/** Everything a browser asked for, was told and complained about. */
export class Wire {
  /** every address that was asked for: pages, files, calls, streams, sockets, workers */
  readonly addresses: string[] = [];
  /** pages that were loaded; a reload is one more */
  documents = 0;
  readonly calls: string[] = [];
  readonly violations: string[] = [];
  readonly complaints: string[] = [];
  private readonly bodies: Promise<string>[] = [];
  private readonly frames: string[] = [];

  private constructor(private readonly origin: string) {}

  /** Listens from before the first page of `context` on. */
  static async on(context: BrowserContext, origin: string): Promise<Wire> {
    const wire = new Wire(origin);
    context.on('request', (request) => {
      wire.addresses.push(request.url());
      if (request.isNavigationRequest() && request.frame().parentFrame() === null) wire.documents++;
      const { pathname, search } = new URL(request.url());
      if (pathname.startsWith('/api/')) wire.calls.push(`${request.method()} ${pathname}${search}`);
    });
    context.on('response', (response) => wire.keep(response));
    context.on('serviceworker', (worker) => wire.addresses.push(worker.url()));
    context.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') {
        wire.complaints.push(`${message.text()} (${message.location().url})`);
      }
    });
    context.on('weberror', (error) => wire.complaints.push(error.error().message));
    context.on('page', (page) => {
      page.on('worker', (worker) => wire.addresses.push(worker.url()));
      page.on('websocket', (socket) => {
        wire.addresses.push(socket.url());
        socket.on('framereceived', ({ payload }) => wire.frames.push(String(payload)));
      });
    });
    await context.exposeBinding('tellViolation', (_source, what: string) => wire.violations.push(what));
    await context.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', (event) => {
        const told = window as unknown as { tellViolation: (what: string) => void };
        told.tellViolation(`${event.violatedDirective}: ${event.blockedURI}`);
      });
    });
    return wire;
  }

  /** Which of these words the server told this browser, in answers or on the socket. */
  async heard(...words: string[]): Promise<string[]> {
    const told = [...(await Promise.all(this.bodies)), ...this.frames].join('\n');
    return words.filter((one) => told.includes(one));
  }

  /** Addresses of anybody else. */
  get elsewhere(): string[] {
    const own = new URL(this.origin).host;
    return this.addresses.filter((address) => {
      const { host, protocol } = new URL(address);
      return host !== own && protocol !== 'data:' && protocol !== 'blob:';
    });
  }

  /** The first question of a page is whether it is still signed in; 401 is its answer, and browsers log it. */
  get unexpectedComplaints(): string[] {
    return this.complaints.filter((line) => !(line.includes('401') && line.includes('/api/v1/auth/')));
  }

  /**
   * Everything asked for was ours, nothing was refused by the page's own policy, and the browser complained about
   * nothing but what a test has brought about on purpose.
   */
  expectOnlyOurs({ but }: { but?: RegExp } = {}): void {
    expect(this.addresses.length).toBeGreaterThan(0);
    expect(this.elsewhere).toEqual([]);
    expect(this.violations).toEqual([]);
    expect(this.unexpectedComplaints.filter((line) => !but?.test(line))).toEqual([]);
  }

  private keep(response: Response): void {
    const stream = response.headers()['content-type']?.startsWith('text/event-stream');
    if (!new URL(response.url()).pathname.startsWith('/api/') || stream) return;
    this.bodies.push(response.text().catch(() => ''));
  }
}
