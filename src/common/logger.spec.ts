import { expect, it } from 'vitest';

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
