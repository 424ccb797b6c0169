import { v7 } from 'uuid';

/** A new id: UUIDv7, made by the application, growing with real time. */
export function newId(): string {
  return v7();
}
