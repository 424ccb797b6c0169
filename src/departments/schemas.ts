import type { ApiPropertyOptions } from '@nestjs/swagger';

import { MAX_EXCEPTION_NAME, MAX_EXCEPTIONS, MAX_SPANS } from './parse-hours.js';

// What the OpenAPI document says of fields whose TypeScript type says too little.

export const TEXTS_SCHEMA: ApiPropertyOptions = {
  type: 'object',
  additionalProperties: { type: 'string' },
  example: { pt: 'Receção' },
};

const TIME = { type: 'string', pattern: '^([01]\\d|2[0-4]):[0-5]\\d$' } as const;
const SPANS = {
  type: 'array',
  maxItems: MAX_SPANS,
  items: { type: 'array', items: TIME, minItems: 2, maxItems: 2 },
} as const;

export const HOURS_SCHEMA: ApiPropertyOptions = {
  type: 'object',
  nullable: true,
  properties: {
    timeZone: { type: 'string', maxLength: 64, example: 'Europe/Lisbon' },
    weekly: { type: 'object', additionalProperties: SPANS, example: { mon: [['08:00', '22:00']] } },
    exceptions: {
      type: 'array',
      maxItems: MAX_EXCEPTIONS,
      items: {
        type: 'object',
        required: ['date', 'hours'],
        properties: {
          date: { type: 'string', format: 'date' },
          hours: SPANS,
          name: { type: 'string', maxLength: MAX_EXCEPTION_NAME },
        },
      },
    },
  },
};

export const OUTSIDE_HOURS_SCHEMA: ApiPropertyOptions = {
  oneOf: [
    { type: 'string', enum: ['queue', 'auto-reply'] },
    { type: 'object', required: ['departmentId'], properties: { departmentId: { type: 'string', format: 'uuid' } } },
  ],
};
