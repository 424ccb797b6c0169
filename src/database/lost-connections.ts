import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';

/** Tells of connections that broke, until the desk itself is about to give them up. */
@Injectable()
export class LostConnections implements BeforeApplicationShutdown {
  private readonly logger = new Logger('Database');
  private closing = false;

  beforeApplicationShutdown(): void {
    this.closing = true;
  }

  tell(error: Error): void {
    if (!this.closing) this.logger.warn(`A connection to the database was lost: ${error.message}`);
  }
}
