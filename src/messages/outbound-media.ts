import { Injectable } from '@nestjs/common';

import type { Principal } from '../auth/index.js';
import {
  Channels,
  type ChannelConnection,
  type MessageContent,
  type OutboundContent,
  type TemplateContent,
} from '../channels/index.js';
import { DomainError } from '../common/errors.js';
import type { Sql } from '../common/sql.js';
import { MediaFiles, newsOf, UploadLimits, type ReadyMedia } from '../media/index.js';
import type { OutgoingContent } from './outgoing-content.js';

export class MediaNotSendableError extends DomainError {
  override readonly name = 'MediaNotSendableError';

  constructor() {
    const message = 'This file is not one the channel can send.';
    super('invalid', 'media_not_sendable', message, {
      errors: [{ field: 'content.mediaId', code: 'media_not_sendable', message }],
    });
  }
}

/** What staff ask to send, with the files it names. */
@Injectable()
export class OutgoingMedia {
  constructor(
    private readonly files: MediaFiles,
    private readonly limits: UploadLimits,
    private readonly channels: Channels,
  ) {}

  /**
   * The content as the row keeps it. Throws MediaNotSendableError for a file that is not here, not this person's to
   * see or of another kind, MediaTooLargeError and MediaTypeUnsupportedError for one this channel does not take.
   */
  async stored(
    sql: Sql,
    user: Principal,
    channel: ChannelConnection,
    content: OutgoingContent,
  ): Promise<MessageContent> {
    const ids = 'mediaId' in content ? [content.mediaId] : mediaIdsOf(content);
    if (ids.length === 0) return content as Exclude<OutgoingContent, { mediaId: string }>;
    const found = new Map((await this.files.visible(sql, user, ids)).map((file) => [file.id, file]));
    const { media: limits } = this.channels.adapter(channel.provider).capabilities;
    for (const id of ids) this.limits.check(limits, sendable(found.get(id)));
    if (!('mediaId' in content)) return content;
    const file = sendable(found.get(content.mediaId));
    if (file.kind !== content.type) throw new MediaNotSendableError();
    const { type, mediaId, caption } = content;
    const { mimeType, size, filename } = file;
    return { type, mediaId, caption, mimeType, size, filename, state: 'ready', ...newsOf(file) };
  }
}

/** Our media that a message names. */
export function mediaIdsOf(content: MessageContent | OutgoingContent): string[] {
  if ('mediaId' in content) return [content.mediaId];
  return content.type === 'template' ? templateMedia(content) : [];
}

/**
 * The content as an adapter sends it: our media ids become the provider's (`held`; all of them are in it). Null: not
 * something that is sent.
 */
export function outboundContentOf(
  content: MessageContent,
  held: Pick<Map<string, string>, 'get'>,
): OutboundContent | null {
  switch (content.type) {
    case 'text':
    case 'location':
    case 'contacts':
    case 'buttons':
    case 'list':
      return content;
    case 'template':
      return {
        ...content,
        components: content.components.map((component) => ({
          ...component,
          parameters: component.parameters.map((parameter) =>
            'mediaId' in parameter ? { ...parameter, mediaId: held.get(parameter.mediaId) ?? '' } : parameter,
          ),
        })),
      };
    case 'image':
    case 'video':
    case 'audio':
    case 'document':
    case 'sticker': {
      const { type, mediaId, filename, caption, voice } = content;
      const providerMediaId = held.get(mediaId) ?? '';
      return { type, providerMediaId, filename, caption, ...(voice === undefined ? {} : { voice }) };
    }
    case 'choice':
    case 'note':
    case 'system':
    case 'unsupported':
      return null;
  }
}

/** Stands for what a provider will call it: for judging content before it is queued, when nothing is uploaded yet. */
export const TO_BE_UPLOADED: Pick<Map<string, string>, 'get'> = { get: () => '0' };

function sendable(file: ReadyMedia | undefined): ReadyMedia {
  if (!file) throw new MediaNotSendableError();
  return file;
}

function templateMedia(content: TemplateContent): string[] {
  return content.components.flatMap((component) =>
    component.parameters.flatMap((parameter) => ('mediaId' in parameter ? [parameter.mediaId] : [])),
  );
}
