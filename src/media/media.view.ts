import { ApiProperty } from '@nestjs/swagger';

import type { MediaKind } from '../channels/index.js';

const KINDS: readonly MediaKind[] = ['image', 'video', 'audio', 'document', 'sticker'];

/** A file that was uploaded and can be sent. */
export class MediaView {
  id: string;
  /** What it is sent as: the `type` of the content */
  @ApiProperty({ enum: KINDS, enumName: 'MediaKind' })
  kind: MediaKind;
  /** What its own bytes say it is, whatever was declared */
  mimeType: string;
  /** bytes */
  size: number;
  filename: string | null;
  /** Pixels as it is shown; null: no picture */
  width: number | null;
  height: number | null;
  /** Milliseconds; null: no sound or film, or not known */
  durationMs: number | null;
}
