import 'reflect-metadata';

import { afterAll, expect } from 'vitest';

import { heard } from './heard.js';

/** F4: every answer of every test is held against the API's document. Files that ask nothing load nothing for it. */
afterAll(async () => {
  if (heard.length === 0) return;
  const { undocumentedAnswers } = await import('./answers.js');
  expect(await undocumentedAnswers()).toEqual([]);
}, 300_000);
