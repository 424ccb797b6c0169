import type { SimTemplate } from './thread.js';

/** What a new hotel's account holds. */
export const TEMPLATES: SimTemplate[] = [
  {
    name: 'pre_arrival',
    language: 'pt_PT',
    status: 'APPROVED',
    category: 'UTILITY',
    body: 'Olá {{1}}, esperamos por si no dia {{2}}.',
    buttons: ['Confirmar'],
  },
  {
    name: 'pre_arrival',
    language: 'es',
    status: 'APPROVED',
    category: 'UTILITY',
    body: 'Hola {{1}}, le esperamos el {{2}}.',
    buttons: ['Confirmar'],
  },
  {
    name: 'pre_arrival',
    language: 'en',
    status: 'APPROVED',
    category: 'UTILITY',
    body: 'Hello {{1}}, we look forward to seeing you on {{2}}.',
    buttons: ['Confirm'],
  },
  {
    name: 'winter_offer',
    language: 'en',
    status: 'PAUSED',
    category: 'MARKETING',
    body: 'Two nights for one.',
    buttons: [],
  },
];
