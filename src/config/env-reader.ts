export type Env = Record<string, string | undefined>;

/** The settings cannot be used; one line per mistake. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';

  constructor(readonly lines: readonly string[]) {
    super(lines.join('\n'));
  }
}

/** Reads single settings and collects what is wrong with them. An empty value counts as not given. */
export class EnvReader {
  readonly mistakes: string[] = [];

  constructor(private readonly env: Env) {}

  wrong(line: string): void {
    this.mistakes.push(line);
  }

  text(name: string, otherwise: string): string {
    return this.env[name]?.trim() || otherwise;
  }

  list(name: string): string[] {
    return this.text(name, '')
      .split(',')
      .map((entry) => entry.trim())
      .filter((entry) => entry !== '');
  }

  integer(name: string, otherwise: number, least: number, most: number): number {
    const text = this.text(name, String(otherwise));
    const value = /^\d{1,12}$/.test(text) ? Number(text) : NaN;
    if (value >= least && value <= most) return value;
    this.wrong(`${name} must be a whole number from ${least} to ${most}, not "${text}".`);
    return otherwise;
  }

  flag(name: string, otherwise = false): boolean {
    const text = this.text(name, otherwise ? '1' : '0').toLowerCase();
    if (!['0', '1', 'false', 'true', 'off', 'on'].includes(text)) this.wrong(`${name} must be 1 or 0, not "${text}".`);
    return ['1', 'true', 'on'].includes(text);
  }

  oneOf<T extends string>(name: string, values: readonly T[], otherwise: T): T {
    const text = this.text(name, otherwise);
    const value = values.find((known) => known === text);
    if (value !== undefined) return value;
    this.wrong(`${name} must be ${values.map((known) => `"${known}"`).join(', ')}, not "${text}".`);
    return otherwise;
  }

  url<T extends string | null>(name: string, otherwise: T, protocols: readonly string[]): string | T {
    const text = this.text(name, '');
    if (text === '') return otherwise;
    if (URL.canParse(text) && protocols.includes(new URL(text).protocol)) return text;
    // The value is not repeated: a database's address carries its password.
    this.wrong(`${name} must be an address that starts with ${protocols.map((known) => `${known}//`).join(' or ')}.`);
    return otherwise;
  }

  /** 32 bytes or more, as hex or as text; the value is never repeated in a message. */
  secret(name: string): string | null {
    const text = this.text(name, '');
    if (text === '') return null;
    if (Buffer.byteLength(text) < 32) this.wrong(`${name} must have 32 bytes or more, as hex or text.`);
    return text;
  }
}
