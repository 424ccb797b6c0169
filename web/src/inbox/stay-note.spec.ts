import { expect, it } from 'vitest';
import en from '../i18n/catalogues/en.json';
import type { Lifecycle } from '../api/types.js';
import { stayNote } from './stay-note.js';

it.each<[Lifecycle, string]>([
  ['departed', en.guest.stayOver],
  ['new', en.guest.noStay],
  ['contacted', en.guest.noStay],
  ['replied', en.guest.noStay],
])('T0: of a guest without a stay who is "%s" the panel says: %s', (lifecycle, sentence) => {
  expect(`guest.${Object.entries(en.guest).find(([, words]) => words === sentence)?.[0]}`).toBe(stayNote(lifecycle));
});
