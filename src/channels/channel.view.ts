import { ApiProperty } from '@nestjs/swagger';

import type { ChannelCapabilities, Provider } from './port.js';

export const PROVIDERS: readonly Provider[] = ['meta-cloud', 'unipile', 'waha', 'webchat'];
export const CHANNEL_STATUSES = ['connected', 'disconnected', 'paused', 'error'] as const;
export type ChannelStatus = (typeof CHANNEL_STATUSES)[number];

/** That a secret is there, never the secret. */
export class CredentialView {
  set: boolean;
  /** The last four characters of a long one, to tell it from another */
  endsWith: string | null;
}

export class ChannelView {
  id: string;
  @ApiProperty({ enum: PROVIDERS, enumName: 'Provider' })
  provider: Provider;
  name: string;
  /** E.164 */
  phoneNumber: string | null;
  @ApiProperty({ type: 'object', additionalProperties: true })
  settings: Record<string, unknown>;
  /** By name; administrators only, null for everybody else */
  @ApiProperty({
    type: 'object',
    nullable: true,
    additionalProperties: { $ref: '#/components/schemas/CredentialView' },
  })
  credentials: Record<string, CredentialView> | null;
  /** What the provider must be told to post to */
  webhookUrl: string;
  @ApiProperty({ enum: CHANNEL_STATUSES })
  status: ChannelStatus;
  statusReason: string | null;
  /** What can be sent and how much fits; null: this provider cannot be used yet */
  @ApiProperty({ type: 'object', nullable: true, additionalProperties: true })
  capabilities: ChannelCapabilities | null;
  lastEventAt: Date | null;
  createdAt: Date;
  updatedAt: Date;
  version: number;
}

export class ChannelPageView {
  items: ChannelView[];
  nextCursor: string | null;
}
