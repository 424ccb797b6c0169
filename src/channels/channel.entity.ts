import { Column, Entity, PrimaryColumn } from 'typeorm';

import type { ChannelStatus } from './channel.view.js';
import type { Provider } from './port.js';

@Entity('channel')
export class Channel {
  @PrimaryColumn('uuid', { name: 'hotel_id' }) hotelId: string;
  @PrimaryColumn('uuid') id: string;
  @Column('text') provider: Provider;
  @Column('text') name: string;
  /** E.164 */
  @Column('text', { name: 'phone_number', nullable: true }) phoneNumber: string | null;
  /** the provider's id of the number (Meta: phone_number_id) */
  @Column('text', { name: 'external_id', nullable: true }) externalId: string | null;
  /** the provider's id of the account (Meta: WABA id) */
  @Column('text', { name: 'account_id', nullable: true }) accountId: string | null;
  @Column('jsonb') settings: Record<string, unknown>;
  /** sealed: credentials.ts */
  @Column('bytea', { nullable: true }) credentials: Buffer | null;
  @Column('text') status: ChannelStatus;
  @Column('text', { name: 'status_reason', nullable: true }) statusReason: string | null;
  /** provider time of the news the status comes from; ingestion writes it */
  @Column({ type: 'timestamptz', name: 'status_at', select: false, insert: false, update: false }) statusAt: Date;
  @Column('timestamptz', { name: 'paused_until', nullable: true }) pausedUntil: Date | null;
  /** real time; sends write it */
  @Column({ type: 'timestamptz', name: 'outage_since', nullable: true, select: false, insert: false, update: false })
  outageSince: Date | null;
  @Column('timestamptz', { name: 'last_event_at', nullable: true }) lastEventAt: Date | null;
  @Column('timestamptz', { name: 'archived_at', nullable: true }) archivedAt: Date | null;
  @Column('integer') version: number;
  @Column('timestamptz', { name: 'created_at' }) createdAt: Date;
  @Column('timestamptz', { name: 'updated_at' }) updatedAt: Date;
}
