import { Injectable } from '@nestjs/common';
import { InjectDataSource, InjectRepository } from '@nestjs/typeorm';
import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { DataSource, In, IsNull, MoreThan, Repository } from 'typeorm';

import { Audit } from '../audit/index.js';
import { actorOf, allowed, Idempotency, type Principal } from '../auth/index.js';
import { Clock } from '../common/clock.js';
import { lastId, pageOf, type Page } from '../common/cursor.js';
import { NotFoundError } from '../common/errors.js';
import { newId } from '../common/ids.js';
import type { PageDto } from '../common/page.dto.js';
import { checkVersion } from '../common/version.js';
import { Config } from '../config/config.js';
import { ChangeSignal } from '../database/change-signal.js';
import { inTransaction, type Tx } from '../database/transaction.js';
import { isUniqueViolation } from '../database/unique-violation.js';
import { Adapters } from './adapters.js';
import { Channel } from './channel.entity.js';
import type { ChannelView, CredentialView } from './channel.view.js';
import { Channels } from './channels.js';
import type { CreateChannelDto } from './dto/create-channel.dto.js';
import type { UpdateChannelDto } from './dto/update-channel.dto.js';
import { ChannelExistsError, InvalidPhoneError, ProviderNotAvailableError } from './errors.js';
import { metaCredentials, metaSettings } from './meta-settings.js';

/** Connecting and changing channels. What they are used for is in channels.ts. */
@Injectable()
export class ChannelsService {
  constructor(
    @InjectDataSource() private readonly db: DataSource,
    @InjectRepository(Channel) private readonly rows: Repository<Channel>,
    private readonly channels: Channels,
    private readonly adapters: Adapters,
    private readonly config: Config,
    private readonly idempotency: Idempotency,
    private readonly audit: Audit,
    private readonly clock: Clock,
    private readonly signal: ChangeSignal,
  ) {}

  /** In the order they were connected. */
  async list(me: Principal, { limit, cursor }: PageDto): Promise<Page<ChannelView>> {
    const after = lastId('channels', cursor);
    const rows = await this.rows.find({
      where: { hotelId: me.hotelId, archivedAt: IsNull(), ...(after === null ? {} : { id: MoreThan(after) }) },
      order: { id: 'ASC' },
      take: limit + 1,
    });
    return pageOf(
      'channels',
      rows,
      limit,
      (row) => this.view(me, row),
      (row) => [row.id],
    );
  }

  async read(me: Principal, id: string): Promise<ChannelView> {
    const row = await this.rows.findOneBy({ hotelId: me.hotelId, id, archivedAt: IsNull() });
    if (!row) throw new NotFoundError('channel');
    return this.view(me, row);
  }

  /** As everybody of the hotel may read them, also those that were removed. */
  async views(hotelId: string, ids: readonly string[]): Promise<Map<string, ChannelView>> {
    const rows = await this.rows.findBy({ hotelId, id: In([...ids]) });
    return new Map(rows.map((row) => [row.id, this.view(null, row)]));
  }

  async create(me: Principal, key: string | undefined, dto: CreateChannelDto): Promise<ChannelView> {
    if (dto.provider !== 'meta-cloud' || !this.adapters.find(dto.provider))
      throw new ProviderNotAvailableError(dto.provider);
    const settings = metaSettings(dto.settings, this.config);
    const credentials = metaCredentials(dto.credentials);
    const answer = await this.idempotency.run(me, key, 'POST /channels', dto, async (tx) => {
      const now = this.clock.now();
      const ids = { hotelId: me.hotelId, id: newId() };
      const row = tx.manager.create(Channel, {
        ...ids,
        provider: dto.provider,
        name: dto.name,
        phoneNumber: e164(dto.phoneNumber),
        externalId: settings.phoneNumberId,
        accountId: settings.wabaId,
        settings: { ...settings },
        credentials: this.channels.sealFor(ids, credentials),
        status: 'connected',
        statusReason: null,
        pausedUntil: null,
        lastEventAt: null,
        archivedAt: null,
        version: 1,
        createdAt: now,
        updatedAt: now,
      });
      await numberOnce(() => tx.manager.save(Channel, row));
      await tx.query(`INSERT INTO webhook_address (channel_id, hotel_id) VALUES ($1, $2)`, [row.id, me.hotelId]);
      await this.record(tx, me, 'channel.connected', row, {}, told(row));
      tx.afterCommit(() => this.channels.forget(row));
      return { status: 201, body: this.view(me, row) };
    });
    return answer.body;
  }

  update(me: Principal, id: string, dto: UpdateChannelDto): Promise<ChannelView> {
    return inTransaction(this.db, async (tx) => {
      const row = await this.lock(tx, me, id);
      checkVersion(row.version, dto.version);
      const before = told(row);
      if (dto.settings !== undefined) {
        const settings = metaSettings({ ...row.settings, ...dto.settings }, this.config);
        Object.assign(row, {
          settings: { ...settings },
          externalId: settings.phoneNumberId,
          accountId: settings.wabaId,
        });
      }
      if (dto.credentials !== undefined) {
        const kept = this.channels.credentialsOf(row);
        row.credentials = this.channels.sealFor(row, metaCredentials({ ...kept, ...dto.credentials }));
        // New credentials are the answer to a channel in error; whether they are right, its next call tells.
        if (row.status === 'error') Object.assign(row, { status: 'connected', statusReason: null });
      }
      if (dto.phoneNumber !== undefined) row.phoneNumber = e164(dto.phoneNumber);
      row.name = dto.name ?? row.name;
      row.version += 1;
      row.updatedAt = this.clock.now();
      await numberOnce(() => tx.manager.save(Channel, row));
      await this.record(tx, me, 'channel.changed', row, before, {
        ...told(row),
        ...(dto.credentials === undefined ? {} : { credentials: 'changed' }),
      });
      tx.afterCommit(() => this.channels.forget(row));
      return this.view(me, row);
    });
  }

  /** Its conversations stay; its door and its credentials go. */
  remove(me: Principal, id: string): Promise<void> {
    return inTransaction(this.db, async (tx) => {
      const row = await this.lock(tx, me, id);
      const now = this.clock.now();
      await tx.query(`DELETE FROM webhook_address WHERE channel_id = $1`, [id]);
      Object.assign(row, {
        archivedAt: now,
        updatedAt: now,
        credentials: null,
        status: 'disconnected',
        version: row.version + 1,
      });
      await tx.manager.save(Channel, row);
      await this.record(tx, me, 'channel.removed', row, told(row), {});
      tx.afterCommit(() => this.channels.forget(row));
    });
  }

  private async lock(tx: Tx, me: Principal, id: string): Promise<Channel> {
    const where = { hotelId: me.hotelId, id, archivedAt: IsNull() };
    const row = await tx.manager.findOne(Channel, { where, lock: { mode: 'pessimistic_write' } });
    if (!row) throw new NotFoundError('channel');
    return row;
  }

  private async record(
    tx: Tx,
    me: Principal,
    action: string,
    row: Channel,
    before: Record<string, unknown>,
    after: Record<string, unknown>,
  ): Promise<void> {
    const actor = actorOf(me);
    await this.audit.record(tx, {
      hotelId: me.hotelId,
      actor,
      action,
      subject: { type: 'channel', id: row.id },
      before,
      after,
    });
    await tx.query(`INSERT INTO change (hotel_id, kind, subject_id, at) VALUES ($1, 'channel.updated', $2, $3)`, [
      me.hotelId,
      row.id,
      row.updatedAt,
    ]);
    tx.afterCommit(() => this.signal.signal());
  }

  private view(me: Principal | null, row: Channel): ChannelView {
    return {
      id: row.id,
      provider: row.provider,
      name: row.name,
      phoneNumber: row.phoneNumber,
      settings: row.settings,
      credentials: me !== null && allowed(me, 'channel:write') ? hinted(this.channels.credentialsOf(row)) : null,
      webhookUrl: `${this.config.http.publicUrl}/webhooks/${row.provider}/${row.id}`,
      status: row.status,
      statusReason: row.statusReason,
      capabilities: this.adapters.find(row.provider)?.capabilities ?? null,
      lastEventAt: row.lastEventAt,
      createdAt: row.createdAt,
      updatedAt: row.updatedAt,
      version: row.version,
    };
  }
}

/** Four of at least sixteen characters: a hint must not be most of the secret. */
function hinted(credentials: Record<string, string> | null): Record<string, CredentialView> {
  const entries = Object.entries(credentials ?? {});
  return Object.fromEntries(
    entries.map(([name, value]) => [name, { set: true, endsWith: value.length >= 16 ? value.slice(-4) : null }]),
  );
}

function told({ name, phoneNumber, settings }: Channel): Record<string, unknown> {
  return { name, phoneNumber, settings };
}

function e164(phone: string | null | undefined): string | null {
  if (phone === null || phone === undefined || phone.trim() === '') return null;
  const read = parsePhoneNumberFromString(phone);
  if (!read?.isValid()) throw new InvalidPhoneError();
  return read.number;
}

async function numberOnce(write: () => Promise<unknown>): Promise<void> {
  try {
    await write();
  } catch (error) {
    if (isUniqueViolation(error, 'channel_external')) throw new ChannelExistsError();
    throw error;
  }
}
