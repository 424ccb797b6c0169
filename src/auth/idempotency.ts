import { createHmac } from 'node:crypto';
import { createParamDecorator, Injectable, type ExecutionContext } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { FastifyRequest } from 'fastify';
import { DataSource } from 'typeorm';

import { DomainError } from '../common/errors.js';
import { Config } from '../config/config.js';
import { inTransaction, type Tx } from '../database/transaction.js';
import type { Principal } from './principal.js';

const KEPT_MS = 24 * 3_600_000;

export interface Answer<T> {
  status: number;
  body: T;
  /** what a repeat is answered, where that is not `body`: a secret is told once and kept nowhere */
  kept?: T;
}

export class IdempotencyKeyReusedError extends DomainError {
  override readonly name = 'IdempotencyKeyReusedError';

  constructor() {
    super('conflict', 'idempotency_key_reused', 'This Idempotency-Key was used for another request.');
  }
}

export class InvalidIdempotencyKeyError extends DomainError {
  override readonly name = 'InvalidIdempotencyKeyError';

  constructor() {
    super('invalid', 'invalid_idempotency_key', 'An Idempotency-Key is 1 to 255 printable characters.');
  }
}

/** The request's Idempotency-Key header, checked; undefined when none was sent. */
export const IdempotencyKey = createParamDecorator((_: unknown, context: ExecutionContext): string | undefined => {
  const given = context.switchToHttp().getRequest<FastifyRequest>().headers['idempotency-key'];
  if (given === undefined) return undefined;
  if (typeof given !== 'string' || !/^[\x21-\x7e]{1,255}$/.test(given)) throw new InvalidIdempotencyKeyError();
  return given;
});

/**
 * A POST that is sent twice makes one thing. The key is a row of the same transaction as the work: a
 * second request with it waits at the unique key until the first commits and then gets its answer, or
 * does the work itself when the first one failed.
 */
@Injectable()
export class Idempotency {
  constructor(
    @InjectDataSource() private readonly db: DataSource,
    private readonly config: Config,
  ) {}

  /** Without a key it is just a transaction. `route` as `POST /departments`. */
  async run<T>(
    who: Pick<Principal, 'hotelId' | 'userId'>,
    key: string | undefined,
    route: string,
    body: unknown,
    work: (tx: Tx) => Promise<Answer<T>>,
  ): Promise<Answer<T>> {
    return inTransaction(this.db, async (tx) => {
      if (key === undefined) return work(tx);
      const id = [who.hotelId, who.userId, key];
      const hash = this.hashOf(body);
      if (!(await claim(tx, id, route, hash))) return replay<T>(tx, id, route, hash);
      const answer = await work(tx);
      await tx.query(
        `UPDATE idempotency_key SET status = $4, answer = $5 WHERE hotel_id = $1 AND user_id = $2 AND key = $3`,
        [...id, answer.status, JSON.stringify(answer.kept ?? answer.body ?? null)],
      );
      return answer;
    });
  }

  /** Keyed, because a body may carry a password and this is kept for a day. */
  private hashOf(body: unknown): Buffer {
    return createHmac('sha256', this.config.jwtSecret).update(canonical(body)).digest();
  }
}

/** True: the key is ours now. Waits for another transaction that is using it. A key older than a day is free again. */
async function claim(tx: Tx, id: string[], route: string, hash: Buffer): Promise<boolean> {
  const now = new Date();
  const rows = await tx.query(
    `INSERT INTO idempotency_key AS k (hotel_id, user_id, key, route, body_hash, status, answer, created_at)
     VALUES ($1, $2, $3, $4, $5, 0, 'null', $6)
     ON CONFLICT (hotel_id, user_id, key) DO UPDATE SET route = $4, body_hash = $5, created_at = $6 WHERE k.created_at < $7
     RETURNING 1`,
    [...id, route, hash, now, new Date(now.getTime() - KEPT_MS)],
  );
  return rows.length > 0;
}

async function replay<T>(tx: Tx, id: string[], route: string, hash: Buffer): Promise<Answer<T>> {
  const [kept] = await tx.query<{ route: string; bodyHash: Buffer; status: number; answer: T }>(
    `SELECT route, body_hash AS "bodyHash", status, answer FROM idempotency_key
     WHERE hotel_id = $1 AND user_id = $2 AND key = $3`,
    id,
  );
  if (!kept || kept.route !== route || !kept.bodyHash.equals(hash)) throw new IdempotencyKeyReusedError();
  return { status: kept.status, body: kept.answer };
}

/** The same JSON whatever the order of its members. */
function canonical(value: unknown): string {
  return (
    JSON.stringify(value, (_, part: unknown) =>
      typeof part === 'object' && part !== null && !Array.isArray(part)
        ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
        : part,
    ) ?? ''
  );
}
