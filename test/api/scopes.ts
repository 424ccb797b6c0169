/** Which scope an API key needs for each route; null: people only. A route that is not here fails. */
const ROUTES_BY_SCOPE: [scope: string | null, routes: string][] = [
  [
    null,
    `GET /me, PATCH /me, GET /me/sessions, DELETE /me/sessions, DELETE /me/sessions/{id}, PATCH /hotel, POST /users,
     PATCH /users/{id}, DELETE /users/{id}, POST /users/{id}/link, GET /users/{id}/sessions, DELETE /users/{id}/sessions,
     DELETE /users/{id}/sessions/{sessionId}, POST /channels, PATCH /channels/{id}, DELETE /channels/{id}, GET /api-keys,
     POST /api-keys, DELETE /api-keys/{id}, POST /conversations/{id}/read, GET /notifications,
     POST /notifications/read`,
  ],
  ['hotel:read', 'GET /hotel'],
  ['user:read', 'GET /users'],
  ['department:read', 'GET /departments'],
  ['department:write', 'PATCH /departments/{id}, PUT /departments/{id}/members'],
  ['department:create', 'POST /departments, DELETE /departments/{id}'],
  ['channel:read', 'GET /channels, GET /channels/{id}'],
  ['guest:read', 'GET /guests, GET /guests/{id}'],
  ['guest:write', 'PATCH /guests/{id}, POST /guests/{id}/merge, POST /guests/{id}/unmerge'],
  [
    'conversation:read',
    `GET /conversations, GET /conversations/counts, GET /conversations/changes, GET /conversations/{id},
     GET /conversations/{id}/attendees, GET /conversations/{id}/participants, GET /conversations/{id}/messages,
     GET /messages/{id}/history, GET /guests/{id}/timeline, GET /search, GET /media/{id}`,
  ],
  [
    'conversation:write',
    `POST /conversations, POST /conversations/{id}/transfer, POST /conversations/{id}/close,
     POST /conversations/{id}/reopen, POST /conversations/{id}/messages, POST /conversations/{id}/notes,
     POST /conversations/{id}/typing, POST /messages/{id}/retry, PUT /messages/{id}/reaction,
     DELETE /messages/{id}/reaction, POST /media`,
  ],
  ['conversation:assign', 'POST /conversations/{id}/assignment'],
  ['audit:read', 'GET /audit'],
  ['review:read', 'GET /review, GET /review/{id}'],
  ['review:write', 'POST /review/{id}/retry, POST /review/{id}/discard, POST /review/retry'],
];

/** undefined: nobody has said yet */
export function scopeOf(route: string): string | null | undefined {
  return SCOPE_OF.get(route);
}

const SCOPE_OF = new Map(
  ROUTES_BY_SCOPE.flatMap(([scope, routes]) => routes.split(/,\s+/).map((route) => [route, scope] as const)),
);
