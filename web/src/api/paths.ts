import type {
  Attendee,
  CloseReason,
  ConversationView,
  Counts,
  Department,
  Hotel,
  MessageContent,
  MessageView,
  Page,
  Participant,
  Problem,
  TimelinePage,
  User,
} from './types.js';

/** The routes these screens call, in openapi-fetch's form. */
interface Json<T> {
  content: { 'application/json': T };
}
interface Refusal {
  content: { 'application/problem+json': Problem };
}
type Part<Name extends string, T> = [T] extends [never] ? { [K in Name]?: never } : { [K in Name]: T };
type Call<Answer, Body = never, Path = never, Query = never, Header = never> = {
  parameters: Part<'path', Path> &
    ([Query] extends [never] ? { query?: never } : { query?: Query }) &
    Part<'header', Header>;
  responses: { 200: Json<Answer>; default: Refusal };
} & Part<'requestBody', [Body] extends [never] ? never : Json<Body>>;
interface Id {
  id: string;
}
interface Once {
  'Idempotency-Key': string;
}
/** What a list of conversations is asked for. */
export interface ConversationQuery {
  status?: 'active' | 'past';
  waiting?: boolean;
  unread?: boolean;
  assignee?: 'me' | 'none';
  departmentId?: string;
  sort?: 'waiting' | 'recent';
  limit?: number;
  cursor?: string;
}

export interface Paths {
  '/me': { get: Call<User>; patch: Call<User, { language: string }> };
  '/hotel': { get: Call<Hotel> };
  '/departments': { get: Call<Page<Department>> };
  '/conversations': { get: Call<Page<ConversationView>, never, never, ConversationQuery> };
  '/conversations/counts': { get: Call<Counts> };
  '/conversations/changes': { get: Call<{ position: string }> };
  '/conversations/{id}': { get: Call<ConversationView, never, Id> };
  '/conversations/{id}/messages': {
    get: Call<TimelinePage, never, Id, { before?: string; after?: string; limit?: number }>;
    post: Call<MessageView, { content: MessageContent; clientId: string; replyTo?: string }, Id, never, Once>;
  };
  '/conversations/{id}/notes': {
    post: Call<MessageView, { text: string; mentions: string[]; clientId: string }, Id, never, Once>;
  };
  '/conversations/{id}/read': { post: Call<unknown, { messageId: string }, Id> };
  '/conversations/{id}/assignment': {
    post: Call<ConversationView, { userId: string | null; version?: number }, Id>;
  };
  '/conversations/{id}/transfer': { post: Call<ConversationView, { departmentId: string; note?: string }, Id> };
  '/conversations/{id}/close': { post: Call<ConversationView, { reason: CloseReason }, Id> };
  '/conversations/{id}/reopen': { post: Call<ConversationView, never, Id> };
  '/conversations/{id}/attendees': { get: Call<Page<Attendee>, never, Id> };
  '/conversations/{id}/participants': { get: Call<Page<Participant>, never, Id> };
  '/messages/{id}/retry': { post: Call<MessageView, never, Id> };
}
