import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { ListContent, OutboundContent, TemplateComponent } from '../content.js';
import type { ProviderAddress } from '../port.js';
import { buildMessage } from './builder.js';
import { MessageInvalid } from './checked.js';

const build = (content: OutboundContent, to: ProviderAddress = { phone: '351912345678' }, ref = 'attempt') =>
  buildMessage({ to, content, ref, replyToProviderId: null });
const buttons = (...titles: string[]): OutboundContent => ({
  type: 'buttons',
  body: 'Late check-out?',
  buttons: titles.map((title, n) => ({ id: `b${n}`, title })),
});
const rows = (count: number, prefix = 'r') =>
  Array.from({ length: count }, (_, n) => ({ id: `${prefix}${n}`, title: `Row ${n}`, description: null }));
const list = (...sections: ListContent['sections']): OutboundContent => ({
  type: 'list',
  body: 'Choose',
  button: 'Open',
  sections,
});
const template = (...components: TemplateComponent[]): OutboundContent => ({
  type: 'template',
  name: 'pre_arrival',
  language: 'pt_PT',
  components,
  text: null,
});
const a = (length: number) => 'a'.repeat(length);

describe('who it goes to', () => {
  it.each<[ProviderAddress, object]>([
    [{ phone: '351912345678' }, { recipient_type: 'individual', to: '+351912345678' }],
    [
      { phone: '351912345678', userId: 'PT.1' },
      { recipient_type: 'individual', to: '+351912345678' },
    ],
    [{ userId: 'PT.1' }, { recipient_type: 'individual', recipient: 'PT.1' }],
    [{ groupId: 'Y2Fw' }, { recipient_type: 'group', to: 'Y2Fw' }],
  ])('E6: %j', (to, expected) => {
    expect(build({ type: 'text', text: 'Olá' }, to)).toMatchObject(expected);
  });

  it.each<ProviderAddress>([{}, { phone: '+351 912' }, { phone: 'hidden' }, { phone: '' }])(
    'E6: %j reaches nobody',
    (to) => {
      expect(build({ type: 'text', text: 'Olá' }, to)).toBeInstanceOf(MessageInvalid);
    },
  );
});

describe('limits of the Cloud API', () => {
  const image = (caption: string): OutboundContent => ({
    type: 'image',
    providerMediaId: '1',
    filename: null,
    caption,
  });
  const contact = { name: 'Rui', organisation: null, phones: [], emails: [] };

  it.each<[name: string, fits: OutboundContent, tooMuch: OutboundContent, field: string]>([
    ['text', { type: 'text', text: a(4096) }, { type: 'text', text: a(4097) }, 'text'],
    ['text in emoji', { type: 'text', text: '👋'.repeat(2048) }, { type: 'text', text: '👋'.repeat(2049) }, 'text'],
    ['empty text', { type: 'text', text: '.' }, { type: 'text', text: ' \n' }, 'text'],
    ['caption', image(a(1024)), image(a(1025)), 'caption'],
    ['buttons', buttons('Sim', 'Não', 'Talvez'), buttons('1', '2', '3', '4'), 'buttons'],
    ['no buttons', buttons('Sim'), buttons(), 'buttons'],
    ['button title', buttons(a(20)), buttons(a(21)), 'buttons[0].title'],
    ['same titles', buttons('Sim', 'Não'), buttons('Sim', 'Sim'), 'buttons'],
    [
      'rows over all sections',
      list({ title: 'A', rows: rows(5) }, { title: 'B', rows: rows(5, 's') }),
      list({ title: 'A', rows: rows(6) }, { title: 'B', rows: rows(5, 's') }),
      'sections',
    ],
    ['no rows', list({ title: null, rows: rows(1) }), list(), 'sections'],
    [
      'an empty section',
      list({ title: 'A', rows: rows(1) }),
      list({ title: 'A', rows: rows(1) }, { title: 'B', rows: [] }),
      'sections[1]',
    ],
    [
      'titles of several sections',
      list({ title: null, rows: rows(2) }),
      list({ title: 'A', rows: rows(1) }, { title: null, rows: rows(1, 's') }),
      'sections[1].title',
    ],
    [
      'section title',
      list({ title: a(24), rows: rows(1) }),
      list({ title: a(25), rows: rows(1) }),
      'sections[0].title',
    ],
    [
      'row title',
      list({ title: null, rows: [{ id: 'x', title: a(24), description: a(72) }] }),
      list({ title: null, rows: [{ id: 'x', title: a(25), description: null }] }),
      'sections[0].rows[0].title',
    ],
    [
      'row description',
      list({ title: null, rows: [{ id: a(200), title: 'x', description: a(72) }] }),
      list({ title: null, rows: [{ id: 'x', title: 'x', description: a(73) }] }),
      'sections[0].rows[0].description',
    ],
    [
      'row id',
      list({ title: null, rows: [{ id: a(200), title: 'x', description: null }] }),
      list({ title: null, rows: [{ id: a(201), title: 'x', description: null }] }),
      'sections[0].rows[0].id',
    ],
    [
      'spaces around ids',
      buttons('Sim'),
      { type: 'buttons', body: 'x', buttons: [{ id: ' yes', title: 'Sim' }] },
      'buttons[0].id',
    ],
    [
      'body of buttons',
      { type: 'buttons', body: a(1024), buttons: [{ id: a(256), title: 'x' }] },
      { type: 'buttons', body: a(1025), buttons: [{ id: 'x', title: 'x' }] },
      'body',
    ],
    [
      'body of a list',
      { type: 'list', body: a(4096), button: a(20), sections: [{ title: null, rows: rows(10) }] },
      { type: 'list', body: a(4097), button: 'x', sections: [{ title: null, rows: rows(1) }] },
      'body',
    ],
    [
      'label of a list',
      { type: 'list', body: 'x', button: a(20), sections: [{ title: null, rows: rows(1) }] },
      { type: 'list', body: 'x', button: a(21), sections: [{ title: null, rows: rows(1) }] },
      'button',
    ],
    [
      'contacts',
      { type: 'contacts', contacts: Array.from({ length: 5 }, () => contact) },
      { type: 'contacts', contacts: Array.from({ length: 6 }, () => contact) },
      'contacts',
    ],
    [
      'a contact without any name',
      { type: 'contacts', contacts: [contact] },
      { type: 'contacts', contacts: [{ ...contact, name: null }] },
      'contacts[0].name',
    ],
    [
      'coordinates',
      { type: 'location', latitude: -90, longitude: 180, name: null, address: null },
      { type: 'location', latitude: Number.NaN, longitude: 0, name: null, address: null },
      'latitude',
    ],
    [
      'words with a sticker',
      { type: 'sticker', providerMediaId: '1', filename: null, caption: null },
      { type: 'sticker', providerMediaId: '1', filename: null, caption: 'Olá' },
      'caption',
    ],
    [
      'template name',
      template(),
      { type: 'template', name: a(513), language: 'es', components: [], text: null },
      'name',
    ],
    [
      'template language',
      template(),
      { type: 'template', name: 'x', language: 'Spanish', components: [], text: null },
      'language',
    ],
    [
      'one header',
      template({ type: 'header', parameters: [{ type: 'image', mediaId: '1' }] }),
      template({ type: 'header', parameters: [] }),
      'components[0].parameters',
    ],
    [
      'pictures in a body',
      template({ type: 'body', parameters: [{ type: 'text', text: 'x' }] }),
      template({ type: 'body', parameters: [{ type: 'image', mediaId: '1' }] }),
      'components[0].parameters',
    ],
    [
      'names of variables',
      template({ type: 'body', parameters: [{ type: 'text', text: 'x', name: 'guest' }] }),
      template({
        type: 'body',
        parameters: [
          { type: 'text', text: 'x', name: 'guest' },
          { type: 'text', text: 'y' },
        ],
      }),
      'components[0].parameters',
    ],
    [
      'link variable',
      template({ type: 'button', subType: 'url', index: 1, parameters: [{ type: 'text', text: a(2000) }] }),
      template({ type: 'button', subType: 'url', index: 1, parameters: [{ type: 'text', text: a(2001) }] }),
      'components[0].parameters[0].text',
    ],
    [
      'blank payload',
      template({ type: 'button', subType: 'quick_reply', index: 0, parameters: [{ type: 'payload', payload: 'x' }] }),
      template({ type: 'button', subType: 'quick_reply', index: 0, parameters: [{ type: 'payload', payload: '  ' }] }),
      'components[0]',
    ],
    [
      'payload of a link',
      template({ type: 'button', subType: 'quick_reply', index: 0, parameters: [{ type: 'payload', payload: 'x' }] }),
      template({ type: 'button', subType: 'url', index: 0, parameters: [{ type: 'payload', payload: 'x' }] }),
      'components[0]',
    ],
  ])('E14: %s', (_name, fits, tooMuch, field) => {
    expect(build(fits)).toMatchObject({ messaging_product: 'whatsapp', type: expect.any(String) });
    expect(build(tooMuch)).toMatchObject({ field, reason: expect.any(String) });
  });

  it('C1: our id fits, or nothing is sent', () => {
    expect(build({ type: 'text', text: 'x' }, undefined, a(512))).toMatchObject({ biz_opaque_callback_data: a(512) });
    expect(build({ type: 'text', text: 'x' }, undefined, a(513))).toMatchObject({ field: 'ref' });
    expect(build({ type: 'text', text: 'x' }, undefined, '')).toMatchObject({ field: 'ref' });
  });

  it('E14: coordinates are written out, never as 1e-7', () => {
    fc.assert(
      fc.property(fc.double({ min: -90, max: 90, noNaN: true }), (latitude) => {
        const body = build({ type: 'location', latitude, longitude: 0, name: null, address: null });
        expect(body).toMatchObject({ location: { latitude: expect.stringMatching(/^-?\d+(\.\d+)?$/) } });
      }),
    );
  });
});

describe('what words say', () => {
  it('E5: text goes out exactly as it was typed, markup included', () => {
    fc.assert(
      fc.property(
        fc
          .string({ minLength: 1, maxLength: 4096, unit: 'binary' })
          .filter((text) => text.trim() !== '' && text.length <= 4096),
        (text) => {
          expect(build({ type: 'text', text })).toMatchObject({ text: { body: text } });
        },
      ),
    );
    expect(build({ type: 'text', text: '<b>204</b> https://hotel.example' })).toMatchObject({
      text: { preview_url: true },
    });
  });
});
