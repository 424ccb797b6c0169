import { setTimeout as sleep } from 'node:timers/promises';

interface Conversation {
  id: string;
  guest: { name: string } | null;
  department: { name: string } | null;
}

interface Message {
  id: string;
  status: string;
}

/** A member of staff at the public API, as any client uses it. */
export class StaffClient {
  private constructor(
    private readonly api: string,
    private readonly token: string,
    private readonly signal: AbortSignal,
  ) {}

  static async signIn(desk: string, email: string, password: string, signal: AbortSignal): Promise<StaffClient> {
    const api = `${desk}/api/v1`;
    const { accessToken } = await ask<{ accessToken: string }>(`${api}/auth/login`, {
      body: { email, password },
      signal,
    });
    return new StaffClient(api, accessToken, signal);
  }

  /** The guest's conversation with that department, as soon as this person sees it. */
  async conversation(guest: string, department: string): Promise<Conversation> {
    for (;;) {
      const { items } = await this.ask<{ items: Conversation[] }>('/conversations?status=active&sort=recent');
      const found = items.find((one) => one.guest?.name === guest && one.department?.name === department);
      if (found) return found;
      await sleep(50, undefined, { signal: this.signal });
    }
  }

  answer(conversationId: string, text: string, clientId: string): Promise<Message> {
    return this.ask(`/conversations/${conversationId}/messages`, { content: { type: 'text', text }, clientId });
  }

  /** When the message has that tick. */
  async ticked(conversationId: string, messageId: string, status: string): Promise<void> {
    for (;;) {
      const { items } = await this.ask<{ items: Message[] }>(`/conversations/${conversationId}/messages`);
      if (items.some((message) => message.id === messageId && message.status === status)) return;
      await sleep(50, undefined, { signal: this.signal });
    }
  }

  private ask<T>(path: string, body?: object): Promise<T> {
    const { token, signal } = this;
    return ask(this.api + path, { token, signal, ...(body ? { body } : {}) });
  }
}

async function ask<T>(
  url: string,
  { body, token, signal }: { body?: object; token?: string; signal: AbortSignal },
): Promise<T> {
  const answer = await fetch(url, {
    signal,
    headers: {
      ...(token ? { authorization: `Bearer ${token}` } : {}),
      ...(body ? { 'content-type': 'application/json' } : {}),
    },
    ...(body ? { method: 'POST', body: JSON.stringify(body) } : {}),
  });
  if (!answer.ok) throw new Error(`${new URL(url).pathname} answered ${answer.status}: ${await answer.text()}`);
  return (await answer.json()) as T;
}
