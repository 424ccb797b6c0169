import { Writable } from 'node:stream';

import { describe, expect, it } from 'vitest';

import { Log } from './logger.js';

function logged(write: (log: Log) => void): { line: string; fields: Record<string, unknown> } {
  let line = '';
  write(new Log({ level: 'info', format: 'json' }, { write: (text) => void (line += text) }));
  return { line, fields: line === '' ? {} : (JSON.parse(line) as Record<string, unknown>) };
}

it('B9: writes down no secret, wherever an object carries it', () => {
  const { line } = logged((log) =>
    log.log({
      password: 'hush-1',
      request: { headers: { authorization: 'Bearer hush-2', cookie: 'hush-3', 'set-cookie': 'hush-4' } },
      channel: { credentials: { accessToken: 'hush-5' } },
    }),
  );
  expect(line).toContain('[not logged]');
  expect(line).not.toContain('hush');
});

it('tells an error with its stack and code, but not what a failed query carried', () => {
  const error = Object.assign(new Error('relation is gone'), { code: '42P01', parameters: ['what Ana wrote'] });
  const { line, fields } = logged((log) => log.error(error, 'GET /api broke', 'Http'));
  expect(fields).toMatchObject({
    context: 'Http',
    msg: 'GET /api broke',
    err: { message: 'relation is gone', code: '42P01' },
  });
  expect(line).not.toContain('Ana');
});

it('knows its name and its level', () => {
  expect(logged((log) => log.warn('Almost full', 'Queue')).fields).toMatchObject({
    msg: 'Almost full',
    context: 'Queue',
    level: 40,
  });
  expect(logged((log) => log.debug('Nothing to see', 'Queue')).line).toBe('');
});

describe('E5: what a guest is called forges no line of the log', () => {
  const NAME = 'Ana\r\n[12:00:00] INFO (Auth): admin signed in\u001B[2K\u001B[1A\u0007 \u009B31m\u2028\u202Etxet';
  const UNSEEN = /[\u0000-\u001F\u007F-\u009F\u2028\u2029\u202A-\u202E]/;
  const WAYS: [string, (log: Log) => void][] = [
    ['as words', (log) => log.warn(`Cannot name ${NAME}`, 'Naming')],
    ['in an error', (log) => log.error(new Error(`no guest ${NAME}`), 'Routing broke', 'Routing')],
    ['as a field', (log) => log.log({ guest: { name: NAME } }, 'Naming')],
    ['as a stack', (log) => log.error('It broke', `Error: ${NAME}\n    at a.ts:1`, 'Naming')],
  ];

  it.each(WAYS)('%s, as JSON', (_way, write) => {
    const { line } = logged(write);
    expect(line.trimEnd()).not.toMatch(UNSEEN);
    expect(line.trimEnd().split('\n')).toHaveLength(1);
  });

  it.each(WAYS)('%s, on a terminal', (_way, write) => {
    let written = '';
    const terminal = new Writable({
      write(part: Buffer, _encoding, done) {
        written += part.toString();
        done();
      },
    });
    write(new Log({ level: 'info', format: 'pretty' }, terminal));
    expect(written).toContain('admin signed in');
    expect(written.split('\n').filter((line) => line.startsWith('[12:00:00]'))).toEqual([]);
    expect(written.replaceAll('\n', '')).not.toMatch(UNSEEN);
  });
});
