import { useTranslation } from '../i18n/use-translation.js';
import type { ConversationView, MessageContent } from '../api/types.js';
import { useUser } from '../api/use-session.js';
import { assertNever } from '../lib/assert-never.js';
import { firstNameOf, plainPreview } from '../lib/text.js';

/** The last message in one line: who said it, and its words without marks. */
export function usePreview({ lastMessage, kind }: ConversationView): { who: string | null; words: string } {
  const { t } = useTranslation();
  const user = useUser();
  if (!lastMessage) return { who: null, words: t('preview.none') };
  const { author, direction, type } = lastMessage;
  const spoken = plainPreview(lastMessage.preview);
  const words = spoken || (type !== 'text' ? t(`content.${type}`) : '');
  return { who: who(), words };

  function who(): string | null {
    if (direction === 'internal') return type === 'note' ? t('preview.note') : null;
    if (direction === 'inbound') return kind === 'group' && author.name ? firstNameOf(author.name) : null;
    if (author.id === user.id) return t('preview.you');
    if (author.kind === 'user' && author.name) return firstNameOf(author.name);
    return t('preview.automatic');
  }
}

/** Any content as words: quotes, announcements, names of bubbles. */
export function useContentWords(): (content: MessageContent) => string {
  const { t } = useTranslation();
  return (content) => {
    switch (content.type) {
      case 'text':
      case 'note':
        return plainPreview(content.text);
      case 'image':
      case 'video':
      case 'audio':
      case 'document':
      case 'sticker': {
        const name = content.type === 'audio' && content.voice ? t('content.voice') : t(`content.${content.type}`);
        const caption = content.caption ?? content.filename;
        return caption ? `${name}: ${plainPreview(caption)}` : name;
      }
      case 'location':
        return content.name ? `${t('content.location')}: ${content.name}` : t('content.location');
      case 'contacts':
        return [t('content.contacts'), content.contacts[0]?.name].filter(Boolean).join(': ');
      case 'buttons':
      case 'list':
        return plainPreview(content.body);
      case 'choice':
        return t('bubble.chose', { title: content.title });
      case 'template':
        return plainPreview(content.text ?? content.name);
      case 'system':
        return content.code === 'guest_called' ? t('content.called') : t('content.system');
      case 'unsupported':
        return content.summary ?? t('content.unsupported');
      default:
        return assertNever(content);
    }
  };
}
