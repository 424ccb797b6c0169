import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';

import { Audit } from '../audit/index.js';
import { lastId, pageOf, type Page } from '../common/cursor.js';
import type { FieldError } from '../common/errors.js';
import { newId } from '../common/ids.js';
import type { PageDto } from '../common/page.dto.js';
import { InvalidInputError } from '../common/validation.pipe.js';
import { inTransaction, type Tx } from '../database/transaction.js';
import type { ApiKeyView, NewApiKeyView } from './api-key.view.js';
import { ApiKeysRepository } from './api-keys.repository.js';
import type { CreateApiKeyDto } from './dto/create-api-key.dto.js';
import { ApiKeyInvalidError } from './errors.js';
import { Idempotency } from './idempotency.js';
import { actorOf, type Principal } from './principal.js';
import { hashOf, newSecret } from './refresh-tokens.js';
import { roleOfKey, scopeFits } from './scopes.js';

const PREFIX = 'bh_';

/** Keys for the hotel's programs: made, listed, ended, and recognised. Only their hashes are kept. */
@Injectable()
export class ApiKeys {
  constructor(
    @InjectDataSource() private readonly db: DataSource,
    private readonly repository: ApiKeysRepository,
    private readonly idempotency: Idempotency,
    private readonly audit: Audit,
  ) {}

  async list(me: Principal, { limit, cursor }: PageDto): Promise<Page<ApiKeyView>> {
    const before = lastId('api-keys', cursor);
    return pageOf(
      'api-keys',
      await this.repository.list(me.hotelId, before, limit),
      limit,
      (key) => key,
      (key) => [key.id],
    );
  }

  async create(me: Principal, idempotencyKey: string | undefined, dto: CreateApiKeyDto): Promise<NewApiKeyView> {
    const answer = await this.idempotency.run<NewApiKeyView>(me, idempotencyKey, 'POST /api-keys', dto, async (tx) => {
      const departmentIds = dto.departmentIds ?? null;
      const now = new Date();
      const expiresAt = dto.expiresAt ? new Date(dto.expiresAt) : null;
      await this.check(tx, me.hotelId, dto, departmentIds, expiresAt, now);
      const id = newId();
      const key = PREFIX + newSecret();
      await this.repository.insert(tx, {
        hotelId: me.hotelId,
        id,
        hash: hashOf(key),
        name: dto.name,
        endsWith: key.slice(-4),
        scopes: dto.scopes,
        departmentIds,
        createdBy: me.userId,
        createdAt: now,
        expiresAt,
      });
      const after = { name: dto.name, scopes: dto.scopes, departmentIds, expiresAt };
      await this.record(tx, me, 'api_key.added', id, { after });
      const view = await this.repository.view(tx, me.hotelId, id);
      return { status: 201, body: { ...view, key }, kept: { ...view, key: null } };
    });
    return answer.body;
  }

  end(me: Principal, id: string): Promise<void> {
    return inTransaction(this.db, async (tx) => {
      const { name } = await this.repository.view(tx, me.hotelId, id);
      await this.repository.end(tx, me.hotelId, id, new Date());
      await this.record(tx, me, 'api_key.ended', id, { before: { name } });
    });
  }

  /** Whether a bearer's token is meant to be an API key. */
  static isKey(token: string): boolean {
    return token.startsWith(PREFIX);
  }

  /** Who asks with this key. Throws ApiKeyInvalidError: unknown, expired or ended. */
  async principal(key: string): Promise<Principal> {
    const now = new Date();
    const found = await this.repository.byHash(hashOf(key), now);
    if (!found) throw new ApiKeyInvalidError();
    if (found.stale) await this.repository.noteUse(found, now);
    const { hotelId, id, name, scopes, wholeHotel, departmentIds, writesPerMinute } = found;
    return {
      userId: id,
      hotelId,
      role: roleOfKey(wholeHotel),
      sessionId: id,
      departmentIds,
      apiKey: { name, scopes },
      writesPerMinute,
    };
  }

  private async check(
    tx: Tx,
    hotelId: string,
    { scopes }: CreateApiKeyDto,
    departmentIds: string[] | null,
    expiresAt: Date | null,
    now: Date,
  ): Promise<void> {
    const errors: FieldError[] = [];
    for (const scope of scopes.filter((one) => !scopeFits(one, departmentIds === null))) {
      const message = `scopes: ${scope} is for keys of the whole hotel`;
      errors.push({ field: 'scopes', code: 'whole_hotel_only', message });
    }
    for (const id of await this.repository.unknownDepartments(tx, hotelId, departmentIds ?? [])) {
      const message = `departmentIds: ${id} is no department of this hotel`;
      errors.push({ field: 'departmentIds', code: 'unknown_department', message });
    }
    if (expiresAt !== null && expiresAt <= now)
      errors.push({ field: 'expiresAt', code: 'is_past', message: 'expiresAt must lie ahead' });
    if (errors.length > 0) throw new InvalidInputError(errors);
  }

  private record(
    tx: Tx,
    me: Principal,
    action: string,
    id: string,
    told: { before?: Record<string, unknown>; after?: Record<string, unknown> },
  ): Promise<void> {
    const subject = { type: 'api_key', id };
    return this.audit.record(tx, { hotelId: me.hotelId, actor: actorOf(me), action, subject, ...told });
  }
}
