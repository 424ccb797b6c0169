import { Injectable } from '@nestjs/common';

import { Channels, type ChannelCapabilities, type MediaKind } from '../channels/index.js';
import { Config } from '../config/config.js';
import { MediaTooLargeError, MediaTypeUnsupportedError } from './media.errors.js';

type Limits = ChannelCapabilities['media'];

/** What staff may send: the house's settings and the channel's own limits, whichever is smaller (E7). */
@Injectable()
export class UploadLimits {
  constructor(
    private readonly channels: Channels,
    private readonly config: Config,
  ) {}

  /** The most bytes worth taking in, whatever it turns out to be. */
  get maxBytes(): number {
    return this.config.media.maxFileSize;
  }

  /**
   * What a file would be sent as. Which channel it will go through is not known at an upload, so it must fit one of
   * the hotel's. Throws MediaTypeUnsupportedError or MediaTooLargeError.
   */
  async kindOf(hotelId: string, file: { mimeType: string; size: number }): Promise<MediaKind> {
    const fits = (await this.channels.capabilitiesOf(hotelId)).map(({ media }) => this.judge(media, file));
    const kind = fits.find((one) => typeof one === 'string');
    if (kind !== undefined) return kind;
    throw fits.find((one) => one instanceof MediaTooLargeError) ?? this.unsupported(file.mimeType);
  }

  /** Whether this very channel takes it. Throws as `kindOf`. */
  check(limits: Limits, file: { mimeType: string; size: number }): void {
    const judged = this.judge(limits, file);
    if (judged instanceof Error) throw judged;
  }

  private judge(limits: Limits, { mimeType, size }: { mimeType: string; size: number }): MediaKind | Error {
    for (const kind of this.config.media.kinds) {
      const limit = limits?.[kind];
      if (!limit?.types.includes(mimeType)) continue;
      const most = Math.min(limit.maxBytes, this.maxBytes);
      return size <= most ? kind : new MediaTooLargeError(most);
    }
    return this.unsupported(mimeType);
  }

  private unsupported(mimeType: string): MediaTypeUnsupportedError {
    return new MediaTypeUnsupportedError(mimeType, this.config.media.kinds);
  }
}
