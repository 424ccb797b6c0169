import { existsSync, readdirSync, readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

const at = (path: string): URL => new URL(`../${path}`, import.meta.url);

describe('the shape of the project', () => {
  it.each(['package.json', 'nest-cli.json', 'tsconfig.json', 'src', 'test', 'migrations', 'docker', 'README.md'])(
    'F2: %s is at the top',
    (name) => {
      expect(existsSync(at(name))).toBe(true);
    },
  );

  it('F2: every script the README names is there', () => {
    const { scripts } = JSON.parse(readFileSync(at('package.json'), 'utf8')) as { scripts: Record<string, string> };
    const readme = readFileSync(at('README.md'), 'utf8') + readFileSync(at('CONTRIBUTING.md'), 'utf8');
    const named = [...readme.matchAll(/npm run ([a-z:-]+)/g)].map(([, name]) => name ?? '');
    expect(named.length).toBeGreaterThan(3);
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });

  it('F4: every desk that tests build has its answers held against the API’s document', () => {
    const files = ['src', 'test'].flatMap((folder) =>
      readdirSync(at(folder), { recursive: true, encoding: 'utf8' }).map((file) => `${folder}/${file}`),
    );
    const building = files.filter(
      (file) => file.endsWith('.ts') && readFileSync(at(file), 'utf8').includes('createNestApplication<'),
    );
    expect(building.length).toBeGreaterThan(2);
    expect(building.filter((file) => !readFileSync(at(file), 'utf8').includes('watchAnswers(app)'))).toEqual([]);
  });
});
