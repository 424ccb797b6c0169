import type { ChannelConnection, Channels, MessageContent } from '../channels/index.js';
import { WindowClosedError } from './message.errors.js';
import { outboundContentOf, TO_BE_UPLOADED } from './outbound-media.js';
import { InvalidContentError } from './outgoing-content.js';

const HOUR = 3_600_000;

/** Throws InvalidContentError for what the provider would refuse whoever it is for. */
export function checkSendable(channels: Channels, channel: ChannelConnection, content: MessageContent): void {
  const outbound = outboundContentOf(content, TO_BE_UPLOADED);
  const problem =
    outbound === null
      ? { field: 'type', reason: 'is not sent to guests' }
      : channels.adapter(channel.provider).check(outbound);
  if (problem === null) return;
  const field = `content.${problem.field}`;
  throw new InvalidContentError([{ field, code: 'message_invalid', message: `${field} ${problem.reason}` }]);
}

/** Free text goes out only within the hours after the guest's last message; exactly then it still does. */
export function checkWindow(
  channels: Channels,
  chat: { connection: ChannelConnection; lastInboundAt: Date | null },
  content: MessageContent,
  { now, hours }: { now: Date; hours: number },
): void {
  if (content.type === 'template' || !channels.adapter(chat.connection.provider).capabilities.replyWindow) return;
  if (chat.lastInboundAt === null || +now > +chat.lastInboundAt + hours * HOUR) throw new WindowClosedError(hours);
}
