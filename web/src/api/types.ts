import type { components, operations } from './api.gen.js';

/** The words of the screens for the API's shapes, which are made from its document (`npm run openapi`). */
type Schemas = components['schemas'];

export type Named = Schemas['NamedView'];
export type User = Schemas['MeView'];
export type LoggedIn = Schemas['SignedInView'];

export type Person = Schemas['UserView'];
export type Role = Person['role'];
export type Session = Schemas['SessionView'];
export type GivenLink = Schemas['GivenLinkView'];
export type Department = Schemas['DepartmentView'];

export type ReviewItem = Schemas['ReviewItemView'];
export type ReviewDetail = Schemas['ReviewDetailView'];
export type ReviewAttempt = Schemas['ReviewAttemptView'];
export type ReviewKind = ReviewItem['kind'];
export type ReviewRetries = Schemas['ReviewRetriesView'];
export type RowChange = Schemas['RowChangeView'];

export type Guest = Schemas['GuestView'];
export type GuestChange = Schemas['UpdateGuestDto'];
export type SearchAnswer = Schemas['SearchView'];
export type FoundMessage = Schemas['FoundMessageView'];

export type ConversationView = Schemas['ConversationView'];
export type ConversationQuery = NonNullable<operations['Conversations_list']['parameters']['query']>;
export type Counts = Schemas['ConversationCountsView'];
export type Lifecycle = Schemas['ConversationGuestView']['lifecycle'];

export type MessageView = Schemas['MessageView'];
export type MessageStatus = MessageView['status'];
export type Author = Schemas['AuthorView'];
export type Failure = Schemas['FailureView'];
export type Reaction = Schemas['ReactionView'];
export type HiddenEpisode = Schemas['HiddenEpisodeItemView'];
export type TimelineItem = Schemas['TimelineView']['items'][number];

export type MessageContent = MessageView['content'];
/** What these screens send. */
export type ContentToSend = Extract<MessageContent, { type: 'text' | 'note' | MediaKind }>;
export type MediaContent = Schemas['MediaContentView'];
export type MediaKind = MediaContent['type'];
export type ContactCard = Schemas['ContactCardView'];
export type ListContent = Schemas['ListContentView'];
export type SystemContent = Schemas['SystemContentView'];

/** RFC 9457, as every route answers a refusal; a proxy in front may say less. */
export type Problem = Partial<Schemas['ProblemView']> & Pick<Schemas['ProblemView'], 'status' | 'code'>;
