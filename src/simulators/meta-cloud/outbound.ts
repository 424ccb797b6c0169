import { GraphError, graphError } from './graph-error.js';
import type { SimGuest } from './guest.js';
import { isObject, listOf, objectOf, textOf, type JsonObject } from './json.js';
import { variables, type SimTemplate } from './thread.js';

const WINDOW_MS = 24 * 3_600_000;

export function windowOpen(guest: SimGuest, now: Date): boolean {
  return guest.lastWroteAt !== null && now.getTime() - guest.lastWroteAt.getTime() < WINDOW_MS;
}

/** One message per 6 s to one guest, with a burst of 45 that borrows from later; 0 state: free since ever. */
export class PairLimit {
  private readonly nextFree = new Map<string, number>();

  take(guest: SimGuest, now: Date): void {
    const at = now.getTime();
    const free = Math.max(at, this.nextFree.get(guest.userId) ?? 0);
    if (free - at >= 45 * 6_000) throw graphError(131056);
    this.nextFree.set(guest.userId, free + 6_000);
  }
}

/** Messages per second of the number, in and out together. */
export class Throughput {
  private times: number[] = [];

  constructor(private readonly perSecond: number | null) {}

  count(now: Date): boolean {
    if (this.perSecond === null) return true;
    const at = now.getTime();
    this.times = this.times.filter((time) => at - time < 1000);
    if (this.times.length >= this.perSecond) return false;
    this.times.push(at);
    return true;
  }
}

/** The template a message names, if it may be sent and is filled in right. */
export function usableTemplate(templates: SimTemplate[], content: JsonObject): SimTemplate {
  const name = textOf(content['name']);
  const language = textOf(objectOf(content['language'])['code']);
  const template = templates.find((one) => one.name === name && one.language === language);
  if (!template || template.status === 'PENDING' || template.status === 'REJECTED') {
    throw new GraphError(
      132001,
      'Template name does not exist in the translation',
      `template name (${name}) does not exist in ${language}`,
    );
  }
  if (template.status === 'PAUSED')
    throw new GraphError(132015, 'Template is Paused', 'Template is paused due to low quality.');
  if (template.status === 'DISABLED')
    throw new GraphError(132016, 'Template is Disabled', 'Template is disabled due to low quality.');
  const wanted = variables(template).length;
  const body = listOf(content['components'])
    .filter(isObject)
    .find((component) => component['type'] === 'body');
  const given = listOf(body?.['parameters']).length;
  if (given !== wanted) {
    const details = `body: number of localizable_params (${given}) does not match the expected number of params (${wanted})`;
    throw new GraphError(132000, 'Number of parameters does not match the expected number of params', details);
  }
  return template;
}
