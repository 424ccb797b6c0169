import { expect, it } from 'vitest';

import { byteRange } from './byte-range.js';
import { contentDisposition, safeFilename } from './filename.js';

it('E7: a range ends where the file does; an empty file has none', () => {
  expect(byteRange('bytes=0-0', 1)).toEqual({ start: 0, end: 0 });
  expect(byteRange('bytes=-99', 10)).toEqual({ start: 0, end: 9 });
  expect(byteRange('bytes=-0', 10)).toBe('unsatisfiable');
  expect(byteRange('bytes=0-', 0)).toBe('unsatisfiable');
  for (const none of [undefined, '', 'bytes=', 'bytes=-', 'bytes=a-b', 'bytes=1-2,3-4', 'bytes=99999999999999999-'])
    expect(byteRange(none, 10)).toBeNull();
});

it('E7: names are names: no paths, no hidden directions, no control characters, not endless', () => {
  expect(safeFilename('../../etc/passwd')).toBe('passwd');
  expect(safeFilename('C:\\Users\\ana\\bill.pdf')).toBe('bill.pdf');
  expect(safeFilename('a\u202Efdp.exe')).toBe('afdp.exe');
  expect(safeFilename('bill\r\nX: 1.pdf')).toBe('billX_ 1.pdf');
  expect(safeFilename('....')).toBeNull();
  expect(safeFilename('  ')).toBeNull();
  expect(safeFilename(`${'ä'.repeat(300)}.pdf`)).toHaveLength(120);
  expect(safeFilename('conta\0.pdf')).toBe('conta.pdf');
});

it('E7: a header carries any name and nothing but a name', () => {
  expect(contentDisposition('attachment', null)).toBe('attachment');
  expect(contentDisposition('attachment', 'Prêt "à" partir (1).pdf')).toBe(
    `attachment; filename="Pr_t ___ partir (1).pdf"; filename*=UTF-8''Pr%C3%AAt%20%22%C3%A0%22%20partir%20%281%29.pdf`,
  );
});
