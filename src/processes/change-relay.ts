import { Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';

import { ChangeSignal } from '../database/change-signal.js';
import { Neighbours } from './neighbours.js';

/** However many commits there are, neighbours are woken so often at most; the first one wakes them at once. */
const EVERY_MS = 5;

/** What any process commits wakes those of all: they read the change log, and their sockets hear of it at once. */
@Injectable()
export class ChangeRelay implements OnModuleInit, OnModuleDestroy {
  private resting: NodeJS.Timeout | undefined;
  private more = false;
  private unsubscribe: (() => void) | undefined;

  constructor(
    private readonly signal: ChangeSignal,
    private readonly neighbours: Neighbours,
  ) {}

  onModuleInit(): void {
    this.unsubscribe = this.signal.subscribe((where) => where === 'here' && this.pass());
    this.neighbours.hear('changes', () => this.signal.signal('elsewhere'));
  }

  onModuleDestroy(): void {
    this.unsubscribe?.();
    clearTimeout(this.resting);
  }

  private pass(): void {
    if (this.resting !== undefined) {
      this.more = true;
      return;
    }
    this.neighbours.tell('changes', null);
    this.resting = setTimeout(() => {
      this.resting = undefined;
      if (!this.more) return;
      this.more = false;
      this.pass();
    }, EVERY_MS);
    this.resting.unref();
  }
}
