import { readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import type { InboundContent } from '../content.js';
import { parseWebhook } from './parse.js';

// Example payloads, numbered by the section of Meta's contract that they come from.
const DATA = new URL('../../../test/data/meta-cloud/', import.meta.url);
const NOW = new Date('2026-11-21T12:00:00Z');

interface Example {
  file: string;
  section: string;
  kind: 'webhook' | 'request' | 'answer';
}

const manifest = JSON.parse(readFileSync(new URL('manifest.json', DATA), 'utf8')) as Example[];
const webhooks = manifest.filter(({ kind }) => kind === 'webhook').map(({ file }) => file.replace('.json', ''));

function parsed(name: string) {
  return parseWebhook(readFileSync(new URL(`${name}.json`, DATA)), () => NOW);
}

const at = (seconds: number) => new Date(seconds * 1000);
const INES = { userId: 'PT.4471902283650017', phone: '351912345678', name: 'Inês Carvalho', username: null };
const PERSON = { kind: 'person' };

function received(providerId: string, seconds: number, content: unknown, more: object = {}) {
  return {
    type: 'message_received',
    providerId,
    from: INES,
    chat: PERSON,
    content,
    sentAt: at(seconds),
    replyToProviderId: null,
    historical: false,
    ...more,
  };
}

function media(type: string, id: string, mimeType: string, more: Partial<Record<string, unknown>> = {}) {
  return { type, providerMediaId: id, mimeType, filename: null, caption: null, sha256: null, ...more };
}

const notShown = (providerType: string, summary: string | null) => ({
  type: 'unsupported',
  providerType,
  summary,
  raw: expect.any(Object),
});

const notice = (field: string, code: string, detail: string, status: string | null, seconds: number | null) => ({
  type: 'channel_notice',
  field,
  code,
  detail,
  status,
  at: seconds === null ? NOW : at(seconds),
});

const noted = (field: string, seconds: number | null) => ({
  type: 'noted',
  field,
  at: seconds === null ? NOW : at(seconds),
});

const AIRCON_SHA = 'ab4271defda4d26567426d22ed877496af66d7262f1b1edfe66d5baa0def075b';

/** What each example says. */
const EXPECTED: Record<string, unknown[]> = {
  '3.1-envelope': [
    received('wamid.HBgMMzUxOTEyMzQ1Njc4FQIAEhgUM0E1QjZDN0Q4RTlGMEExQjJDM0QA', 1795000801, {
      type: 'text',
      text: 'Olá! Posso fazer check-in às 12h?',
    }),
  ],
  '3.2-username-without-phone': [
    received(
      'wamid.HBgTUFQuNDQ3MTkwMjI4MzY1MDAxNxUCABIYFDNBMDAA',
      1795001000,
      { type: 'text', text: 'Boa noite' },
      { from: { userId: 'PT.4471902283650017', phone: null, name: 'Inês', username: 'ines.viaja' } },
    ),
  ],
  '4.1-text-reply': [
    received('wamid.A1', 1795000801, { type: 'text', text: 'Olá!' }, { replyToProviderId: 'wamid.OUT9' }),
  ],
  '4.2-image': [
    received(
      'wamid.A2',
      1795000810,
      media('image', '1830045561122334', 'image/jpeg', { caption: 'O ar condicionado está assim', sha256: AIRCON_SHA }),
    ),
  ],
  '4.2-video': [
    received('wamid.A3', 1795000811, media('video', '1830045561122335', 'video/mp4', { caption: 'Barulho' })),
  ],
  '4.2-document': [
    received(
      'wamid.A4',
      1795000812,
      media('document', '1830045561122336', 'application/pdf', { caption: 'Reserva', filename: 'reserva-8841.pdf' }),
    ),
  ],
  '4.2-audio': [
    received('wamid.A5', 1795000813, media('audio', '1830045561122337', 'audio/ogg; codecs=opus', { voice: true })),
  ],
  '4.2-sticker': [received('wamid.A6', 1795000814, media('sticker', '1830045561122338', 'image/webp'))],
  '4.3-location': [
    received('wamid.A7', 1795000820, {
      type: 'location',
      latitude: 40.4169,
      longitude: -3.7035,
      name: 'Puerta del Sol',
      address: 'Pl. de la Puerta del Sol, Madrid',
    }),
  ],
  '4.4-contacts': [
    received('wamid.A8', 1795000821, {
      type: 'contacts',
      contacts: [
        {
          name: 'Rui Carvalho',
          organisation: 'ACME',
          phones: [{ phone: '+351 913 000 111', type: 'CELL' }],
          emails: [{ email: 'rui@example.org', type: 'WORK' }],
        },
      ],
    }),
  ],
  '4.5-reaction': [reaction('wamid.A9', 1795000830, '👍')],
  '4.5-reaction-removed-without-key': [reaction('wamid.B1', 1795000831, null)],
  '4.5-reaction-removed-empty': [reaction('wamid.B2', 1795000832, null)],
  '4.6-button-reply': [
    received(
      'wamid.A10',
      1795000840,
      { type: 'choice', id: 'late_checkout_yes', title: 'Sim, por favor' },
      { replyToProviderId: 'wamid.OUT10' },
    ),
  ],
  '4.6-list-reply': [
    received(
      'wamid.A11',
      1795000841,
      { type: 'choice', id: 'room_service', title: 'Room service' },
      { replyToProviderId: 'wamid.OUT11' },
    ),
  ],
  '4.6-flow-reply': [
    received('wamid.A12', 1795000842, notShown('nfm_reply', 'Form: arrival: 15:00'), {
      replyToProviderId: 'wamid.OUT12',
    }),
  ],
  '4.6-call-permission-reply': [
    received('wamid.A13', 1795000843, notShown('call_permission_reply', 'The guest allows calls.'), {
      replyToProviderId: 'wamid.OUT13',
    }),
  ],
  '4.6-call-permission-rejected': [
    received('wamid.B4', 1795000845, notShown('call_permission_reply', 'The guest does not want calls.')),
  ],
  '4.6-interactive-broken': [
    received('wamid.B3', 1795000844, notShown('interactive', 'The reply could not be loaded.')),
  ],
  '4.7-template-button': [
    received(
      'wamid.A14',
      1795000850,
      { type: 'choice', id: 'CONFIRM_ARRIVAL_8841', title: 'Confirmar' },
      { replyToProviderId: 'wamid.TPL1' },
    ),
  ],
  '4.7-template-button-without-context': [
    received('wamid.B5', 1795000851, { type: 'choice', id: 'Confirmar', title: 'Confirmar' }),
  ],
  '4.8-order': [received('wamid.A15', 1795000860, notShown('order', 'Order: 2 × minibar-water (3.5 EUR)'))],
  '4.9-changed-number': [identityChanged('wamid.A16', 1795000870, { userId: null, phone: '351919999999' })],
  '4.9-new-wa-id': [identityChanged('wamid.B6', 1795000873, { userId: null, phone: '351919999999' })],
  '4.9-changed-user-id': [identityChanged('wamid.A17', 1795000871, { userId: 'PT.9920017711223344', phone: null })],
  '4.9-identity-changed': [
    received('wamid.A18', 1795000872, { type: 'system', code: 'guest_identity_changed', data: {} }),
  ],
  '4.10-unsupported': [received('wamid.A19', 1795000880, notShown('poll_creation', 'A poll'))],
  '4.10-unsupported-edit': [
    received('wamid.B7', 1795000881, notShown('edit', 'The guest edited a message. WhatsApp does not say how.')),
  ],
  '4.10-unavailable': [
    received('wamid.B8', 1795000882, notShown('unsupported', 'This message is currently unavailable.')),
  ],
  '4.11-edit': [edited('wamid.A20', 1795000890, 'wamid.A1', { type: 'text', text: 'Olá! Posso chegar às 13h?' })],
  '4.11-edit-caption': [
    edited(
      'wamid.B9',
      1795000891,
      'wamid.A2',
      media('image', '1830045561122334', 'image/jpeg', { caption: 'O ar condicionado do 204', sha256: AIRCON_SHA }),
    ),
  ],
  '4.12-revoke': [
    { type: 'message_revoked', providerId: 'wamid.A21', targetProviderId: 'wamid.A1', by: 'guest', at: at(1795000900) },
  ],
  '4.13-referral': [received('wamid.A22', 1795000910, { type: 'text', text: 'Quero saber mais' })],
  '4.14-media-too-big': [
    received(
      'wamid.B10',
      1795000920,
      notShown('video', 'A file that WhatsApp could not pass on (too big, or broken). Ask the guest to send it again.'),
    ),
  ],
  '4.14-number-error': [
    notice(
      'messages',
      'error_130429',
      'Too many messages are going out from this number at once. Rate limit hit: Message failed to send because there were too many messages sent from this phone number in a short period of time',
      null,
      null,
    ),
  ],
  '4.16-call-connect': [
    received(
      'wacid.C1',
      1795001000,
      { type: 'system', code: 'guest_called', data: {} },
      { from: { ...INES, name: 'Inês' } },
    ),
  ],
  '4.16-call-terminate': [noted('calls', 1795001060)],
  '4.16-call-status': [noted('calls', 1795001100)],
  '5-status-delivered': [
    {
      type: 'message_status',
      providerId: 'wamid.OUT9',
      status: 'delivered',
      attemptRef: 'msg:7f0c',
      recipient: '351912345678',
      at: at(1795000950),
      failure: null,
    },
  ],
  '5-status-failed': [
    {
      type: 'message_status',
      providerId: 'wamid.OUT14',
      status: 'failed',
      attemptRef: null,
      recipient: '351912345678',
      at: at(1795000960),
      failure: {
        code: 'window_closed',
        reason: 'The guest wrote more than 24 hours ago. Only a template can be sent.',
        passes: false,
        retryAfterMs: null,
        scope: 'guest',
        providerCode: '131047',
        providerDetail:
          'Re-engagement message: More than 24 hours have passed since the recipient last replied to the sender number.',
      },
    },
  ],
  '5-status-group': [
    {
      type: 'message_status',
      providerId: 'wamid.OUT30',
      status: 'read',
      attemptRef: 'some data',
      recipient: '351912345678',
      at: at(1795000970),
      failure: null,
    },
  ],
  '6.1-template-rejected': [
    notice(
      'message_template_status_update',
      'rejected',
      'Template pre_arrival (pt_PT): rejected (invalid format). …',
      null,
      1795002000,
    ),
  ],
  '6.2-template-quality': [
    notice(
      'message_template_quality_update',
      'quality_changed',
      'Quality of template pre_arrival (pt_PT) went from green to yellow.',
      null,
      1795002001,
    ),
  ],
  '6.3-template-category': [
    notice(
      'template_category_update',
      'category_changed',
      'Category of template pre_arrival (pt_PT) went to marketing.',
      null,
      1795002002,
    ),
  ],
  '6.4-template-components': [
    notice(
      'message_template_components_update',
      'template_changed',
      'Template pre_arrival (pt_PT) was changed.',
      null,
      1795002003,
    ),
  ],
  '6.5-number-quality': [
    notice(
      'phone_number_quality_update',
      'throughput_upgrade',
      'The number’s standing changed: throughput upgrade, limit tier 10k.',
      null,
      1795002004,
    ),
  ],
  '6.6-limits': [
    notice(
      'business_capability_update',
      'limits_changed',
      'The account’s limits changed: max daily conversations per business 10000.',
      null,
      1795002005,
    ),
  ],
  '6.7-alert': [
    notice(
      'account_alerts',
      'profile_picture_lost',
      'warning: The profile picture of the number was lost.',
      null,
      1795002006,
    ),
  ],
  '6.8-account-disabled': [
    notice('account_update', 'disabled_update', 'WhatsApp account: disabled update (disable).', 'error', 1795002007),
  ],
  '6.8-account-restricted': [
    notice(
      'account_update',
      'account_restriction',
      'WhatsApp account: account restriction (restricted biz initiated messaging).',
      null,
      1795002008,
    ),
  ],
  '6.8-partner-removed': [
    notice(
      'account_update',
      'partner_removed',
      'WhatsApp account: partner removed (primary inactivity).',
      'disconnected',
      1795002009,
    ),
  ],
  '6.9-marketing-stopped': [
    { type: 'preference_changed', who: INES, topic: 'marketing_messages', allowed: false, at: at(1795002100) },
  ],
  '6.10-user-id-update': [
    {
      type: 'identity_changed',
      providerId: null,
      previous: { userId: 'PT.4471902283650017', phone: null },
      next: { userId: 'PT.9920017711223344', phone: '351912345678' },
      at: at(1795002200),
    },
  ],
  '6.11-group-created': [noted('group_lifecycle_update', null)],
  '6.12-flow': [noted('flows', 1795002010)],
  '7.1-echo': [echoed('wamid.E1', 1795003000, 'A sua chave está na receção', { to: { ...INES, name: 'Inês' } })],
  '7.1-echo-revoke': [
    { type: 'message_revoked', providerId: 'wamid.E2', targetProviderId: 'wamid.E1', by: 'hotel', at: at(1795003010) },
  ],
  '7.2-address-book': [
    { type: 'contact_named', phone: '351912345678', name: 'Inês Carvalho', at: at(1795003100) },
    { type: 'contact_named', phone: '351913000111', name: null, at: at(1795003101) },
  ],
  '7.3-history': [
    echoed('wamid.H1', 1794000000, 'Bem-vinda!', { historical: true, status: 'read' }),
    received('wamid.H2', 1794000100, notShown('media_placeholder', 'A file from before this desk was connected.'), {
      from: { userId: null, phone: '351912345678', name: null, username: null },
      historical: true,
    }),
  ],
  '7.3-history-media': [
    {
      type: 'media_announced',
      targetProviderId: 'wamid.H2',
      content: media('image', '2423000000000001', 'image/jpeg'),
      at: at(1794000100),
    },
  ],
  '7.3-history-partner-spelling': [
    echoed('wamid.H3', 1794000200, 'Até já!', { historical: true, status: 'delivered' }),
  ],
  '7.3-history-declined': [
    notice(
      'history',
      'error_2593109',
      'The history of the phone app cannot be read. History sync is turned off by the business from the WhatsApp Business App: History sharing is turned off by the business',
      null,
      null,
    ),
  ],
};

function reaction(providerId: string, seconds: number, emoji: string | null) {
  const by = INES;
  return {
    type: 'reaction_changed',
    providerId,
    targetProviderId: 'wamid.OUT9',
    emoji,
    chat: PERSON,
    by,
    at: at(seconds),
  };
}

function identityChanged(providerId: string, seconds: number, next: object) {
  return {
    type: 'identity_changed',
    providerId,
    previous: { userId: null, phone: '351912345678' },
    next,
    at: at(seconds),
  };
}

function edited(providerId: string, seconds: number, targetProviderId: string, content: unknown) {
  return { type: 'message_edited', providerId, targetProviderId, content, by: 'guest', at: at(seconds) };
}

function echoed(providerId: string, seconds: number, text: string, more: object) {
  return {
    type: 'message_echoed',
    providerId,
    to: { userId: null, phone: '351912345678', name: null, username: null },
    chat: PERSON,
    content: { type: 'text', text },
    sentAt: at(seconds),
    replyToProviderId: null,
    historical: false,
    status: null,
    ...more,
  };
}

describe('what Meta tells, example by example', () => {
  it('C2: every example of a webhook is looked at', () => {
    expect(Object.keys(EXPECTED).sort()).toEqual([...webhooks].sort());
  });

  it.each(webhooks)('C2: %s', (name) => {
    expect(parsed(name).map(({ event }) => event)).toEqual(EXPECTED[name]);
  });

  it.each(webhooks)('E25: %s knows its number, its account and its bytes', (name) => {
    const raw = readFileSync(new URL(`${name}.json`, DATA));
    const events = parsed(name);
    // Account and template news names no number.
    const expected = /^6\.([1-8]|12)-/.test(name) ? null : '105550001112223';
    for (const { externalId, accountId, eventKey, slice } of events) {
      expect({ externalId, accountId }).toEqual({ externalId: expected, accountId: '210987654321098' });
      expect(eventKey).toEqual(expect.any(String));
      if (events.length === 1) expect(slice.equals(raw)).toBe(true);
    }
  });

  it('C2: digits of a template’s id are all there', () => {
    const raw =
      '{"object":"whatsapp_business_account","entry":[{"id":"1","time":1795002000,"changes":[{"field":"message_template_status_update","value":{"event":"APPROVED","message_template_id":17890000000000019}}]}]}';
    expect(parseWebhook(Buffer.from(raw), () => NOW)[0]!.event).toMatchObject({
      detail: 'Template 17890000000000019: approved.',
    });
  });

  it('C2: long numbers inside a guest’s words stay as they were typed', () => {
    const words = 'Ref: 12345678901234567890, "code":98765432109876543210';
    const raw = JSON.stringify({
      object: 'whatsapp_business_account',
      entry: [
        {
          id: '1',
          big: 0,
          changes: [
            {
              field: 'messages',
              value: {
                messages: [
                  { from: '34600000001', id: 'wamid.1', timestamp: '1795000000', type: 'text', text: { body: words } },
                ],
              },
            },
          ],
        },
      ],
    }).replace('"big":0', '"big":12345678901234567');
    const content = (parseWebhook(Buffer.from(raw), () => NOW)[0]!.event as { content: InboundContent }).content;
    expect(content).toEqual({ type: 'text', text: words });
  });
});
