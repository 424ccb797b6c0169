import { setTimeout as wait } from 'node:timers/promises';

import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { Rule } from '../../src/chaos/checker/index.js';
import { Random } from '../../src/chaos/random.js';
import { World } from '../../src/chaos/world.js';
import { openHastyDoor } from './hasty-door.js';

/** A send's claim is written and does not hold: neither the chat's nor the attempt's. */
const VOID_CLAIMS = `
  CREATE FUNCTION stay_queued() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.status := 0; RETURN NEW; END $$;
  CREATE FUNCTION stay_free() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.sending_until := NULL; RETURN NEW; END $$;
  CREATE TRIGGER mutant BEFORE UPDATE ON send_attempt FOR EACH ROW WHEN (NEW.status = 10) EXECUTE FUNCTION stay_queued();
  CREATE TRIGGER mutant BEFORE UPDATE ON message FOR EACH ROW WHEN (NEW.status = 10) EXECUTE FUNCTION stay_queued();
  CREATE TRIGGER mutant BEFORE UPDATE ON chat FOR EACH ROW WHEN (NEW.sending_until IS NOT NULL) EXECUTE FUNCTION stay_free();`;

/**
 * Tests of the checker: three desks that break a promise, each made from outside. What a desk keeps by its schema is
 * taken away in its database; what it keeps by its order of work, by a door in front of it that has another. So the
 * desk has no switch for being wrong, and no patch of its code has to follow the code.
 */
describe('the checker', () => {
  let world: World;

  beforeEach(async () => {
    world = await World.open({ random: new Random(7), redis: false });
  }, 300_000);
  afterEach(() => world?.close(), 180_000);

  const found = async (): Promise<Set<Rule>> => {
    await world.farSide.call('fallSilent');
    expect(await world.atRest()).toBe(true);
    const { verdict } = await world.judge();
    return new Set(verdict.findings.map(({ rule }) => rule));
  };

  const heldBack = async (): Promise<number> =>
    (await world.farSide.call('evidence')).written.filter(({ acknowledged }) => !acknowledged).length;

  const guestsHeard = async (): Promise<number> => {
    const { written } = await world.farSide.call('evidence');
    return new Set(written.filter(({ acknowledged }) => acknowledged).map(({ phone }) => phone)).size;
  };

  const whileNothingIsStored = async (work: (sql: pg.Client) => Promise<void>): Promise<void> => {
    const client = new pg.Client({ connectionString: world.databaseUrl });
    await client.connect();
    try {
      await client.query(`BEGIN; LOCK TABLE message IN SHARE MODE`);
      await work(client);
    } finally {
      await client.end();
    }
  };

  const somethingWaits = async (sql: pg.Client): Promise<boolean> => {
    const { rowCount } = await sql.query(
      `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    );
    return rowCount !== 0;
  };

  it('catches a desk that keeps messages twice: without the unique index (promise 2)', async () => {
    await world.sql(`DROP INDEX message_provider`);
    // Guests who are known and nobody who answers: their words take the short way, which leaves this to the index.
    await world.sql(`UPDATE hotel SET auto_reply = '{"enabled": false}'`);
    await world.farSide.call('arrive', 6);
    while ((await guestsHeard()) < 6) await wait(50);
    await whileNothingIsStored(async (sql) => {
      // One message is being stored; those after it wait for the next commit together, each more than once.
      while (!(await somethingWaits(sql))) await wait(20);
      await world.farSide.call('unrest', 'held back');
      while ((await heldBack()) < 4) await wait(20);
      await world.farSide.call('unrest', 'told again');
      await world.farSide.call('unrest', 'told again');
      while ((await world.farSide.call('webhooksUnderWay')) < 12) await wait(50);
      for (let n = 0; n < 3; n++) await fetch(`${world.desk.url}/health/live`); // it reads them too
    });
    await world.farSide.call('calm');
    expect(await found()).toContain('stored more than once');
  }, 300_000);

  it('catches a desk that acknowledges first (promise 1)', async () => {
    const door = await openHastyDoor(world.desk.url);
    try {
      await world.farSide.call('comeBy', door.url);
      await world.farSide.call('arrive', 3);
      await wait(500);
      const away = world.killAndStart(world.desk, 1_500);
      await wait(500);
      await world.farSide.call('arrive', 3); // they write at once
      await away;
      expect(await found()).toContain('acknowledged, not stored');
    } finally {
      await door.close();
    }
  }, 300_000);

  it('catches a desk that sends again what it sent: without claims (promise 8)', async () => {
    await world.sql(VOID_CLAIMS);
    await world.farSide.call('trouble', 'slow');
    await world.farSide.call('arrive', 4);
    while ((await world.farSide.call('callsUnderWay')) === 0) await wait(10);
    // The provider's ticks would tell the desk that it was sent, were they faster than what begins again.
    await world.farSide.call('unrest', 'held back');
    await world.desk.kill();
    while ((await world.farSide.call('callsUnderWay')) > 0) await wait(50);
    await world.desk.start();
    while ((await world.farSide.call('callsUnderWay')) === 0) await wait(50);
    await world.farSide.call('heal');
    await world.farSide.call('calm');
    expect(await found()).toContain('shown twice on a phone');
  }, 300_000);
});
