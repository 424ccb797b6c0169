export class LiveView {
  status: 'ok';
}

export class ReadyView {
  status: 'ready' | 'not_ready';
  /** `starting`, `stopping`, `database_away`; null when ready */
  reason: string | null;
}
