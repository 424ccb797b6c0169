import { listOf, objectOf, textOf, type JsonObject } from './json.js';

export type SimStatus = 'sent' | 'delivered' | 'read' | 'played' | 'failed';

/** One message as the guest's phone shows it, whoever wrote it. */
export interface SimMessage {
  side: 'guest' | 'hotel';
  id: string;
  at: Date;
  /** text, image, interactive, template … */
  type: string;
  /** what there is to read of it */
  text: string;
  /** the type's own part of the JSON */
  content: JsonObject;
  buttons: { id: string; title: string }[];
  /** the label that opens `rows`, null where there is no list */
  listLabel: string | null;
  rows: { id: string; title: string; description: string | null }[];
  replyTo: string | null;
  /** biz_opaque_callback_data */
  ref: string | null;
  /** the major Graph version it was sent with, null for guests' own */
  graphVersion: number | null;
  /** what the sender was told so far */
  status: SimStatus;
  /** an emoji of the other side on it */
  reaction: string | null;
}

const RANK: SimStatus[] = ['sent', 'delivered', 'read', 'played'];

/** Whether `status` says more than what is known already. */
export function isFurther(known: SimStatus, status: SimStatus): boolean {
  return RANK.indexOf(status) > RANK.indexOf(known);
}

export interface SimTemplate {
  name: string;
  language: string;
  status: 'APPROVED' | 'PENDING' | 'REJECTED' | 'PAUSED' | 'DISABLED';
  category: 'UTILITY' | 'MARKETING' | 'AUTHENTICATION';
  /** with {{1}} or {{guest}} where a value goes */
  body: string;
  /** texts of its quick-reply buttons */
  buttons: string[];
}

/** What a template asks to be filled in, in order. */
export function variables(template: SimTemplate): string[] {
  return [...new Set(Array.from(template.body.matchAll(/\{\{(\w+)\}\}/g), (match) => match[1]!))];
}

type Shown = Pick<SimMessage, 'text' | 'buttons' | 'rows' | 'listLabel'>;

/** How the phone shows what a hotel sent. */
export function shown(type: string, body: JsonObject, template: SimTemplate | null): Shown {
  const content = objectOf(body[type]);
  const nothing: Shown = { text: '', buttons: [], rows: [], listLabel: null };
  if (type === 'text') return { ...nothing, text: textOf(content['body']) };
  if (type === 'interactive') return { ...nothing, ...interactive(content) };
  if (type === 'template') return { ...nothing, ...filled(content, template) };
  if (type === 'location') return { ...nothing, text: textOf(content['name']) };
  if (type === 'contacts') {
    const names = listOf(body['contacts']).map((card) => textOf(objectOf(objectOf(card)['name'])['formatted_name']));
    return { ...nothing, text: names.join(', ') };
  }
  return { ...nothing, text: textOf(content['caption']) };
}

function interactive(content: JsonObject): Partial<Shown> {
  const action = objectOf(content['action']);
  const rows = listOf(action['sections']).flatMap((section) => listOf(objectOf(section)['rows']).map(objectOf));
  const buttons = listOf(action['buttons']).map((button) => objectOf(objectOf(button)['reply']));
  return {
    text: textOf(objectOf(content['body'])['text']),
    buttons: buttons.map((reply) => ({ id: textOf(reply['id']), title: textOf(reply['title']) })),
    listLabel: content['type'] === 'list' ? textOf(action['button']) : null,
    rows: rows.map((row) => ({
      id: textOf(row['id']),
      title: textOf(row['title']),
      description: typeof row['description'] === 'string' ? row['description'] : null,
    })),
  };
}

function filled(content: JsonObject, template: SimTemplate | null): Partial<Shown> {
  const components = listOf(content['components']).map(objectOf);
  const body = components.find((component) => component['type'] === 'body');
  const values = listOf(body?.['parameters']).map(objectOf);
  const text = (template?.body ?? textOf(content['name'])).replace(/\{\{(\w+)\}\}/g, (_whole, name: string) => {
    const named = values.find((value) => value['parameter_name'] === name);
    return textOf((named ?? values[Number(name) - 1])?.['text']);
  });
  const buttons = (template?.buttons ?? []).map((title, index) => {
    const own = components.find((one) => one['type'] === 'button' && String(one['index']) === String(index));
    // Without a payload at send time, WhatsApp sends the button's text back.
    const payload = textOf(objectOf(listOf(own?.['parameters'])[0])['payload']);
    return { id: payload === '' ? title : payload, title };
  });
  return { text, buttons };
}
