import { ApiProperty } from '@nestjs/swagger';

import { DISK_STATES, type DiskState } from '../common/disk-space.js';

export class LiveView {
  status: 'ok';
}

export class ReadyView {
  status: 'ready' | 'not_ready';
  /** `starting`, `stopping`, `database_away`, `disk_full`; null when ready */
  reason: string | null;
  /** Of DATA_DIR: `low` has been told to administrators, at `full` no more files are taken in; messages are */
  @ApiProperty({ enum: DISK_STATES })
  disk: DiskState;
}
