import { Injectable, Logger } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { IsNull, Repository } from 'typeorm';

import { NotFoundError } from '../common/errors.js';
import { Config } from '../config/config.js';
import { query } from '../database/transaction.js';
import { Neighbours } from '../processes/index.js';
import { Adapters } from './adapters.js';
import { Channel } from './channel.entity.js';
import { CredentialSeal } from './credentials.js';
import { ExpiringCache } from './expiring-cache.js';
import type { ChannelCapabilities, ChannelConnection, Provider, ProviderAdapter } from './port.js';

/** Another process's change is seen this much later at most, also where its word was lost. */
const CACHE_MS = 5_000;

/** Channels as their adapters need them, for the door and for sends. */
@Injectable()
export class Channels {
  private readonly logger = new Logger('Channels');
  private readonly seal: CredentialSeal;
  /** by channel id: a webhook asks with each POST */
  private readonly known = new ExpiringCache<ChannelConnection | null>(CACHE_MS);
  /** by hotel and provider */
  private readonly families = new ExpiringCache<ChannelConnection[]>(CACHE_MS);

  constructor(
    @InjectRepository(Channel) private readonly rows: Repository<Channel>,
    private readonly adapters: Adapters,
    private readonly neighbours: Neighbours,
    config: Config,
  ) {
    this.seal = new CredentialSeal(config.encryptionKey);
    neighbours.hear('channel', (channel) => this.drop(channel));
  }

  adapter(provider: Provider): ProviderAdapter {
    return this.adapters.of(provider);
  }

  /** What the hotel's channels can do, each provider once; of a hotel without channels, what any could. */
  async capabilitiesOf(hotelId: string): Promise<ChannelCapabilities[]> {
    const rows = await query<{ provider: Provider }>(
      this.rows.manager.dataSource,
      `SELECT DISTINCT provider FROM channel WHERE hotel_id = $1 AND archived_at IS NULL ORDER BY provider`,
      [hotelId],
    );
    const own = rows.flatMap(({ provider }) => this.adapters.find(provider)?.capabilities ?? []);
    return own.length > 0 ? own : this.adapters.all.map((adapter) => adapter.capabilities);
  }

  /** Throws NotFoundError; also for one that was removed. */
  async connection(hotelId: string, id: string): Promise<ChannelConnection> {
    const connection = await this.known.get(id, (key) => this.find(key));
    if (connection?.hotelId !== hotelId) throw new NotFoundError('channel');
    return connection;
  }

  /** Whose door this is; null: nobody's. `id` may be any text. */
  async forWebhook(provider: string, id: string): Promise<ChannelConnection | null> {
    if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id)) return null;
    const connection = await this.known.get(id.toLowerCase(), (key) => this.find(key));
    return connection?.provider === provider ? connection : null;
  }

  /** The other channels of the same hotel and provider: several numbers of one app post to one address. */
  async siblings({ hotelId, provider, id }: ChannelConnection): Promise<ChannelConnection[]> {
    const family = await this.families.get(`${hotelId}/${provider}`, async () => {
      const rows = await this.rows.findBy({ hotelId, provider, archivedAt: IsNull() });
      return rows.map((row) => this.connectionOf(row));
    });
    return family.filter((channel) => channel.id !== id);
  }

  /** A change of this process holds at once, at the other processes too. */
  forget({ hotelId, provider, id }: { hotelId: string; provider: Provider; id: string }): void {
    this.drop({ hotelId, provider, id });
    this.neighbours.tell('channel', { hotelId, provider, id });
  }

  sealFor(channel: { hotelId: string; id: string }, credentials: Record<string, string>): Buffer {
    return this.seal.seal(credentials, { hotelId: channel.hotelId, channelId: channel.id });
  }

  /** null: none stored, or not readable with this ENCRYPTION_KEY; either way the channel's door is closed. */
  credentialsOf(channel: Pick<Channel, 'hotelId' | 'id' | 'credentials'>): Record<string, string> | null {
    if (channel.credentials === null) return null;
    try {
      return this.seal.open(channel.credentials, { hotelId: channel.hotelId, channelId: channel.id });
    } catch (error) {
      this.logger.error(
        `The credentials of channel ${channel.id} cannot be read: ${error instanceof Error ? error.message : ''}`,
      );
      return null;
    }
  }

  private drop(channel: { hotelId: string; provider: string; id: string }): void {
    this.known.forget(channel.id);
    this.families.forget(`${channel.hotelId}/${channel.provider}`);
  }

  private async find(id: string): Promise<ChannelConnection | null> {
    const [address] = await query<{ hotelId: string }>(
      this.rows.manager.dataSource,
      `SELECT hotel_id AS "hotelId" FROM webhook_address WHERE channel_id = $1`,
      [id],
    );
    const row = address && (await this.rows.findOneBy({ hotelId: address.hotelId, id, archivedAt: IsNull() }));
    return row ? this.connectionOf(row) : null;
  }

  private connectionOf(row: Channel): ChannelConnection {
    const { hotelId, id, provider, name, phoneNumber, externalId, accountId, settings } = row;
    return {
      hotelId,
      id,
      provider,
      name,
      phoneNumber,
      externalId,
      accountId,
      settings,
      credentials: this.credentialsOf(row),
    };
  }
}
