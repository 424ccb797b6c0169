/** Lower first: a module imports only what stands before it. Folders not named here are free to import any of them. */
const ORDER = [
  'audit',
  'departments',
  'channels',
  'attendees',
  'conversations',
  // Knows who may see a message, and is what messages with a file are sent from.
  'media',
  'messages',
  'guests',
  'search',
  'flows',
  'routing',
  'webhooks',
  'sync',
];

/** They listen and read; nobody imports them but the list of modules. */
const LISTENERS = ['realtime', 'notifications', 'mirror', 'ops'];

const TOP = '^src/(main|desk|cli|app\\.module|openapi)[^/]*\\.ts$';

export default {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'front-door',
      comment: 'A module has one face: others import its index.ts.',
      severity: 'error',
      from: { path: '^src/([^/]+)/' },
      to: { path: '^src/[^/]+/', pathNot: ['^src/$1/', '^src/[^/]+/index\\.ts$', '^src/(common|config|database)/'] },
    },
    {
      name: 'front-door-from-the-top',
      severity: 'error',
      from: { path: '^src/[^/]+\\.ts$' },
      to: { path: '^src/[^/]+/', pathNot: ['^src/[^/]+/index\\.ts$', '^src/(common|config|database)/'] },
    },
    {
      name: 'foundations-know-no-module',
      severity: 'error',
      from: { path: '^src/(common|config|database)/' },
      to: { path: '^src/', pathNot: '^src/(common|config|database)/' },
    },
    {
      name: 'common-stands-alone',
      comment: 'config/ may be read by common/ (the logger); database/ lies above both.',
      severity: 'error',
      from: { path: '^src/(common|config)/' },
      to: { path: '^src/database/' },
    },
    ...ORDER.slice(0, -1).map((name, index) => ({
      name: `one-way-${name}`,
      severity: 'error',
      from: { path: `^src/${name}/` },
      to: { path: `^src/(${ORDER.slice(index + 1).join('|')})/` },
    })),
    {
      name: 'nobody-imports-listeners',
      severity: 'error',
      from: { path: '^src/', pathNot: [TOP, ...LISTENERS.map((name) => `^src/${name}/`)] },
      to: { path: `^src/(${LISTENERS.join('|')})/` },
    },
    {
      name: 'demo-and-simulators-on-demand',
      comment: 'Not part of a real desk: loaded by dynamic import in demo mode, absent from the Docker image.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(simulators|demo|bench|chaos)/|\\.spec\\.ts$' },
      to: { path: '^src/(simulators|demo|bench|chaos)/', dynamic: false },
    },
    {
      name: 'checker-shares-no-code',
      comment: 'What judges the desk is not judged with its own code: SQL and the evidence, nothing else.',
      severity: 'error',
      from: { path: '^src/chaos/checker/' },
      to: { pathNot: ['^src/chaos/checker/', '^node_modules/(@types/)?pg/'] },
    },
    {
      name: 'program-knows-no-tests',
      comment: 'Tests, scripts and screens stay out of the program.',
      severity: 'error',
      from: { path: '^src/', pathNot: '\\.spec\\.ts$' },
      to: { path: '^(test|scripts|web)/' },
    },
    {
      name: 'only-what-is-installed',
      severity: 'error',
      from: { path: '^src/', pathNot: '\\.spec\\.ts$' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown', 'unknown'], pathNot: '^src/' },
    },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.js', '.mjs', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
