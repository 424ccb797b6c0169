import type { Dispatcher } from 'undici';

/** What became of one HTTP request. What matters for a send: whether anything may have gone out. */
export type HttpResult =
  | { kind: 'answered'; status: number; headers: Record<string, string | string[] | undefined>; body: string }
  /** bytes were (or may have been) on their way when it ended */
  | { kind: 'cut'; detail: string }
  /** no connection took the request */
  | { kind: 'not-sent'; detail: string };

export interface HttpRequest {
  url: URL;
  headers: Record<string, string>;
  body: string;
}

/** Graph answers are small; more than this is no Graph answer. */
const LONGEST_ANSWER = 1_000_000;

/**
 * One POST over undici's own dispatch, because its higher calls do not tell the one thing a send has to
 * know: whether the request had reached a connection when it failed. `onRequestStart` is that moment; it
 * comes right before the first byte is written. Never rejects.
 */
export function post(dispatcher: Dispatcher, request: HttpRequest, signal: AbortSignal): Promise<HttpResult> {
  return new Promise((resolve) => {
    let controller: Dispatcher.DispatchController | null = null;
    let status = 0;
    let headers: Extract<HttpResult, { kind: 'answered' }>['headers'] = {};
    const chunks: Buffer[] = [];
    let size = 0;
    let ended = false;

    const end = (result: HttpResult) => {
      if (ended) return;
      ended = true;
      signal.removeEventListener('abort', onAbort);
      resolve(result);
    };
    const failed = (error: unknown) => end({ kind: controller ? 'cut' : 'not-sent', detail: describe(error) });
    const onAbort = () => {
      failed(signal.reason);
      controller?.abort(asError(signal.reason));
    };

    if (signal.aborted) return failed(signal.reason);
    signal.addEventListener('abort', onAbort);

    dispatcher.dispatch(
      {
        origin: request.url.origin,
        path: request.url.pathname + request.url.search,
        method: 'POST',
        headers: request.headers,
        body: request.body,
      },
      {
        onRequestStart(started) {
          // Given up while it waited for a connection: stopped here, nothing is written.
          if (ended) started.abort(asError(signal.reason));
          else controller = started;
        },
        onResponseStart(_started, code, told) {
          status = code;
          headers = told;
        },
        onResponseData(started, chunk) {
          size += chunk.length;
          if (size > LONGEST_ANSWER) started.abort(new Error('The answer is too long.'));
          else chunks.push(chunk);
        },
        onResponseEnd() {
          end({ kind: 'answered', status, headers, body: Buffer.concat(chunks).toString('utf8') });
        },
        onResponseError(_started, error) {
          failed(error);
        },
      },
    );
  });
}

function describe(error: unknown): string {
  const { name, message } = asError(error);
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : name;
  return message === '' ? code : `${code}: ${message}`;
}

function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error(String(reason));
}
