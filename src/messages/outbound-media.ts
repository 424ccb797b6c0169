import type { MediaContent, MessageContent, OutboundContent, TemplateContent } from '../channels/index.js';
import { DomainError } from '../common/errors.js';
import type { Sql } from '../common/sql.js';
import type { OutgoingContent } from './outgoing-content.js';

/** Media of the hotel that this channel's provider holds under an id of its own. */
interface HeldMedia {
  id: string;
  kind: MediaContent['type'];
  mimeType: string;
  size: number | null;
  filename: string | null;
  state: MediaContent['state'];
  providerMediaId: string;
}

export class MediaNotSendableError extends DomainError {
  override readonly name = 'MediaNotSendableError';

  constructor() {
    const message = 'This file is not one the channel can send.';
    super('invalid', 'media_not_sendable', message, {
      errors: [{ field: 'content.mediaId', code: 'media_not_sendable', message }],
    });
  }
}

const HELD = `
  SELECT id, kind, mime_type AS "mimeType", size, filename, state, provider_media_id AS "providerMediaId"
  FROM media WHERE hotel_id = $1 AND channel_id = $2 AND id = ANY($3::uuid[]) AND provider_media_id IS NOT NULL`;

/** The content as the row keeps it. Throws MediaNotSendableError for media this channel's provider does not hold. */
export async function storedContentOf(
  sql: Sql,
  hotelId: string,
  channelId: string,
  content: OutgoingContent,
): Promise<MessageContent> {
  if (!isMedia(content)) {
    if (content.type === 'template') await held(sql, hotelId, channelId, templateMedia(content));
    return content;
  }
  const media = (await held(sql, hotelId, channelId, [content.mediaId])).get(content.mediaId);
  if (!media || media.kind !== content.type) throw new MediaNotSendableError();
  return {
    type: media.kind,
    mediaId: media.id,
    mimeType: media.mimeType,
    size: media.size,
    filename: media.filename,
    caption: content.caption,
    state: media.state,
  };
}

/** The content as an adapter sends it: our media ids become the provider's. Null: not something that is sent. */
export async function outboundContentOf(
  sql: Sql,
  hotelId: string,
  channelId: string,
  content: MessageContent,
): Promise<OutboundContent | null> {
  switch (content.type) {
    case 'text':
    case 'location':
    case 'contacts':
    case 'buttons':
    case 'list':
      return content;
    case 'template': {
      const media = await held(sql, hotelId, channelId, templateMedia(content));
      return {
        ...content,
        components: content.components.map((component) => ({
          ...component,
          parameters: component.parameters.map((parameter) =>
            'mediaId' in parameter
              ? { ...parameter, mediaId: media.get(parameter.mediaId)?.providerMediaId ?? '' }
              : parameter,
          ),
        })),
      };
    }
    case 'image':
    case 'video':
    case 'audio':
    case 'document':
    case 'sticker': {
      const media = (await held(sql, hotelId, channelId, [content.mediaId])).get(content.mediaId);
      if (!media) throw new MediaNotSendableError();
      const { type, filename, caption, voice } = content;
      return {
        type,
        providerMediaId: media.providerMediaId,
        filename,
        caption,
        ...(voice === undefined ? {} : { voice }),
      };
    }
    case 'choice':
    case 'note':
    case 'system':
    case 'unsupported':
      return null;
  }
}

function isMedia(content: OutgoingContent): content is Extract<OutgoingContent, { mediaId: string }> {
  return 'mediaId' in content;
}

function templateMedia(content: TemplateContent): string[] {
  return content.components.flatMap((component) =>
    component.parameters.flatMap((parameter) => ('mediaId' in parameter ? [parameter.mediaId] : [])),
  );
}

async function held(sql: Sql, hotelId: string, channelId: string, ids: string[]): Promise<Map<string, HeldMedia>> {
  if (ids.length === 0) return new Map();
  const rows = await sql.query<HeldMedia>(HELD, [hotelId, channelId, ids]);
  if (rows.length < new Set(ids).size) throw new MediaNotSendableError();
  return new Map(rows.map((row) => [row.id, row]));
}
