import { randomBytes } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';

import { connectNumber, startDeskProcess, type DeskProcess, type RedisProcess } from '../../src/bench/index.js';
import { MetaCloudSimulator } from '../../src/simulators/index.js';
import { inDoubt, isAtRest, judge, type Rule } from './evidence.js';
import { Page, Staff } from './staff.js';
import { Traffic } from './traffic.js';

const PROBES = ['/health/live', '/health/ready', '/metrics'];
const DOORS = [
  '/',
  '/inbox',
  '/api/v1/me',
  '/api/docs',
  '/webhooks/meta-cloud/x?hub.mode=subscribe',
  '/socket.io/?EIO=4',
];
const START_AGAIN_MS = 120_000;
const REST_MS = 120_000;
const OFFERED_MS = 90_000;
const TOLD_MS = 30_000;

export interface ClusterOptions {
  /** empty */
  databaseUrl: string;
  redis: RedisProcess;
  dataDir: string;
  guests: number;
  /** between two messages of a guest, on average */
  pauseMs: number;
  /** what happens, one after another, while guests write */
  troubles: readonly Trouble[];
  say: (line: string) => void;
}

/** `restart`: SIGTERM, then again; `kill`: kill -9, then again; `redis away`: for some seconds, and back empty. */
export type Trouble = `${'restart' | 'kill'} ${'api' | 'worker'} ${1 | 2}` | 'redis away';

export interface Outcome {
  rules: Rule[];
  figures: [string, number][];
}

/** Two apis and two workers on one database and Redis, in real processes, with guests, staff and trouble. */
export async function tryCluster(options: ClusterOptions): Promise<Outcome> {
  const { databaseUrl, redis, dataDir, say } = options;
  const cloud = new MetaCloudSimulator({ retry: { attempts: 400, delayMs: 50 }, webhookTimeoutMs: 5_000 });
  const shared = {
    DATABASE_URL: databaseUrl,
    REDIS_URL: redis.url,
    DATA_DIR: dataDir,
    META_GRAPH_URL: await cloud.listen(),
    JWT_SECRET: randomBytes(32).toString('hex'),
    ENCRYPTION_KEY: randomBytes(32).toString('hex'),
    // Nobody here is a flood, nor waits for WhatsApp's pace; what is in doubt is offered to staff as soon as it may be.
    RATE_LIMIT_REQUESTS: '100000',
    SEND_PAIR_SECONDS: '0',
    SEND_UNCONFIRMED_AFTER: '30',
  };
  const programs = new Map<string, DeskProcess>();
  const pages: Page[] = [];
  const start = async (name: string): Promise<void> => {
    const [ROLE = ''] = name.split(' ');
    programs.set(name, await startDeskProcess({ ...shared, ROLE }));
  };
  try {
    await start('api 1'); // founds the hotel
    await Promise.all(['api 2', 'worker 1', 'worker 2'].map(start));
    say('2 apis and 2 workers are ready.');
    const apis = ['api 1', 'api 2'].map((name) => programs.get(name) as DeskProcess);
    const urls = apis.map(({ url }) => url);
    const { channelId, api } = await connectNumber(apis[0] as DeskProcess, cloud.about());
    await api('POST', '/departments', { name: 'Housekeeping', keywords: ['towels'] });
    await api('PATCH', '/hotel', { limits: { writesPerMinute: 10_000 } });
    const staff = await Staff.signIn(urls, (apis[0] as DeskProcess).login);
    for (const [n, url] of urls.entries())
      for (const which of ['first', 'second']) pages.push(new Page(`the ${which} page of api ${n + 1}`, url, staff));

    const doors = urls.map((url) => `${url}/webhooks/meta-cloud/${channelId}`);
    const traffic = new Traffic(cloud, staff, doors, options.guests, options.pauseMs);
    for (const trouble of options.troubles) {
      await wait(options.pauseMs * 4);
      say(trouble);
      await make(trouble, programs, redis);
    }
    await wait(options.pauseMs * 4);
    await traffic.stop();
    say('Guests are silent; the desk comes to rest.');
    await until(() => isAtRest(databaseUrl), REST_MS, 'the desk did not come to rest');
    await cloud.settled();
    const doubtful = await inDoubt(databaseUrl, cloud);
    for (const id of doubtful)
      await until(() => staff.mayAsk('POST', `/messages/${id}/retry`), OFFERED_MS, 'not offered');
    await until(() => isAtRest(databaseUrl), REST_MS, 'the desk did not come to rest');
    await cloud.settled();

    const known = { cloud, acknowledged: traffic.acknowledged, answers: traffic.answers, pages };
    let rules = await judge(databaseUrl, known);
    for (const end = Date.now() + TOLD_MS; !rules.every(isKept) && Date.now() < end; await wait(500))
      rules = await judge(databaseUrl, known);
    rules = [...(await doorsOfWorkers(['worker 1', 'worker 2'].flatMap((name) => programs.get(name) ?? []))), ...rules];
    const sum = (of: keyof Page['counts']): number => pages.reduce((total, { counts }) => total + counts[of], 0);
    return {
      rules,
      figures: [
        ['messages guests wrote', traffic.written],
        ['webhooks that had no answer, or not 200', cloud.webhooks.counts.unanswered + cloud.webhooks.counts.refused],
        ['connections of pages', sum('connections')],
        ['of these told what they missed', sum('resumed')],
        ['of these told to read again', sum('readAgain')],
        ['sends in doubt after a kill, sent again by staff', doubtful.length],
      ],
    };
  } finally {
    for (const page of pages) page.close();
    await cloud.close();
    await Promise.allSettled([...programs.values()].map((program) => program.stop()));
  }
}

/** A worker answers its probes, and is nobody's desk. */
async function doorsOfWorkers(workers: readonly DeskProcess[]): Promise<Rule[]> {
  const answers = async (paths: readonly string[], status: number): Promise<number> => {
    const asked = await Promise.all(workers.flatMap(({ url }) => paths.map((path) => fetch(`${url}${path}`))));
    return asked.filter((answer) => answer.status === status).length;
  };
  return [
    { says: 'probes that workers answer', expected: workers.length * PROBES.length, found: await answers(PROBES, 200) },
    {
      says: 'doors that workers keep closed',
      expected: workers.length * DOORS.length,
      found: await answers(DOORS, 404),
    },
  ];
}

export function isKept({ expected, found }: Rule): boolean {
  return expected === found;
}

/** As `npm run cluster:try` prints it. */
export function tableOf({ rules, figures }: Outcome): string {
  const rows = rules.map((rule) => [isKept(rule) ? 'yes' : 'NO', String(rule.expected), String(rule.found), rule.says]);
  return [
    ...figures.map(([says, count]) => `${String(count).padStart(19)}  ${says}`),
    '',
    ...[['kept', 'expected', 'found', 'what'], ...rows].map(([kept = '', expected = '', found = '', says = '']) =>
      [kept.padEnd(4), expected.padStart(8), found.padStart(6), says].join('  '),
    ),
  ].join('\n');
}

async function make(trouble: Trouble, programs: ReadonlyMap<string, DeskProcess>, redis: RedisProcess): Promise<void> {
  if (trouble === 'redis away') {
    await redis.stop();
    await wait(5_000);
    return redis.start();
  }
  const [what = '', ...name] = trouble.split(' ');
  const program = programs.get(name.join(' '));
  if (program === undefined) throw new Error(`There is no ${name.join(' ')}.`);
  await (what === 'kill' ? program.kill() : program.stop());
  await startAgain(program);
}

/** As a supervisor does it: a machine that is busy may let a start's connections wait too long. */
async function startAgain(program: DeskProcess): Promise<void> {
  for (const end = Date.now() + START_AGAIN_MS; ;) {
    try {
      return await program.start();
    } catch (error) {
      if (Date.now() > end) throw error;
    }
  }
}

async function until(holds: () => Promise<boolean>, ms: number, otherwise: string): Promise<void> {
  for (const end = Date.now() + ms; !(await holds()); await wait(200)) if (Date.now() > end) throw new Error(otherwise);
}
