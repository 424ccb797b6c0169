import type { ApiPropertyOptions } from '@nestjs/swagger';

// What the OpenAPI document says of fields whose TypeScript type says too little.

export const TEXTS_SCHEMA: ApiPropertyOptions = {
  type: 'object',
  additionalProperties: { type: 'string' },
  example: { pt: 'Receção' },
};

const SPANS = { type: 'array', items: { type: 'array', items: { type: 'string' }, minItems: 2, maxItems: 2 } } as const;

export const HOURS_SCHEMA: ApiPropertyOptions = {
  type: 'object',
  nullable: true,
  properties: {
    timeZone: { type: 'string' },
    weekly: { type: 'object', additionalProperties: SPANS, example: { mon: [['08:00', '22:00']] } },
    exceptions: {
      type: 'array',
      items: {
        type: 'object',
        required: ['date', 'hours'],
        properties: { date: { type: 'string', format: 'date' }, hours: SPANS, name: { type: 'string' } },
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
