import type { TemplateComponent, TemplateContent, TemplateParameter } from '../content.js';
import { each, fit, MessageInvalid, type Fit } from './checked.js';

type Text = { type: 'text'; text: Fit<'templateText'>; parameter_name?: string };
type Media =
  | { type: 'image'; image: { id: string } }
  | { type: 'video'; video: { id: string } }
  | { type: 'document'; document: { id: string } };

type Component =
  | { type: 'header'; parameters: [Text | Media] }
  | { type: 'body'; parameters: Text[] }
  | { type: 'button'; sub_type: 'quick_reply'; index: string; parameters: [{ type: 'payload'; payload: string }] }
  | { type: 'button'; sub_type: 'url'; index: string; parameters: [{ type: 'text'; text: Fit<'urlVariable'> }] };

export interface TemplatePayload {
  type: 'template';
  template: { name: Fit<'templateName'>; language: { code: string }; components?: Component[] };
}

export function templatePayload(content: TemplateContent): TemplatePayload | MessageInvalid {
  const name = fit('templateName', 'name', content.name);
  if (name instanceof MessageInvalid) return name;
  if (!/^[a-z]{2,3}(_[A-Za-z]{2,4})?$/.test(content.language)) {
    return new MessageInvalid('language', 'is no language of templates, like "pt_PT"');
  }
  const single = (type: TemplateComponent['type']) => content.components.filter((one) => one.type === type).length > 1;
  if (single('header') || single('body')) return new MessageInvalid('components', 'has more than one header or body');
  const components = each(content.components, componentOf);
  if (components instanceof MessageInvalid) return components;
  const filled = components.length > 0 ? { components } : {};
  return { type: 'template', template: { name, language: { code: content.language }, ...filled } };
}

function componentOf(component: TemplateComponent, at: number): Component | MessageInvalid {
  const field = `components[${at}]`;
  if (component.type === 'button') return buttonOf(component, field);
  const parameters = each(component.parameters, (one, index) => valueOf(one, `${field}.parameters[${index}]`));
  if (parameters instanceof MessageInvalid) return parameters;
  if (component.type === 'header') {
    const [only, second] = parameters;
    return only && !second
      ? { type: 'header', parameters: [only] }
      : new MessageInvalid(`${field}.parameters`, 'of a header must be exactly one');
  }
  const texts = parameters.filter((one) => one.type === 'text');
  if (texts.length < parameters.length) return new MessageInvalid(`${field}.parameters`, 'of a body must be texts');
  // A template's variables are all named or all counted.
  const named = texts.filter((text) => text.parameter_name !== undefined).length;
  if (named !== 0 && named !== texts.length) {
    return new MessageInvalid(`${field}.parameters`, 'are named in part only');
  }
  return { type: 'body', parameters: texts };
}

function valueOf(parameter: TemplateParameter, field: string): Text | Media | MessageInvalid {
  switch (parameter.type) {
    case 'text': {
      const text = fit('templateText', `${field}.text`, parameter.text);
      if (text instanceof MessageInvalid) return text;
      return { type: 'text', text, ...(parameter.name === undefined ? {} : { parameter_name: parameter.name }) };
    }
    case 'image':
      return { type: 'image', image: { id: parameter.mediaId } };
    case 'video':
      return { type: 'video', video: { id: parameter.mediaId } };
    case 'document':
      return { type: 'document', document: { id: parameter.mediaId } };
    case 'payload':
      return new MessageInvalid(field, 'is a payload, which only buttons have');
  }
}

function buttonOf(component: TemplateComponent, field: string): Component | MessageInvalid {
  const { subType, index, parameters } = component;
  if (index === undefined || !Number.isInteger(index) || index < 0 || index > 9) {
    return new MessageInvalid(`${field}.index`, 'must be 0 to 9');
  }
  const [only, second] = parameters;
  if (!only || second) return new MessageInvalid(`${field}.parameters`, 'of a button must be exactly one');
  if (subType === 'quick_reply' && only.type === 'payload' && only.payload.trim() !== '') {
    const { payload } = only;
    return {
      type: 'button',
      sub_type: 'quick_reply',
      index: String(index),
      parameters: [{ type: 'payload', payload }],
    };
  }
  if (subType === 'url' && only.type === 'text') {
    const text = fit('urlVariable', `${field}.parameters[0].text`, only.text);
    if (text instanceof MessageInvalid) return text;
    return { type: 'button', sub_type: 'url', index: String(index), parameters: [{ type: 'text', text }] };
  }
  return new MessageInvalid(field, 'needs a payload for a quick reply, a text for a link');
}
