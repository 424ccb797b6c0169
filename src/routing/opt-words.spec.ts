import { describe, expect, it } from 'vitest';

import { labelledMessages } from '../../test/support/guest-messages.js';
import { optOut } from './opt-words.js';

describe('STOP and START, in the languages of guests', () => {
  it.each([
    'STOP',
    'stop',
    'Stop.',
    ' stop!! ',
    'please stop',
    'Unsubscribe',
    'PARAR',
    'Sair',
    'sair por favor',
    'BAJA',
    'ALTO',
    'STOPP',
    'abmelden bitte',
    'ARRÊT',
    'stop pub svp',
    'Désabonner',
    'Cancelar inscrição',
    'Disiscrivi',
    'Afmelden',
    'ＳＴＯＰ',
    "don't message me",
  ])('honours "%s" as STOP', (text) => {
    expect(optOut(text)).toBe('stop');
  });

  it.each(['START', 'start please', 'Iniciar', 'começar', 'ALTA', 'Anmelden', 'Reprendre', 'Riprendi', 'aanmelden'])(
    'takes "%s" as START',
    (text) => {
      expect(optOut(text)).toBe('start');
    },
  );

  it.each([
    '',
    '🛑',
    'please stop by our room',
    'the bus stop?',
    'stop the noise next door',
    'Cancel',
    'cancelar',
    'basta',
    'baja la música',
    'voz alta',
    'when does breakfast start',
    'sair às 10h',
    'não quero sair',
    'der Zug stoppt hier',
    'no',
    'stop stop',
  ])('does not mistake "%s"', (text) => {
    expect(optOut(text)).toBeNull();
  });

  it('finds the opt-outs among the labelled messages and nothing else', () => {
    const found = labelledMessages().filter(({ text }) => optOut(text) !== null);
    expect(found.map(({ text }) => text).toSorted()).toEqual(['STOP', 'sair', 'stop pub svp']);
  });
});
