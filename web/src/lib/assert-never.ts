/** Closes a union: a new member stops the build at each switch that forgot it. */
export function assertNever(value: never): never {
  throw new Error(`Unexpected value: ${JSON.stringify(value)}`);
}
