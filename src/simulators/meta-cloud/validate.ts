import { GraphError } from './graph-error.js';
import { isObject, listOf, objectOf, textOf, type JsonObject } from './json.js';

/**
 * The limits of the Cloud API (contract meta-cloud 8.3, 8.4), read independently of the adapter's
 * builder: a message of ours that passes there and fails here is a bug of one of the two.
 */
export function validateMessage(body: JsonObject, type: string): void {
  const check = CHECKS.get(type);
  if (!check) throw new GraphError(100, `Param type must be one of {${[...CHECKS.keys()].join(', ').toUpperCase()}}`);
  const content = body[type];
  if (content === undefined) throw missing(type);
  if (type === 'contacts' ? !Array.isArray(content) : !isObject(content))
    throw new GraphError(100, `Param ${type} is of the wrong kind.`);
  check(objectOf(content), content);
  const data = body['biz_opaque_callback_data'];
  if (data !== undefined) text('biz_opaque_callback_data', data, 512);
  const context = body['context'];
  if (context !== undefined) text("context['message_id']", objectOf(context)['message_id'], 1000);
}

type Check = (content: JsonObject, whole: unknown) => void;

const CHECKS = new Map<string, Check>([
  ['text', (content) => text("text['body']", content['body'], 4096)],
  ['image', (content) => media('image', content)],
  ['video', (content) => media('video', content)],
  ['audio', (content) => media('audio', content)],
  ['document', (content) => media('document', content)],
  ['sticker', (content) => media('sticker', content)],
  ['location', checkLocation],
  ['contacts', (_content, whole) => checkContacts(listOf(whole))],
  ['reaction', checkReaction],
  ['interactive', checkInteractive],
  ['template', checkTemplate],
]);

function missing(parameter: string): GraphError {
  return new GraphError(131008, 'Required parameter is missing', `Parameter ${parameter} is required.`);
}

function invalid(details: string): GraphError {
  return new GraphError(131009, 'Parameter value is not valid', details);
}

function text(parameter: string, value: unknown, most: number): string {
  if (value === undefined) throw missing(parameter);
  if (typeof value !== 'string') throw new GraphError(100, `Param ${parameter} must be a string.`);
  if (value.trim() === '') throw invalid(`${parameter} cannot be empty.`);
  if (value.length > most) {
    throw new GraphError(100, 'Invalid parameter', `Param ${parameter} must be at most ${most} characters long.`);
  }
  return value;
}

function optional(parameter: string, value: unknown, most: number): void {
  if (value !== undefined) text(parameter, value, most);
}

const CAPTIONED = new Set(['image', 'video', 'document']);

function media(type: string, content: JsonObject): void {
  const { id, link, caption, filename } = content;
  if ((id === undefined) === (link === undefined))
    throw new GraphError(100, `Param ${type} must have exactly one of id and link.`);
  text(`${type}['${id === undefined ? 'link' : 'id'}']`, id ?? link, 2000);
  if (caption !== undefined && !CAPTIONED.has(type))
    throw new GraphError(100, `Unexpected key "caption" on param ${type}.`);
  if (filename !== undefined && type !== 'document')
    throw new GraphError(100, `Unexpected key "filename" on param ${type}.`);
  optional(`${type}['caption']`, caption, 1024);
}

function checkLocation({ latitude, longitude }: JsonObject): void {
  coordinate('latitude', latitude, 90);
  coordinate('longitude', longitude, 180);
}

function coordinate(name: string, value: unknown, most: number): void {
  if (value === undefined) throw missing(`location['${name}']`);
  const number = typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value;
  if (typeof number !== 'number' || Math.abs(number) > most)
    throw invalid(`location['${name}'] is not a valid coordinate.`);
}

function checkContacts(contacts: unknown[]): void {
  if (contacts.length < 1 || contacts.length > 5) throw invalid('contacts must have 1 to 5 elements.');
  for (const contact of contacts) {
    const name = objectOf(objectOf(contact)['name']);
    text("contacts['name']['formatted_name']", name['formatted_name'], 1000);
    const parts = ['first_name', 'last_name', 'middle_name', 'suffix', 'prefix'];
    if (!parts.some((part) => textOf(name[part]) !== ''))
      throw invalid('contacts name needs one more part than formatted_name.');
  }
}

function checkReaction({ message_id: target, emoji }: JsonObject): void {
  text("reaction['message_id']", target, 1000);
  if (typeof emoji !== 'string') throw missing("reaction['emoji']");
  if (emoji !== '' && !/^\p{Emoji}/u.test(emoji)) throw invalid('reaction emoji is not an emoji.');
}

function checkInteractive(content: JsonObject): void {
  const { type, header, footer } = content;
  const most = type === 'list' ? 4096 : 1024;
  text("interactive['body']['text']", objectOf(content['body'])['text'], most);
  if (footer !== undefined) text("interactive['footer']['text']", objectOf(footer)['text'], 60);
  if (header !== undefined) checkHeader(objectOf(header), textOf(type));
  if (!isObject(content['action'])) throw missing("interactive['action']");
  const { action } = content;
  if (type === 'button') return checkButtons(listOf(action['buttons']));
  if (type === 'list') return checkList(action);
  if (type === 'cta_url') {
    const parameters = objectOf(action['parameters']);
    text('display_text', parameters['display_text'], 20);
    text('url', parameters['url'], 2000);
    return;
  }
  if (type === 'flow') return checkFlow(objectOf(action['parameters']));
  if (!ASKING.has(type)) throw new GraphError(100, "Param interactive['type'] is not a valid type.");
}

const ASKING = new Set<unknown>(['location_request_message', 'request_contact_info', 'call_permission_request']);

function checkHeader(header: JsonObject, of: string): void {
  const kind = textOf(header['type']);
  if (kind === 'text') text("interactive['header']['text']", header['text'], 60);
  else if (of === 'list') throw invalid('The header of a list must be a text.');
  else if (['image', 'video', 'document'].includes(kind)) media(kind, objectOf(header[kind]));
  else throw invalid('The header type is not valid.');
}

function checkButtons(buttons: unknown[]): void {
  if (buttons.length < 1 || buttons.length > 3)
    throw invalid('Invalid buttons count. Min allowed buttons: 1, Max allowed buttons: 3');
  const replies = buttons.map((button) => objectOf(objectOf(button)['reply']));
  for (const reply of replies) {
    id('button', reply['id'], 256);
    text("buttons['reply']['title']", reply['title'], 20);
  }
  unique(
    'Button title',
    replies.map((reply) => reply['title']),
  );
  unique(
    'Button id',
    replies.map((reply) => reply['id']),
  );
}

function id(of: string, value: unknown, most: number): void {
  const given = text(`${of} id`, value, most);
  if (given !== given.trim()) throw invalid(`The ${of} id must not begin or end with a space.`);
}

function unique(what: string, values: unknown[]): void {
  if (new Set(values).size < values.length) throw invalid(`Duplicated ${what}.`);
}

function checkList(action: JsonObject): void {
  text("action['button']", action['button'], 20);
  const sections = listOf(action['sections']).map(objectOf);
  if (sections.length < 1 || sections.length > 10) throw invalid('sections must be 1 to 10.');
  const rows = sections.flatMap((section) => {
    if (sections.length > 1) text('section title', section['title'], 24);
    else optional('section title', section['title'], 24);
    const own = listOf(section['rows']).map(objectOf);
    if (own.length === 0) throw invalid('A section has no rows.');
    return own;
  });
  if (rows.length > 10) throw invalid('Total row count exceed max allowed count: 10');
  for (const row of rows) {
    id('row', row['id'], 200);
    text('row title', row['title'], 24);
    optional('row description', row['description'], 72);
  }
  unique(
    'row id',
    rows.map((row) => row['id']),
  );
}

function checkFlow(parameters: JsonObject): void {
  const { flow_id: flowId, flow_name: name, flow_message_version: version } = parameters;
  if ((flowId === undefined) === (name === undefined)) throw invalid('Give exactly one of flow_id and flow_name.');
  if (version !== '3') throw invalid('flow_message_version must be 3.');
  text('flow_cta', parameters['flow_cta'], 30);
}

function checkTemplate(template: JsonObject): void {
  text("template['name']", template['name'], 512);
  text("template['language']['code']", objectOf(template['language'])['code'], 20);
  for (const component of listOf(template['components']).map(objectOf)) {
    const { type, sub_type: subType, index, parameters } = component;
    if (!['header', 'body', 'button', 'footer'].includes(textOf(type)))
      throw new GraphError(132018, 'Template component type is not valid.');
    if (type === 'button' && (subType === undefined || !/^\d$/.test(String(index)))) {
      throw new GraphError(132012, 'Parameter format does not match', 'A button needs sub_type and index.');
    }
    for (const parameter of listOf(parameters).map(objectOf)) checkParameter(parameter, type, subType);
  }
}

function checkParameter(parameter: JsonObject, of: unknown, subType: unknown): void {
  const kind = textOf(parameter['type']);
  if (kind === 'text')
    text('template text parameter', parameter['text'], of === 'button' && subType === 'url' ? 2000 : 32_768);
  else if (kind === 'payload') text('template payload', parameter['payload'], 1000);
  else if (['image', 'video', 'document'].includes(kind) && of === 'header') media(kind, objectOf(parameter[kind]));
  else if (!['currency', 'date_time', 'location', 'coupon_code', 'action'].includes(kind)) {
    throw new GraphError(
      132012,
      'Parameter format does not match',
      `${kind || 'nothing'} does not fit a ${String(of)}.`,
    );
  }
}
