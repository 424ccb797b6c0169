import type { Command } from 'commander';

/** `print` is for people, `--json` prints the result itself. */
export type Answer = <T extends object>(command: Command, result: T, print: (result: T) => string) => void;
